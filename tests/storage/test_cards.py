"""Cards: one message per person and thing, always with the newest look, on both databases."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from storage import cards, leases, outbox, people, sending
from storage.cards import Card, Showing
from storage.outbox import Lane, OutboxRow, State
from storage.session import Session
from storage.store import Store

NOW = datetime(2026, 11, 23, 21, 40, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MILA, ION = 101, 202
BUTTONS = {"inline_keyboard": [[{"text": "Preiau", "callback_data": "take:17:1"}]]}


@pytest.fixture
async def store(store: Store) -> Store:
    """With Mila and Ion in the roster, ids 1 and 2."""

    def enrol(session: Session) -> None:
        for chat_id, name in ((MILA, "Mila"), (ION, "Ion")):
            facts: dict[str, Any] = {"country": "RS", "service": "", "unit": "", "language": "ro"}
            facts |= {"name": name, "service_number": name, "phone": "", "telegram_id": chat_id}
            session.execute(insert(people.person).values(facts))

    await store.run(enrol)
    return store


def looks(text: str, *, subject: str = "sighting:17", chat_id: int = MILA, **more: Any) -> Showing:
    payload = {"chat_id": chat_id, "text": text, "protect_content": True, "reply_markup": BUTTONS}
    person_id = {MILA: 1, ION: 2}.get(chat_id, 1)
    return Showing(subject, person_id, chat_id, payload, repeat_mark="↻", **more)


def show(session: Session, text: str, **more: Any) -> int:
    return cards.show(session, looks(text, **more), NOW)


def take(session: Session, now: datetime = NOW) -> OutboxRow | None:
    """As the courier does: the next call, for the card as it stands."""
    until = now + timedelta(days=1)
    epoch = leases.take(session, sending.COURIER, holder="test", now=now, until=until)
    row = sending.claim(session, [(lane, ()) for lane in Lane], epoch=epoch or 0, now=now)
    return cards.latest(session, row, now) if row else None


def taken(session: Session, now: datetime = NOW) -> OutboxRow:
    row = take(session, now)
    assert row is not None
    return row


def queued(session: Session) -> list[tuple[str, str, State]]:
    rows = session.execute(select(outbox.outbox).order_by(outbox.outbox.c.id))
    return [(row.method, json.loads(row.payload)["text"], State(row.state)) for row in rows]


async def test_the_first_look_is_a_message(store: Store) -> None:
    def work(session: Session) -> None:
        card_id = show(session, "New", lane=Lane.ALERT)
        row = taken(session)
        assert (row.method, row.payload) == ("sendMessage", looks("New").payload)
        assert (row.card_id, row.card_version, row.lane) == (card_id, 1, Lane.ALERT)
        assert (row.person_id, row.subject, row.repeat_mark) == (1, "sighting:17", "↻")
        assert cards.of(session, "sighting:17") == [
            Card(card_id, "sighting:17", 1, MILA, None, 1, looks("New").payload)
        ]

    await store.run(work)


async def test_a_later_look_is_an_edit_of_what_can_be_edited(store: Store) -> None:
    def work(session: Session) -> None:
        card_id = show(session, "New")
        outbox.sent(session, taken(session).id, message_id=7, now=NOW)
        found = cards.by_message(session, MILA, 7)
        assert found is not None
        assert (found.id, found.version) == (card_id, 1)
        assert cards.by_message(session, ION, 7) is None

        assert show(session, "Taken over") == card_id
        row = taken(session)
        assert (row.method, row.card_version) == ("editMessageText", 2)
        assert row.payload == {"text": "Taken over", "reply_markup": BUTTONS, "message_id": 7}

    await store.run(work)


async def test_what_still_waits_is_replaced_in_its_place(store: Store) -> None:
    def work(session: Session) -> None:
        show(session, "New", lane=Lane.ROUTINE)
        show(session, "Taken over", lane=Lane.ALERT)
        show(session, "Resolved", lane=Lane.NOTICE)
        assert queued(session) == [("sendMessage", "Resolved", State.QUEUED)]
        row = taken(session)
        assert (row.card_version, row.lane) == (3, Lane.ALERT)
        assert take(session) is None

    await store.run(work)


async def test_of_several_edits_only_the_last_goes(store: Store) -> None:
    def work(session: Session) -> None:
        show(session, "New")
        outbox.sent(session, taken(session).id, message_id=7, now=NOW)
        for text in ("one", "two", "three"):
            show(session, text)
        assert taken(session).payload["text"] == "three"
        assert take(session) is None

    await store.run(work)


async def test_an_edit_waits_for_the_message_that_is_being_sent(store: Store) -> None:
    def work(session: Session) -> None:
        show(session, "New")
        first = taken(session)
        show(session, "Taken over")
        show(session, "Resolved")
        outbox.sent(session, first.id, message_id=7, now=NOW)
        row = taken(session)
        assert (row.method, row.payload["text"], row.payload["message_id"]) == (
            "editMessageText",
            "Resolved",
            7,
        )
        assert take(session) is None

    await store.run(work)


async def test_an_edit_waits_while_the_message_is_in_doubt_until_it_is_proved(
    store: Store,
) -> None:
    def work(session: Session) -> None:
        show(session, "New")
        sending.doubt(session, taken(session), until=NOW + 20 * SECOND, outcome="?")
        show(session, "Taken over")
        assert take(session) is None
        assert outbox.prove(session, MILA, 7, "New", NOW) is True
        row = taken(session)
        assert (row.method, row.payload["message_id"]) == ("editMessageText", 7)
        assert row.payload["text"] == "Taken over"

    await store.run(work)


async def test_a_repeat_carries_the_newest_look_and_the_edit_is_not_needed(store: Store) -> None:
    def work(session: Session) -> None:
        show(session, "New")
        sending.doubt(session, taken(session), until=NOW + 20 * SECOND, outcome="?")
        show(session, "Taken over")
        row = taken(session, NOW + 20 * SECOND)
        assert (row.method, row.repeated, row.payload["text"]) == (
            "sendMessage",
            True,
            "Taken over",
        )
        outbox.sent(session, row.id, message_id=8, now=NOW)
        assert take(session, NOW + 60 * SECOND) is None
        assert queued(session)[1] == ("sendMessage", "Taken over", State.CANCELLED)

    await store.run(work)


async def test_a_repeat_that_waits_can_still_be_proved_with_its_old_words(store: Store) -> None:
    def work(session: Session) -> None:
        show(session, "New")
        sending.doubt(session, taken(session), until=NOW + 20 * SECOND, outcome="?")
        sending.claim(session, [(Lane.SOS, ())], epoch=1, now=NOW + 20 * SECOND)
        show(session, "Taken over")
        assert outbox.prove(session, MILA, 7, "New", NOW) is True
        row = taken(session, NOW + 20 * SECOND)
        assert (row.method, row.payload["text"]) == ("editMessageText", "Taken over")

    await store.run(work)


async def test_a_lost_message_is_sent_anew(store: Store) -> None:
    def work(session: Session) -> None:
        card_id = show(session, "New")
        outbox.sent(session, taken(session).id, message_id=7, now=NOW)
        show(session, "Taken over")
        row = taken(session)
        cards.lost(session, card_id)
        sending.retry(session, row, not_before=NOW, outcome="message to edit not found")
        anew = taken(session)
        assert (anew.method, anew.payload) == ("sendMessage", looks("Taken over").payload)
        outbox.sent(session, anew.id, message_id=9, now=NOW)
        assert [card.message_id for card in cards.of(session, "sighting:17")] == [9]

    await store.run(work)


async def test_the_same_look_again_is_nothing_unless_nothing_is_there(store: Store) -> None:
    def work(session: Session) -> None:
        show(session, "New")
        show(session, "New")
        row = taken(session)
        show(session, "New")
        assert len(queued(session)) == 1
        sending.bury(session, row, NOW, outcome="Forbidden")
        show(session, "New")
        outbox.sent(session, taken(session).id, message_id=7, now=NOW)
        show(session, "New")
        assert take(session) is None
        assert [card.version for card in cards.of(session, "sighting:17")] == [2]

    await store.run(work)


async def test_somebody_with_a_new_telegram_account_gets_the_card_there(store: Store) -> None:
    def work(session: Session) -> None:
        show(session, "New")
        outbox.sent(session, taken(session).id, message_id=7, now=NOW)
        show(session, "Taken over")
        show(session, "Taken over", chat_id=303)
        row = taken(session)
        assert (row.chat_id, row.method, row.payload["text"]) == (303, "sendMessage", "Taken over")
        assert take(session) is None

    await store.run(work)


async def test_each_holder_and_each_subject_has_a_card_of_its_own(store: Store) -> None:
    def work(session: Session) -> None:
        mine = show(session, "New")
        his = show(session, "Nou", chat_id=ION)
        other = show(session, "Other", subject="sighting:18")
        assert [card.id for card in cards.of(session, "sighting:17")] == [mine, his]
        assert [card.id for card in cards.of(session, "sighting:18")] == [other]
        assert [taken(session).payload["text"] for _ in range(3)] == ["New", "Nou", "Other"]

    await store.run(work)


async def test_a_group_that_moved_gets_its_cards_anew(store: Store) -> None:
    def work(session: Session) -> None:
        show(session, "New", chat_id=-100)
        outbox.sent(session, taken(session).id, message_id=7, now=NOW)
        show(session, "Taken over", chat_id=-100)
        row = taken(session)
        outbox.migrate(session, -100, -200)
        sending.retry(session, row, not_before=NOW, outcome="migrated")
        again = taken(session)
        assert (again.chat_id, again.method, again.payload["text"]) == (
            -200,
            "sendMessage",
            "Taken over",
        )

    await store.run(work)


PHOTO = {"kind": "photo", "file": "0" * 64, "name": "map.jpg"}


def picture(caption: str, **more: Any) -> Showing:
    payload = {"chat_id": MILA, "caption": caption, "attachment": PHOTO, "protect_content": True}
    return Showing("map:17", 1, MILA, payload, **more)


async def test_a_picture_is_sent_as_a_reply_to_a_card_and_changed_in_its_place(
    store: Store,
) -> None:
    def work(session: Session) -> list[tuple[str, dict[str, Any]]]:
        show(session, "Дојава 17")
        cards.show(session, picture("Socol", replies_to="sighting:17"), NOW)
        outbox.sent(session, taken(session).id, message_id=70, now=NOW)
        sent = taken(session)
        outbox.sent(session, sent.id, message_id=71, now=NOW)
        cards.show(session, picture("Nera", replies_to="sighting:17"), NOW)
        edited = taken(session)
        return [(sent.method, sent.payload), (edited.method, edited.payload)]

    reply = {"message_id": 70, "allow_sending_without_reply": True}
    sent = picture("Socol").payload | {"reply_parameters": reply}
    edited = {"message_id": 71, "attachment": PHOTO, "media": {"caption": "Nera"}}
    assert await store.run(work) == [("sendPhoto", sent), ("editMessageMedia", edited)]


async def test_a_picture_whose_card_hangs_nowhere_is_sent_by_itself(store: Store) -> None:
    def work(session: Session) -> tuple[str, dict[str, Any]]:
        cards.show(session, picture("Socol", replies_to="sighting:17"), NOW)
        row = taken(session)
        return row.method, row.payload

    assert await store.run(work) == ("sendPhoto", picture("Socol").payload)


async def test_a_text_that_becomes_a_file_is_a_new_message_and_so_is_the_way_back(
    store: Store,
) -> None:
    def work(session: Session) -> list[str]:
        methods: list[str] = []
        for look in (looks("a", subject="map:17"), picture("b"), looks("c", subject="map:17")):
            cards.show(session, look, NOW)
            row = taken(session)
            outbox.sent(session, row.id, message_id=70 + len(methods), now=NOW)
            methods.append(row.method)
        return methods

    assert await store.run(work) == ["sendMessage", "sendPhoto", "sendMessage"]
