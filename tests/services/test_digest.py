"""A desk's day: whose, from when to when, once, and of nothing but what its readers may know."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from geography.point import Point
from services import digest, maps, sightings
from services.errors import NotAllowed
from services.sightings import SightingForm
from storage import deadlines
from storage.audit import audit
from storage.deadlines import Deadline
from storage.files import file
from storage.outbox import outbox
from storage.people import Person
from storage.session import Session
from storage.sightings import Sharing
from storage.unit_of_work import UnitOfWork
from tests.office import Json, Office, Officer
from views.orders import Order

NERA = Point(44.8231, 21.3359)


def report(office: Office, officer: Officer, **answers: object) -> str:
    form = SightingForm(
        category="cat.suspicious_vessel",
        direction="to_romania",
        sharing=Sharing.BOTH,
        seen_at=office.now,
        point=NERA,
    )
    asked = replace(form, **answers)  # type: ignore[arg-type]  # a test names its fields itself
    return office.act(officer, lambda uow: sightings.report(uow, asked).number)


def unit(office: Office, session: Session) -> UnitOfWork:
    return UnitOfWork(session, Person(), office.now, office.installation)


def keep(office: Office) -> None:
    office.run(lambda session: digest.keep(unit(office, session)))


def due(office: Office, kind: str = digest.KIND) -> Deadline | None:
    return office.run(lambda session: deadlines.due_of(session, kind, office.now))


def orders(office: Office, waiting: Deadline) -> list[Order]:
    return office.run(lambda session: digest.orders(unit(office, session), waiting))


def tell(office: Office, kind: str = digest.KIND) -> list[Order]:
    """Everything that is due is drawn, as so many letters, and told; what was drawn."""
    found = []
    while waiting := due(office, kind):
        drawn = orders(office, waiting)
        found += drawn
        files = dict.fromkeys(drawn, b"drawn")
        office.run(
            lambda s, waiting=waiting, files=files: digest.show(unit(office, s), waiting, files)  # type: ignore[misc]  # defaults bind the loop's values
        )
    return found


def told(office: Office, officer: Officer) -> list[Json]:
    """What of a digest was queued for somebody, oldest first."""
    rows = [row for row in office.rows(outbox) if row["chat_id"] == officer.telegram_id]
    found = [row | {"payload": json.loads(row["payload"])} for row in rows]
    kinds = {"sendDocument", "sendPhoto"}
    return [
        row
        for row in found
        if (row["method"] in kinds and "map" not in row["payload"]["attachment"]["name"])
        or "📊" in row["payload"].get("text", "")
    ]


def rows_of(office: Office, officer: Officer) -> list[dict[str, str]]:
    """The newest CSV that somebody got, by its Romanian headings."""
    sent = [row["payload"] for row in told(office, officer) if row["method"] == "sendDocument"]
    key = next(each for each in reversed(sent) if each["attachment"]["name"].endswith(".csv"))
    kept = next(row for row in office.rows(file) if row["key"] == key["attachment"]["file"])
    head, *rows = csv.reader(io.StringIO(kept["bytes"].decode("utf-8-sig")))
    names = [each.split(" / ")[-1] for each in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


def ends(office: Office) -> dict[str, datetime]:
    rows = office.rows(deadlines.deadline)
    return {row["subject"]: row["due_at"] for row in rows if row["kind"] == digest.KIND}


@pytest.mark.parametrize(
    ("now", "serbian"),
    [
        (datetime(2026, 7, 14, 19, 5, tzinfo=UTC), datetime(2026, 7, 14, 22, tzinfo=UTC)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_of_its_own_side_whatever_its_length(
    office: Office, now: datetime, serbian: datetime
) -> None:
    office.now = now
    keep(office)
    assert ends(office) == {"RS": serbian, "RO": serbian - timedelta(hours=1)}
    office.now = now + timedelta(minutes=1)
    keep(office)  # a restart changes nothing
    assert ends(office) == {"RS": serbian, "RO": serbian - timedelta(hours=1)}


@pytest.mark.parametrize(
    ("start", "hours"),
    [
        (datetime(2026, 3, 28, 23, tzinfo=UTC), 23),
        (datetime(2026, 10, 24, 22, tzinfo=UTC), 25),
        (datetime(2026, 7, 13, 22, tzinfo=UTC), 24),
    ],
)
def test_a_report_is_of_the_one_day_in_which_it_came(
    office: Office, mila: Officer, dragan: Officer, start: datetime, hours: int
) -> None:
    tick, end = timedelta(microseconds=1), start + timedelta(hours=hours)
    numbers = []
    for at in (start - tick, start, end - tick, end):
        office.now = at
        numbers.append(report(office, mila))
    office.now = start
    keep(office)
    office.now = end
    tell(office)
    assert [row["Număr"] for row in rows_of(office, dragan)] == numbers[1:3]
    assert ends(office)["RS"] == end + timedelta(hours=24)
    office.now = end + timedelta(hours=24)
    tell(office)
    assert [row["Număr"] for row in rows_of(office, dragan)] == numbers[3:]


def test_each_desk_reads_its_own_day_in_its_own_language_once(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    keep(office)
    report(office, mila, note="=HYPERLINK(1)")
    report(office, mila, category="cat.fire")
    office.now += timedelta(minutes=7)
    dragan.taps("Преузимам")
    office.now = datetime(2026, 7, 14, 22, tzinfo=UTC)
    tell(office)
    tell(office)
    picture, table, book = told(office, dragan)
    assert picture["payload"]["caption"].splitlines() == [
        "📊 Дневни преглед · RS · 14. 7. 2026.",
        "Укупно: 2",
        "Медијана времена до преузимања: 7 мин (преузето: 1)",
        "",
        "По врсти:",
        "• Пожар: 1",
        "• Сумњиво пловило: 1",
        "",
        "По сектору:",
        "• Сектор није наведен: 2",
        "",
        "По стању у Вашем дежурном центру:",
        "• Нова: 1",
        "• У раду: 1",
    ]
    assert picture["payload"]["protect_content"] is True
    names = [each["payload"]["attachment"]["name"] for each in (table, book)]
    assert names == ["RS-2026-07-14.csv", "RS-2026-07-14.xlsx"]
    notes = [row["Notă, cuvânt cu cuvânt"] for row in rows_of(office, dragan)]
    assert notes == ["'=HYPERLINK(1)", ""]
    [romanian, *_files] = told(office, ion)
    lines = romanian["payload"]["caption"].splitlines()
    assert lines[0] == "📊 Situația zilnică · RO · 14.07.2026"
    assert "Timpul median până la preluare: nimic nu a fost preluat" in lines
    assert told(office, mila) == told(office, ana) == []
    exports = [row["subject"] for row in office.rows(audit) if row["deed"] == "export"]
    assert sorted(exports) == ["digest:RO-2026-07-14", "digest:RS-2026-07-14"]


def test_what_one_side_keeps_is_in_no_file_of_the_other_and_no_name_in_any(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    keep(office)
    kept = report(office, mila, sharing=Sharing.OWN, note="канаринац", category="cat.poaching")
    shared = report(office, mila)
    dragan.taps("Преузимам")
    office.now = datetime(2026, 7, 14, 22, tzinfo=UTC)
    drawn = repr(tell(office))
    assert [row["Număr"] for row in rows_of(office, ion)] == [shared]
    assert [row["Număr"] for row in rows_of(office, dragan)] == [kept, shared]
    to_romania = json.dumps([row["payload"] for row in told(office, ion)], ensure_ascii=False)
    assert kept not in to_romania
    assert "канаринац" not in to_romania
    for name in ("Мила", "Драган"):
        assert name not in drawn


def test_a_day_without_reports_is_one_line_and_one_that_is_late_says_so(
    office: Office, dragan: Officer
) -> None:
    keep(office)
    office.now = datetime(2026, 7, 14, 22, 5, tzinfo=UTC)
    tell(office)
    [line] = told(office, dragan)
    assert line["payload"]["text"].splitlines() == [
        "📊 Дневни преглед · RS · 14. 7. 2026.",
        "Нема дојава.",
        "⏱ Уочено касно. Закашњење: 5 минута.",
    ]


def test_of_days_that_passed_untold_the_last_three_are_made_up_for(
    office: Office, dragan: Officer
) -> None:
    keep(office)
    office.now += timedelta(days=30)
    tell(office)
    days = [row["payload"]["text"].splitlines()[0] for row in told(office, dragan)]
    named = ("14. 7. 2026.", "10. 8. 2026.", "11. 8. 2026.", "12. 8. 2026.")
    assert days == [f"📊 Дневни преглед · RS · {day}" for day in named]


def test_what_changed_while_it_was_drawn_is_drawn_anew(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    report(office, mila)
    office.act(dragan, digest.ask)
    waiting = due(office, digest.NOW)
    assert waiting
    drawn = dict.fromkeys(orders(office, waiting), b"drawn")
    dragan.taps("Преузимам")
    office.run(lambda session: digest.show(unit(office, session), waiting, drawn))
    assert told(office, dragan) == []
    tell(office, digest.NOW)
    assert len(told(office, dragan)) == 3


def test_where_nothing_can_be_drawn_the_figures_and_the_csv_come_all_the_same(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = report(office, mila)
    office.act(dragan, digest.ask)
    for _ in range(3):
        waiting = due(office, digest.NOW)
        assert waiting
        office.run(lambda s, waiting=waiting: digest.not_drawn(unit(office, s), waiting))  # type: ignore[misc]  # a default binds the loop's value
        office.now += timedelta(seconds=10)
    assert [row["method"] for row in told(office, dragan)] == ["sendMessage", "sendDocument"]
    assert [row["Număr"] for row in rows_of(office, dragan)] == [number]


def test_only_a_desk_asks_for_it(office: Office, mila: Officer, ana: Officer) -> None:
    report(office, mila)
    for officer in (mila, ana, office.enrol("Vasile", "RO", "pcc")):
        with pytest.raises(NotAllowed):
            office.act(officer, digest.ask)
    assert due(office, digest.NOW) is None
    assert due(office, maps.CARD)
