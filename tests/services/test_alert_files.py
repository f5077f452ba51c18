"""The ledger of an alert as files: one's own people by name, the others by number, no formulas."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest

from services import alert_files
from services.alert_audiences import Audience
from services.errors import NotAllowed, Stale
from storage import deadlines, people
from storage.audit import audit
from storage.deadlines import Deadline
from storage.files import file
from storage.people import Person
from storage.session import Session
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.services.test_alert_boards import CANARIES, answer_in_words
from tests.services.test_alerts import edition, issue
from views.documents.orders import made
from views.orders import Order


def unit(office: Office, session: Session) -> UnitOfWork:
    return UnitOfWork(session, Person(), office.now, office.installation)


def waits(office: Office) -> Deadline:
    due = office.run(lambda session: deadlines.due_of(session, alert_files.KIND, office.now))
    assert due
    return due


def orders(office: Office) -> list[Order]:
    due = waits(office)
    return office.run(lambda session: alert_files.orders(unit(office, session), due))


def give(office: Office, drawn: list[Order]) -> None:
    due, files = waits(office), {each: made(each) for each in drawn}
    office.run(lambda session: alert_files.show(unit(office, session), due, files))
    office.deliver()


def documents(officer: Officer) -> list[str]:
    return [each["attachment"]["name"] for each in officer.chat if "attachment" in each]


def contents(office: Office) -> dict[str, bytes]:
    return {row["media_type"]: row["bytes"] for row in office.rows(file)}


def whole(data: bytes) -> str:
    """All the words of an XLSX."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_three_files_by_one_tap_and_the_export_is_in_the_audit_log(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ana: Officer
) -> None:
    number = issue(office, dragan)
    mila.taps("Примљено")
    assert dragan.taps("📄 Датотеке") == "Датотеке се припремају."
    give(office, orders(office))

    assert documents(dragan) == [f"{number}-RS.{ending}" for ending in ("csv", "xlsx", "json")]
    assert dragan.last["protect_content"] is False
    found = contents(office)
    rows = list(csv.DictReader(io.StringIO(found["text/csv"].decode("utf-8-sig"))))
    (line,) = [row for row in rows if row["Име / Nume"] == "Мила Јовановић"]
    assert line["Одговор / Răspuns"] == "Примљено / Recepționat"
    assert [line[f"Потврђено / Confirmate ({clock})"] for clock in ("UTC", "RS", "RO")] == [
        "2026-07-14 19:05",
        "2026-07-14 21:05",
        "2026-07-14 22:05",
    ]
    told = json.loads(found["application/json"])
    assert told["counts"]["RO"]["recipients"] == 1
    answered = {each["name"]: each["answered"] for each in told["recipients"]}
    assert answered["Зоран Савић"] is None
    assert answered["Мила Јовановић"]["RO"] == "2026-07-14T22:05:00+03:00"
    (entry,) = [row for row in office.rows(audit) if row["deed"] == "export"]
    assert (entry["subject"], entry["side"]) == (f"alert:{number}", "RS")


def test_nothing_of_the_other_side_but_numbers_and_what_was_said_to_the_desk(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    name, place, phone, service_number = CANARIES
    hidden = {"name": name, "unit": place, "phone": phone, "service_number": service_number}
    for canary in (mila, ana):
        some = {key: f"{canary.person_id} {value}"[:20] for key, value in hidden.items()}
        office.run(lambda s, c=canary, v=some: people.change(s, c.person_id, **v))  # type: ignore[misc]  # a default binds the loop's value
    issue(office, dragan)
    answer_in_words(office, ana, "Ajung în 10 minute")
    answer_in_words(office, mila, "Стижем")
    for officer, theirs in ((dragan, ana), (ion, mila)):
        officer.presses(f"alert-files:{edition(office)}")
        files = [made(each) for each in orders(office)]
        told = "".join([files[0].decode(), whole(files[1]), files[2].decode()])
        give(office, orders(office))
        hidden_from = [f"{theirs.person_id} {each}"[:20] for each in CANARIES]
        assert [each for each in hidden_from if each in told] == []
        assert ("Ajung" in told, "Стижем" in told) == (True, officer is dragan)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r="])
def test_nothing_is_taken_for_a_formula(
    office: Office, mila: Officer, dragan: Officer, sign: str
) -> None:
    bad = f"{sign}HYPERLINK(1)"
    office.run(lambda session: people.change(session, mila.person_id, name=bad, unit=bad))
    issue(office, dragan, audience=Audience(sides=("RS",)))
    dragan.presses(f"alert-files:{edition(office)}")
    table, book, _json = (made(each) for each in orders(office))
    cells = [cell for row in csv.reader(io.StringIO(table.decode("utf-8-sig"))) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert any("HYPERLINK" in cell for cell in cells)
    assert "<f>" not in whole(book)


def test_who_loses_the_desk_meanwhile_gets_nothing(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    dragan.taps("📄 Датотеке")
    drawn = orders(office)
    office.run(lambda session: people.set_roles(session, dragan.person_id, []))
    give(office, drawn)
    assert documents(dragan) == []
    assert [row for row in office.rows(audit) if row["deed"] == "export"] == []


def test_who_changes_sides_meanwhile_gets_nothing_of_the_side_they_left(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    dragan.taps("📄 Датотеке")
    drawn = orders(office)
    office.run(lambda session: people.change(session, dragan.person_id, country="RO"))
    give(office, drawn)
    assert documents(dragan) == []


def test_where_they_cannot_be_made_it_is_said(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    dragan.taps("📄 Датотеке")
    for _ in range(3):
        due = waits(office)
        office.run(lambda s, due=due: alert_files.not_drawn(unit(office, s), due))  # type: ignore[misc]  # a default binds the loop's value
        office.ticks(seconds=11)
    assert "Датотеке није било могуће направити." in dragan.texts[-1]
    left = office.run(lambda session: deadlines.due_of(session, alert_files.KIND, office.now))
    assert left is None


def test_only_a_desk_it_concerns_gets_files(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    issue(office, dragan, audience=Audience(sides=("RS",)))
    number = edition(office)

    def asks(uow: UnitOfWork) -> Any:
        return alert_files.ask(uow, number)

    with pytest.raises(NotAllowed):
        office.act(mila, asks)
    with pytest.raises(Stale):
        office.act(ion, asks)
