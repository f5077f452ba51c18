"""Whoever could not be reached catches up: cards, messages, a word to them and to their desk."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from services import enrolment, notify, reach, sightings
from storage import cards, outbox, people, sending
from storage.cards import card
from storage.outbox import Call, Lane, State
from storage.session import Session
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.services.test_sightings import report
from views.message import Message

BACK_SR = (
    "У периоду од 21:05 RS / 22:05 RO до 22:05 RS / 23:05 RO поруке преко Телеграма нису стизале до"
    " вас."
)
BACK_RO = (
    "Mesajele prin Telegram nu au ajuns la dumneavoastră între 21:05 RS / 22:05 RO și"
    " 22:05 RS / 23:05 RO."
)
AGAIN_SR = "Све што је и даље важно сада се ажурира или поново шаље."
AGAIN_RO = "Tot ce este încă important se actualizează sau se trimite din nou acum."


TAKEN = {"RS": "🟡 Преузима: Дежурни центар RO", "RO": "🟡 Preluat de: Dispecerat RS"}
NEW = {"RS": "🔵 Дежурни центар RO: Нова", "RO": "🔵 Dispecerat RS: Nou"}
MISSED = {"RS": [BACK_SR, "2 неиспоручене поруке", AGAIN_SR]}
MISSED["RO"] = [BACK_RO, "2 mesaje nelivrate", AGAIN_RO]


@pytest.fixture
def vera(office: Office) -> Officer:
    """Who is out of reach."""
    return office.enrol("Вера Симић", "RS")


@pytest.fixture
def dragan(office: Office) -> Officer:
    """Her desk."""
    return office.enrol("Драган Илић", "RS", "duty")


def tell(office: Office, officer: Officer, *texts: str, **how: Any) -> None:
    def deed(uow: UnitOfWork) -> None:
        for text in texts:
            notify.notice(uow, uow.actor, Message(text), **how)

    office.act(officer, deed)


def blocks(office: Office, officer: Officer) -> None:
    office.closed.add(officer.telegram_id)


def returns(office: Office, officer: Officer, **later: float) -> list[str]:
    """They unblock the assistant so much later, and press a key; what is new in their chat."""
    office.now += timedelta(**later)
    office.closed.discard(officer.telegram_id)
    seen = len(officer.texts)
    officer.says("/whoami")
    return officer.texts[seen:-1]


def changes(office: Office, **values: Any) -> None:
    """What is dead has these values."""
    dead = update(outbox.outbox).where(outbox.outbox.c.state == State.DEAD)
    office.run(lambda session: session.execute(dead.values(values)) and None)


def standing(office: Office, officer: Officer) -> list[State]:
    """Where the calls to somebody stand that did not arrive."""
    rows = [each for each in office.rows(outbox.outbox) if each["chat_id"] == officer.telegram_id]
    return [State(each["state"]) for each in rows if each["state"] != State.SENT]


@pytest.mark.parametrize("side", ["RS", "RO"])
def test_a_card_shows_what_became_of_it_and_both_she_and_her_desk_are_told(
    office: Office, side: str
) -> None:
    other = office.enrol("Ion Popescu", "RO" if side == "RS" else "RS", "duty")
    desk = office.enrol("Драган Илић", side, "duty")
    ana = office.enrol("Ana Ionescu", "RO")  # the outsider
    vera = office.enrol("Вера Симић", side)
    number = report(office, vera)
    blocks(office, vera)
    office.act(other, lambda uow: sightings.take_over(uow, number, 1))
    assert (NEW[side] in vera.texts[0], TAKEN[side] in vera.texts[0]) == (True, False)
    assert vera.person.unreachable_since == office.now
    new = returns(office, vera, hours=1)

    assert (NEW[side] in vera.texts[0], TAKEN[side] in vera.texts[0]) == (False, True)
    assert [TAKEN[side] in new[0], *new[1].split("\n")] == [True, *MISSED[side]]
    assert len(new) == 2
    told = [text for text in desk.texts if "Вера Симић" in text and "Telegram" in text]
    told += [text for text in desk.texts if "Вера Симић" in text and "Телеграм" in text]
    assert len(told) == 2
    assert told[-1].split(":")[0] in {
        "Mesajele ajung din nou prin Telegram la această persoană",
        "Поруке преко Телеграма поново стижу до ове особе",
    }
    assert not any("Telegram" in text or "Телеграм" in text for text in other.texts)
    assert ana.texts == []
    said = len(office.sent)
    assert returns(office, vera, minutes=1) == []
    assert len(office.sent) == said + 1, "once"


def test_messages_come_in_their_order_unmarked_and_once(office: Office, vera: Officer) -> None:
    blocks(office, vera)
    tell(office, vera, "one", "two")
    tell(office, vera, "three")

    assert [text.split("\n")[0] for text in returns(office, vera, hours=1)] == [
        "one",
        "two",
        "three",
        BACK_SR,
    ]
    assert standing(office, vera) == []
    assert returns(office, vera, hours=1) == []


@pytest.mark.parametrize(
    "useless",
    [
        {"lane": Lane.ROUTINE},
        {"created_at": datetime.fromisoformat("2026-07-13T20:00:00+00:00")},
        {"expires_at": datetime.fromisoformat("2026-07-14T20:00:00+00:00")},
        {"subject": "draft:1"},
    ],
)
def test_what_is_of_no_use_any_more_is_told_and_not_sent(
    office: Office, vera: Officer, useless: dict[str, Any]
) -> None:
    blocks(office, vera)
    tell(office, vera, "one")
    changes(office, **useless)
    [told] = returns(office, vera, hours=1)

    assert told.split("\n")[:2] == [BACK_SR, "1 неиспоручена порука"]
    assert standing(office, vera) == [State.DEAD]


def test_an_old_card_is_brought_up_to_date_where_it_hangs_and_not_sent_where_it_does_not(
    office: Office, vera: Officer, dragan: Officer
) -> None:
    number = report(office, vera)
    blocks(office, vera)
    office.act(dragan, lambda uow: sightings.take_over(uow, number, 1))
    changes(office, created_at=office.now - timedelta(days=3))
    never = report(office, vera)
    changes(office, created_at=office.now - timedelta(days=3))
    returns(office, vera, days=1)

    assert "🟡 Преузима: Дежурни центар RS" in vera.texts[0]
    assert not any(never in text for text in vera.texts)


def test_a_card_that_hangs_no_more_comes_at_the_end_of_the_chat(
    office: Office, vera: Officer, dragan: Officer
) -> None:
    number = report(office, vera)
    blocks(office, vera)
    office.act(dragan, lambda uow: sightings.take_over(uow, number, 1))
    gone = update(card).where(card.c.chat_id == vera.telegram_id).values(message_id=None)
    office.run(lambda session: session.execute(gone) and None)
    reader = vera.person

    def as_courier(session: Session) -> tuple[str, str]:
        """What the courier makes of the call, for it looks at the card when its turn has come."""
        reach.back(UnitOfWork(session, reader, office.now, office.installation), reader)
        of_card = outbox.outbox.c.card_id.is_not(None)
        waiting = (of_card, outbox.outbox.c.state == State.QUEUED)
        row = session.execute(select(*outbox.COLUMNS).where(*waiting)).one()
        sent = cards.latest(session, outbox.as_row(row), office.now)
        return sent.method, sent.payload["text"]

    method, text = office.run(as_courier)
    assert (method, text.split("\n")[0]) == ("sendMessage", f"Дојава бр. {number}")
    assert "🟡 Преузима: Дежурни центар RS" in text


def test_blocked_again_at_once_nothing_is_lost_and_each_block_is_told(
    office: Office, vera: Officer, dragan: Officer
) -> None:
    blocks(office, vera)
    tell(office, vera, "one")
    office.now += timedelta(hours=1)
    office.act(vera, lambda uow: reach.back(uow, uow.actor))  # and the chat is closed all the same
    assert vera.person.unreachable_since == office.now
    assert set(standing(office, vera)) == {State.DEAD}
    office.deliver()
    new = returns(office, vera, hours=1)

    assert new.count("one") == 1
    assert [text.split(" ")[3] for text in dragan.texts] == ["више", "поново", "више", "поново"]


def test_nothing_is_told_to_whoever_has_missed_nothing(
    office: Office, vera: Officer, dragan: Officer
) -> None:
    office.act(vera, lambda uow: reach.lost(uow, uow.actor))
    assert returns(office, vera, hours=1) == []
    assert len(dragan.texts) == 2


def test_what_waits_for_her_is_named_although_nothing_was_sent_to_her(
    office: Office, vera: Officer, dragan: Officer
) -> None:
    zoran = office.enrol("Зоран", "RS", "duty")
    office.act(zoran, lambda uow: reach.lost(uow, uow.actor))
    report(office, vera)

    assert returns(office, zoran, hours=1) == [f"{BACK_SR}\n📋 1 отворен предмет: /open"]


def test_who_is_revoked_meanwhile_gets_nothing(
    office: Office, vera: Officer, dragan: Officer
) -> None:
    blocks(office, vera)
    tell(office, vera, "one")
    leaver, told = vera.person, len(dragan.texts)
    office.act(dragan, lambda uow: enrolment.revoke(uow, leaver))
    office.act(vera, lambda uow: reach.back(uow, leaver))  # as read before she was revoked
    returns(office, vera, hours=1)

    assert "one" not in vera.texts
    assert State.DEAD in standing(office, vera)
    assert len(dragan.texts) == told


def test_two_of_her_updates_at_once_catch_up_once(
    office: Office, vera: Officer, dragan: Officer
) -> None:
    blocks(office, vera)
    tell(office, vera, "one")
    office.closed.clear()
    as_read = vera.person  # by both, before either has written
    for _ in range(2):
        office.act(vera, lambda uow: reach.back(uow, as_read))

    assert vera.texts.count("one") == 1
    assert (len(vera.texts), len(dragan.texts)) == (2, 2)


def test_what_was_in_doubt_when_the_chat_closed_is_a_repeat(office: Office, vera: Officer) -> None:
    def work(session: Session) -> list[int]:
        say = partial(Call, vera.telegram_id, Lane.NOTICE, "sendMessage", person_id=vera.person_id)
        rows = [outbox.queue(session, say({"text": each}), office.now) for each in ("a", "b")]
        doubtful = update(outbox.outbox).where(outbox.outbox.c.id == rows[0])
        session.execute(doubtful.values(state=State.DOUBT))
        sending.bury_chat(session, vera.telegram_id, office.now, outcome="Forbidden")
        people.change(session, vera.person_id, unreachable_since=office.now)
        return rows

    rows = office.run(work)
    returns(office, vera, minutes=1)
    marked = {each["id"]: each["repeated"] for each in office.rows(outbox.outbox)}
    assert [marked[each] for each in rows] == [True, False]
    assert standing(office, vera) == []


def test_ten_thousand_refusals_are_counted_and_only_so_many_sent(
    office: Office, vera: Officer
) -> None:
    row = {
        "chat_id": vera.telegram_id,
        "person_id": vera.person_id,
        "lane": Lane.NOTICE,
        "method": "sendMessage",
        "state": State.DEAD,
        "attempts": 1,
        "repeated": False,
        "due_at": office.now,
        "not_before": office.now,
        "created_at": office.now,
        "finished_at": office.now,
    }
    rows = [row | {"payload": f'{{"text": "{each:05}"}}'} for each in range(10_000)]

    def work(session: Session) -> None:
        session.execute(insert(outbox.outbox), rows)
        people.change(session, vera.person_id, unreachable_since=office.now)

    office.run(work)
    *again, told = returns(office, vera, hours=1)
    assert told.split("\n")[:2] == [BACK_SR, "10.000 неиспоручених порука"]
    assert again == [f"{each:05}" for each in range(9_950, 10_000)]
    office.run(lambda session: session.execute(delete(outbox.outbox)) and None)
