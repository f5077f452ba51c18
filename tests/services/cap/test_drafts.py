"""A draft of a central system: its side's desk sends it or discards it, and nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from services.cap import arrivals
from services.cap.arrivals import Receipt
from services.cap.reading import read
from storage import senders
from storage.alerts import alert
from storage.audit import audit
from storage.people import Person
from storage.senders import Mode, SenderRow
from storage.session import Session
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.services.cap.said import message

NOW = datetime(2026, 11, 26, 1, 31, tzinfo=UTC)
SEND, DROP = "Пошаљи упозорење", "Одбаци нацрт"
REFERENCE = "alarm@mup.example,MUP-2026-{},2026-11-26T02:30:00+01:00"


@pytest.fixture
def office(office: Office) -> Office:
    office.now = NOW
    row = SenderRow(
        name="mup-112", country="RS", mode=Mode.DRAFT, token_hash="h", created_at=office.now
    )
    office.run(lambda session: senders.put(session, row))
    return office


def brings(office: Office, body: bytes) -> Receipt:
    def work(session: Session) -> Receipt:
        sender = senders.by_token(session, "h")
        assert sender
        uow = UnitOfWork(session, Person(country="RS"), office.now, office.installation)
        return arrivals.receive(uow, sender, read(body), body)

    receipt = office.run(work)
    office.deliver()
    return receipt


def newer(number: int, kind: str, earlier: int) -> bytes:
    references = f"<references>{REFERENCE.format(earlier)}</references>"
    return message(
        ("MUP-2026-1<", f"MUP-2026-{number}<"),
        (">Alert<", f">{kind}<"),
        ("  <info>", f"{references}<info>"),
    )


def stands(office: Office) -> list[str]:
    return [row["status"] for row in office.rows(alert)]


def test_the_desk_reads_what_would_be_sent_and_sends_it(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    receipt = brings(office, message())

    assert receipt.standing == "draft"
    assert dragan.texts[-1].startswith("Нацрт упозорења из централног система: mup-112\n")
    assert "Бели комби из Неготина" in dragan.texts[-1]
    assert "Ако га пошаљете, добиће га 4 особе." in dragan.texts[-1]
    assert dragan.buttons() == [SEND, DROP]
    assert [len(each.chat) for each in (mila, ion, ana)] == [0, 0, 0]

    dragan.taps(SEND)

    assert stands(office) == ["active"]
    assert "Бели комби из Неготина" in mila.last["text"]
    [draft] = [text for text in dragan.texts if text.startswith("Нацрт")]
    assert draft.endswith("Активно · 02:31 RS / 03:31 RO · Драган Илић")
    told = [row for row in office.rows(audit) if row["deed"] == "disclosure"]
    assert [(row["actor_id"], row["side"]) for row in told] == [(dragan.person_id, "RS")]


def test_a_draft_that_is_discarded_is_sent_to_nobody(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    brings(office, message())
    data = dragan.data(SEND)
    zoran.taps(DROP)

    assert stands(office) == ["dropped"]
    assert mila.chat == []
    assert [each.texts[-1].rpartition("\n")[2] for each in (dragan, zoran)] == [
        "Одбачено · 02:31 RS / 03:31 RO · Зоран Савић"
    ] * 2
    assert (
        dragan.presses(data)
        == "Ово дугме више не важи. Користите најновију поруку у овом разговору или пошаљите /menu."
    )
    assert stands(office) == ["dropped"]


def test_of_two_officers_who_send_at_once_one_does(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    brings(office, message())
    data = zoran.data(SEND)
    dragan.taps(SEND)
    zoran.presses(data)

    assert stands(office) == ["active"]
    assert len(mila.chat) == 1


@pytest.mark.parametrize("verb", ["send", "drop"])
def test_nobody_but_that_desk_decides_whatever_they_press(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer, verb: str
) -> None:
    brings(office, message())
    number = dragan.data(SEND).rpartition(":")[2]

    for outsider in (ion, ana, mila):
        outsider.presses(f"cap:{verb}:{number}")
    for forged in ("cap", "cap:send", "cap:send:x", f"cap:burn:{number}", "cap:send:999999"):
        dragan.presses(forged)

    assert stands(office) == ["draft"]


def test_a_draft_that_is_over_is_not_sent(office: Office, mila: Officer, dragan: Officer) -> None:
    brings(office, message())
    office.now += timedelta(hours=7)

    assert "више не важи" in dragan.taps(SEND)
    assert (stands(office), mila.chat) == (["draft"], [])


def test_a_newer_draft_takes_the_place_of_the_earlier_one(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    brings(office, message())
    brings(office, newer(2, "Update", 1))
    assert stands(office) == ["dropped", "draft"]
    brings(office, newer(3, "Cancel", 2))
    assert stands(office) == ["dropped", "dropped"]
    assert mila.chat == []


def test_what_was_sent_stays_until_the_desk_sends_the_newer_one(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    brings(office, message())
    dragan.taps(SEND)
    brings(office, newer(2, "Update", 1))
    assert stands(office) == ["active", "draft"]
    dragan.taps(SEND)
    assert stands(office) == ["superseded", "active"]


def test_the_desk_is_reminded_until_it_decides_or_the_draft_is_over(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    dragan.changes_duty()  # while he is there, nobody else of the desk is asked
    before = [len(each.chat) for each in (zoran, ion)]
    brings(office, message())
    assert [len(each.chat) for each in (zoran, ion)] == before

    office.ticks(minutes=3)
    assert zoran.texts[-1].startswith("Нацрт упозорења из централног система: mup-112\n")
    assert dragan.texts[-1].startswith("Нацрт")
    assert len(ion.chat) == before[1]

    for _ in range(40):
        office.ticks(minutes=10)
    assert stands(office) == ["expired"]
    assert "Истекло · " in zoran.texts[-1]
    assert zoran.last.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"] == []
    assert mila.chat == []


def test_what_is_decided_is_not_brought_again(office: Office, dragan: Officer) -> None:
    brings(office, message())
    dragan.taps(DROP)
    before = len(dragan.chat)
    office.ticks(minutes=30)
    assert len(dragan.chat) == before
