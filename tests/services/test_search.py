"""A desk finds reports by whatever it knows of them, and nothing by what it may not know."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from geography.point import Point
from services import search, search_words, sightings
from services.errors import NotAllowed
from services.sightings import SightingForm
from storage import people
from storage.audit import audit
from storage.searches import search as searches
from storage.sightings import Sharing, sighting
from storage.unit_of_work import UnitOfWork
from tests.office import EVENING, Office, Officer

SOCOL = Point(44.8560, 21.3720)


def report(
    office: Office,
    officer: Officer,
    *,
    note: str = "",
    category: str = "cat.suspicious_vessel",
    sharing: Sharing = Sharing.BOTH,
    days_ago: float = 0,
    plate: str = "",
) -> str:
    form = SightingForm(
        category=category,
        direction="to_romania",
        sharing=sharing,
        seen_at=office.now - timedelta(days=days_ago),
        point=SOCOL,
        note=note,
    )

    def deed(uow: UnitOfWork) -> str:
        row = sightings.report(uow, form)
        uow.session.execute(
            update(sighting).where(sighting.c.id == row.id).values(details={"plate": plate})
        )
        row.details = {"plate": plate}
        sightings.keep_findable(uow, row)
        return row.number

    return office.act(officer, deed)


def finds(office: Office, officer: Officer, words: str) -> str:
    office.act(officer, lambda uow: search.search(uow, words))
    return officer.texts[-1]


@pytest.mark.parametrize(
    "words",
    [
        "Čamac bez svetala",
        "без ЧАМАЦ",
        "SVETALA camac",
        "socol vessel",
        "пловило",
        "ambarcațiune suspectă",
        "vessel",
        "VŠ 012-AB",
        "ВШ 012 АБ",
        "vs012ab",
        "danas чамац",
        "azi  socol",
        "14.07. čamac",
        "10.07.-14.07.2026 socol",
        "7 dana vessel",
    ],
)
def test_by_any_of_its_words_in_either_script_and_language(
    office: Office, mila: Officer, dragan: Officer, words: str
) -> None:
    number = report(office, mila, note="Чамац без светала, двоје.", plate="VŠ 012-AB")
    report(office, mila, note="дрон", category="cat.flood", days_ago=20)

    assert f"• {number} · " in finds(office, dragan, words)
    assert dragan.texts[-1].startswith("Пронађена је 1 дојава")


def test_by_its_number_or_the_end_of_it(office: Office, mila: Officer, dragan: Officer) -> None:
    number = report(office, mila)
    for words in (number, number.lower(), number[-4:]):
        assert f"• {number} · " in finds(office, dragan, words)


@pytest.mark.parametrize(
    "words", ["juče", "дрон", "Vršac", "1 sat ambarcatiune drona", "%", "_", "13.07."]
)
def test_what_does_not_fit_is_not_found(
    office: Office, mila: Officer, dragan: Officer, words: str
) -> None:
    report(office, mila, note="Чамац без светала")

    assert "Ништа није пронађено." in finds(office, dragan, words)


def test_the_last_thirty_days_and_with_a_tap_all_there_is(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    old = report(office, mila, note="чамац", days_ago=40)
    assert old not in finds(office, dragan, "чамац")
    dragan.taps("Последњих 365 дана")

    assert old in dragan.texts[-1]


def test_page_by_page(office: Office, mila: Officer, dragan: Officer) -> None:
    numbers = [report(office, mila, note="чамац") for _ in range(10)]
    first = finds(office, dragan, "чамац")
    assert first.startswith("Пронађено је 10 дојава")
    dragan.taps("Старије ›")
    second = dragan.texts[-1]

    assert [each for each in numbers if each in first] == numbers[2:]
    assert [each for each in numbers if each in second] == numbers[:2]


def test_what_the_other_side_keeps_is_neither_found_nor_seen(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    hidden = report(office, mila, note="канаринац", sharing=Sharing.OWN)
    assert hidden not in finds(office, ion, "канаринац")
    (row,) = office.rows(searches)

    assert ion.presses(f"found-see:{row['id']}:{hidden}") == ion.presses("found-see:1:x")
    assert ion.presses(f"found-why:{row['id']}:{hidden}:check") == ion.presses("found-see:1:x")
    assert hidden in finds(office, dragan, "канаринац")


def test_a_report_of_the_other_side_is_seen_for_a_reason_that_is_written_down(
    office: Office, mila: Officer, ion: Officer
) -> None:
    number = report(office, mila, note="чамац")
    finds(office, ion, "чамац")
    ion.taps(f"👁 {number}")
    assert ion.texts[-1].startswith(
        f"Raportul nr. {number}\nAcest raport aparține celeilalte părți."
    )
    ion.taps("Anchetă")

    assert number in ion.texts[-1].split("\n")[0]
    assert "👥" in ion.texts[-1]
    consulted = [each for each in office.rows(audit) if each["deed"] == "consultation"]
    assert [json.loads(each["detail"]) for each in consulted] == [
        {"numbers": [number], "reason": "search"},
        {"reason": "investigation"},
    ]
    assert [each["actor_id"] for each in consulted] == [ion.person_id, ion.person_id]


def test_one_of_ones_own_side_needs_none(office: Office, mila: Officer, dragan: Officer) -> None:
    number = report(office, mila, note="чамац")
    finds(office, dragan, "чамац")
    dragan.taps(f"👁 {number}")

    assert "👥" in dragan.texts[-1]
    assert not [each for each in office.rows(audit) if each["deed"] == "consultation"]


def test_nobody_else_looks_for_reports_or_through_anothers_search(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ana: Officer
) -> None:
    number = report(office, mila, note="чамац")
    finds(office, dragan, "чамац")
    (row,) = office.rows(searches)
    forged = (f"found:{row['id']}:0:30", f"found-see:{row['id']}:{number}", "found:x:y:z", "found")
    assert len({zoran.presses(each) for each in forged}) == 1
    for other in (mila, ana):
        with pytest.raises(NotAllowed):
            finds(office, other, "чамац")
        assert len({other.presses(each) for each in forged[:2]}) == 1
    office.run(lambda s: people.set_roles(s, dragan.person_id, []))
    before = len(dragan.texts)
    dragan.presses(forged[0])

    assert len(dragan.texts) == before
    assert len(office.rows(searches)) == 1


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("danas", "2026-07-13 22:00", "2026-07-14 22:00"),
        ("juče čamac", "2026-07-12 22:00", "2026-07-13 22:00"),
        ("2.1.", "2026-01-01 23:00", "2026-01-02 23:00"),
        ("24. 12.", "2025-12-23 23:00", "2025-12-24 23:00"),
        ("1.7. - 3.7. dron", "2026-06-30 22:00", "2026-07-03 22:00"),
        ("31.2. dron", None, None),
        ("44.8231, 21.3359", None, None),
        ("2 sata", "2026-07-14 17:05", None),
    ],
)
def test_times_among_the_words(typed: str, since: str | None, until: str | None) -> None:
    wanted = search_words.read(typed, EVENING, "RS")
    shown = [f"{at:%Y-%m-%d %H:%M}" if at else None for at in (wanted.since, wanted.until)]
    assert shown == [since, until]
