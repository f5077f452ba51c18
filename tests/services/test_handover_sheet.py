"""The page for the official channel: for whom, of what, without names, and written down."""

import json
from dataclasses import replace

import pytest

from geography.point import Point
from services import handover_sheet, sightings
from services.errors import NotAllowed, Stale
from services.sightings import SightingForm
from storage import deadlines, people
from storage.audit import audit
from storage.outbox import outbox
from storage.people import Person
from storage.session import Session
from storage.sightings import Sharing, Told
from storage.unit_of_work import UnitOfWork
from tests.office import Json, Office, Officer
from views.handover_sheets import Sheet

NERA, STOOD = Point(44.8231, 21.3359), Point(44.8011, 21.3001)


@pytest.fixture
def vasile(office: Office) -> Officer:
    return office.enrol("Vasile Marin", "RO", "pcc")


@pytest.fixture
def vesna(office: Office) -> Officer:
    return office.enrol("Весна Павловић", "RS", "pcc")


def report(office: Office, officer: Officer, **answers: object) -> str:
    form = SightingForm(
        category="cat.suspicious_vessel",
        direction="to_romania",
        sharing=Sharing.BOTH,
        seen_at=office.now,
        point=NERA,
        note="Чамац без светала.",
    )
    asked = replace(form, **answers)  # type: ignore[arg-type]  # a test names its fields itself
    return office.act(officer, lambda uow: sightings.report(uow, asked).number)


def ask(office: Office, officer: Officer, number: str) -> str:
    return office.act(officer, lambda uow: handover_sheet.ask(uow, "sighting", number))


def unit(office: Office, session: Session) -> UnitOfWork:
    return UnitOfWork(session, Person(), office.now, office.installation)


def sheets(office: Office) -> list[Sheet]:
    """What is to be drawn now."""

    def work(session: Session) -> list[Sheet]:
        due = deadlines.due_of(session, handover_sheet.KIND, office.now)
        found = handover_sheet.orders(unit(office, session), due) if due else []
        return [each for each in found if isinstance(each, Sheet)]

    return office.run(work)


def show(office: Office, drawn: list[Sheet]) -> None:
    def work(session: Session) -> None:
        due = deadlines.due_of(session, handover_sheet.KIND, office.now)
        assert due
        handover_sheet.show(unit(office, session), due, dict.fromkeys(drawn, b"%PDF"))

    office.run(work)


def documents(office: Office, officer: Officer) -> list[Json]:
    rows = [row for row in office.rows(outbox) if row["chat_id"] == officer.telegram_id]
    return [json.loads(row["payload"]) for row in rows if row["method"] == "sendDocument"]


def test_either_countrys_contact_point_gets_a_shared_report_and_it_is_written_down(
    office: Office, mila: Officer, vasile: Officer, vesna: Officer
) -> None:
    number = report(office, mila)
    for officer, title in ((vasile, "📄 Raport de observare"), (vesna, "📄 Дојава")):
        ask(office, officer, number)
        show(office, sheets(office))
        [document] = documents(office, officer)
        assert document["caption"].startswith(f"{title} {number}\n")
        assert document["attachment"]["name"] == f"{number}.pdf"
        assert document["protect_content"] is False
    exports = [row for row in office.rows(audit) if row["deed"] == "export"]
    assert [(row["actor_id"], row["subject"], row["side"]) for row in exports] == [
        (vasile.person_id, f"sighting:{number}", "RS"),
        (vesna.person_id, f"sighting:{number}", "RS"),
    ]
    assert {json.loads(row["detail"])["reason"] for row in exports} == {"official channel"}


def test_what_one_side_keeps_is_neither_listed_nor_handed_over(
    office: Office, mila: Officer, dragan: Officer, vasile: Officer, vesna: Officer
) -> None:
    kept = report(office, mila, sharing=Sharing.OWN, note="канаринац")
    shared = report(office, mila)
    for officer in (vasile, vesna):
        officer.says("/open")
        assert shared in officer.last["text"]
        assert kept not in officer.last["text"]
        with pytest.raises(Stale):
            ask(office, officer, kept)
        with pytest.raises(Stale):
            office.act(officer, lambda uow: sightings.bring(uow, uow.actor, kept))
    chats = json.dumps([vasile.chat, vesna.chat], ensure_ascii=False)
    assert "канаринац" not in chats
    assert sheets(office) == []


def test_nobody_else_hands_anything_over(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    number = report(office, mila)
    for officer in (mila, dragan, ana, office.enrol("Ioana", "RO", "coordinator")):
        with pytest.raises(NotAllowed):
            ask(office, officer, number)
    assert sheets(office) == []


def test_a_card_at_the_contact_point_can_be_read_and_handed_over_and_nothing_else(
    office: Office, mila: Officer, dragan: Officer, vasile: Officer
) -> None:
    number = report(office, mila)
    vasile.says("/open")
    vasile.taps(f"👁 {number}")
    assert vasile.buttons() == ["📄 Predă ca PDF"]
    assert vasile.taps("📄 Predă ca PDF") == "Se întocmește PDF-ul."
    assert len(sheets(office)) == 1
    dragan.taps("Преузимам")
    [card] = [text for text in vasile.texts if "Чамац без светала." in text]
    assert "Dispecerat RS" in card
    assert "Драган" not in card
    dragan.taps("Означи као решену")
    vasile.says("/open")
    assert number in vasile.last["text"]  # Romania has still to deal with it


def test_the_page_names_nobody_nor_where_an_officer_stood(
    office: Office, dragan: Officer, mila: Officer, ion: Officer, vesna: Officer
) -> None:
    seen = {"observer": STOOD, "told_by": Told.RADIO, "caller_name": "Петар Тајни"}
    number = report(office, dragan, **seen)
    dragan.taps("Преузимам")
    ion.taps("Preiau")
    ask(office, vesna, number)
    [sheet] = sheets(office)
    serbian, romanian = sheet.columns
    assert (serbian.title, romanian.title) == (f"Дојава бр. {number}", f"Raportul nr. {number}")
    state = "14. 7. 2026. 21:05 RS / 22:05 RO: Преузима: Дежурни центар"
    assert serbian.rows[-1] == ("Стање", f"{state} RS\n{state} RO")
    for name in ("Драган", "Ion", "Petar", "Петар", "Весна", "44.80110"):
        assert name not in repr(sheet)
    assert sheet.scene
    assert sheet.scene.observer is None


def test_who_lost_their_role_while_it_was_drawn_gets_no_page(
    office: Office, mila: Officer, vasile: Officer
) -> None:
    number = report(office, mila)
    ask(office, vasile, number)
    drawn = sheets(office)
    office.run(lambda session: people.set_roles(session, vasile.person_id, []))
    show(office, drawn)
    assert documents(office, vasile) == []
    assert [row for row in office.rows(audit) if row["deed"] == "export"] == []


def test_what_changed_while_it_was_drawn_is_drawn_anew(
    office: Office, mila: Officer, dragan: Officer, vasile: Officer
) -> None:
    number = report(office, mila)
    ask(office, vasile, number)
    drawn = sheets(office)
    dragan.taps("Преузимам")
    show(office, drawn)
    assert documents(office, vasile) == []
    show(office, sheets(office))
    assert len(documents(office, vasile)) == 1


def test_where_no_page_can_be_made_whoever_asked_is_told(
    office: Office, mila: Officer, vasile: Officer
) -> None:
    number = report(office, mila)
    ask(office, vasile, number)

    def fail(session: Session) -> None:
        due = deadlines.due_of(session, handover_sheet.KIND, office.now)
        assert due
        handover_sheet.not_drawn(unit(office, session), due)

    for _ in range(3):
        office.run(fail)
        office.ticks(seconds=10)
    assert vasile.texts[-1].startswith(f"PDF-ul pentru {number} nu a putut fi întocmit.")
