"""I am here, it is over there: the steps on the way to a point, and who sees where one stood."""

import json

import pytest

from geography.point import Point
from storage.audit import audit
from storage.drafts import State, draft
from storage.sightings import sighting
from tests.office import NERA, Office, Officer, keys
from views.language import Language, Reader
from views.refusals import explain

HERE = Point(NERA["latitude"], NERA["longitude"])
LOCATION = {**NERA, "horizontal_accuracy": 20.0}
OVER_THERE = "🧭 Запажено са удаљености"


def answers(officer: Officer) -> dict[str, object]:
    (row,) = [each for each in officer.office.rows(draft) if each["state"] == State.OPEN]
    given: dict[str, object] = json.loads(row["answers"])
    return {name: value for name, value in given.items() if name[0] != "_"} | {"at": row["step"]}


def refusal(name: str, **values: object) -> str:
    return explain(Reader(Language.SR_CYRL, "RS"), name, values)


@pytest.fixture
def mila(office: Office) -> Officer:
    officer = office.enrol("Мила Јовановић", "RS")
    officer.says("/sighting")
    officer.taps("👁 Сумњива појава")
    officer.taps("Сумњиво пловило")
    return officer


def to_distance(officer: Officer, direction: str = "➡ исток") -> None:
    officer.says(OVER_THERE)
    officer.shares(location=LOCATION)
    officer.taps(direction)


def test_a_point_is_found_from_here_by_direction_and_distance(mila: Officer) -> None:
    mila.says(OVER_THERE)
    assert keys(mila.last)[:3] == ["📍 Пошаљи локацију", "‹ Назад", "✖ Одустани"]
    mila.shares(location=LOCATION)
    mila.taps("➡ исток")
    mila.taps("500 м")
    seen = HERE.destination(90, 500)

    assert answers(mila) == {
        "group": "cat.group_suspicious",
        "category": "cat.suspicious_vessel",
        "place": {
            "point": [seen.latitude, seen.longitude],
            "accuracy": 300.0,  # 20 m of one's own, and 200 m of half a direction, rounded up
            "observer": [HERE.latitude, HERE.longitude],
        },
        "at": "direction",
    }


@pytest.mark.parametrize(
    ("typed", "metres"),
    [
        ("350", 350),
        ("350 m", 350),
        ("350м", 350),
        ("1,2 km", 1200),
        ("1.2 км", 1200),
        ("1.200 m", 1200),
        ("1,200", 1200),
        ("10 m", 10),
        ("30 km", 30_000),
    ],
)
def test_bearings_in_degrees_and_distances_are_typed(
    mila: Officer, typed: str, metres: float
) -> None:
    mila.says(OVER_THERE)
    mila.says("44.8231, 21.3359")
    mila.says("222,5°")
    mila.says(typed)

    place = answers(mila)["place"]
    assert isinstance(place, dict)
    found = Point(*place["point"])
    assert HERE.distance_to(found) == pytest.approx(metres)
    assert HERE.bearing_to(found) == pytest.approx(222.5, abs=0.1)


@pytest.mark.parametrize("typed", ["400", "400°", "360,1", "-20", "999999999"])
def test_a_bearing_that_is_none_is_asked_for_again(mila: Officer, typed: str) -> None:
    mila.says(OVER_THERE)
    mila.shares(location=LOCATION)
    mila.says(typed)

    assert mila.texts[-1] == refusal("NoSuchBearing")
    assert answers(mila)["at"] == "bearing"


@pytest.mark.parametrize("typed", ["0", "0 m", "9", "-5", "900 km", "900 км", "30001", "1,5"])
def test_a_distance_too_near_or_too_far_is_asked_for_again(mila: Officer, typed: str) -> None:
    to_distance(mila)
    mila.says(typed)

    told = refusal("DistanceOutOfRange", least=10, most=30_000)
    assert mila.texts[-1] == told
    assert "од 10 м до 30 км" in told
    assert answers(mila)["at"] == "distance"
    mila.says("300")
    assert answers(mila)["at"] == "direction"


@pytest.mark.parametrize("typed", ["север?", "nan", "1e3", "١٢", "12 34", "45 m"])
def test_what_is_no_bearing_is_never_guessed(mila: Officer, typed: str) -> None:
    mila.says(OVER_THERE)
    mila.shares(location=LOCATION)
    mila.says(typed)

    assert "bearing" not in answers(mila)
    assert "Изостави" in mila.buttons() or "Дода" in str(mila.buttons())


def test_own_coordinates_in_doubt_are_asked_back(mila: Officer) -> None:
    mila.says(OVER_THERE)
    mila.says("21.3359, 44.8231")
    assert answers(mila)["at"] == "here"
    mila.taps("📍 44.82310, 21.33590")

    assert answers(mila)["here"] == {"point": [44.8231, 21.3359], "accuracy": None}
    assert answers(mila)["at"] == "bearing"


def test_back_leads_to_the_place_and_the_other_ways_stay_open(mila: Officer) -> None:
    to_distance(mila)
    mila.taps("‹ Назад")
    assert answers(mila)["at"] == "bearing"
    mila.taps("‹ Назад")
    assert answers(mila)["at"] == "here"
    mila.says("‹ Назад")
    assert answers(mila)["at"] == "place"
    mila.shares(location=LOCATION)

    assert answers(mila)["place"] == {"point": [HERE.latitude, HERE.longitude], "accuracy": 20.0}


def test_a_place_edited_forgets_where_one_stood(mila: Officer) -> None:
    to_distance(mila)
    mila.taps("500 м")
    mila.taps("Ка Румунији")
    mila.taps("⇄ Мој положај: RS + RO")
    mila.taps("✎ Где")
    mila.shares(location=LOCATION)

    place = {"point": [HERE.latitude, HERE.longitude], "accuracy": 20.0}
    assert (answers(mila)["place"], "observer" in answers(mila)) == (place, False)
    assert "⇄ Мој положај: RS + RO" not in mila.buttons()


def sent(office: Office, mila: Officer, *taps: str) -> tuple[Officer, Officer]:
    """A sighting over there, sent; both desks."""
    zoran, ion = office.enrol("Зоран", "RS", "duty"), office.enrol("Ion", "RO", "duty")
    to_distance(mila, "↗ североисток")
    mila.taps("1 км")
    mila.taps("Ка Румунији")
    for label in taps:
        mila.taps(label)
    return zoran, ion


def told_apart(officer: Officer) -> list[str]:
    """The lines of a card about where its reporter stood, and what lets one work it out."""
    return [line for line in officer.texts[0].split("\n") if line.startswith("🧭")]


def test_where_one_stood_stays_on_the_own_side(office: Office, mila: Officer) -> None:
    ana = office.enrol("Ana", "RO")
    zoran, ion = sent(office, mila, "✅ Пошаљи: RS + RO")

    (row,) = office.rows(sighting)
    assert (row["observer_latitude"], row["observer_longitude"], row["observer_sharing"]) == (
        HERE.latitude,
        HERE.longitude,
        "own",
    )
    assert told_apart(zoran) == [
        "🧭 Место осматрања: 44.82310, 21.33590; одатле: североисток, 1 км (RS)"
    ]
    assert told_apart(ion) == []
    assert "44.82310" not in str(ion.chat)
    assert "21.33590" not in str(ion.chat)
    assert ana.texts == []
    fields = [json.loads(each["detail"]).get("field") for each in office.rows(audit)]
    assert "observer" not in fields


def test_where_one_stood_crosses_by_choice_and_is_written_down(
    office: Office, mila: Officer
) -> None:
    _zoran, ion = sent(office, mila, "⇄ Мој положај: RS + RO", "✅ Пошаљи: RS + RO")

    assert told_apart(ion) == [
        "🧭 Punct de observare: 44.82310, 21.33590; de acolo: nord-est, 1 km (RS + RO)"
    ]
    entries = [(each["deed"], json.loads(each["detail"])) for each in office.rows(audit)]
    disclosed = [detail for deed, detail in entries if deed == "disclosure"]
    assert disclosed == [
        {"recipients": ["RO"], "reason": "reporter's choice"},
        {"recipients": ["RO"], "reason": "reporter's choice", "field": "observer"},
    ]


def test_a_report_for_our_side_takes_the_own_place_along(office: Office, mila: Officer) -> None:
    taps = ("⇄ Мој положај: RS + RO", "⇄ Само наша страна", "✅ Пошаљи: RS")
    zoran, ion = sent(office, mila, *taps)

    assert told_apart(zoran)[0].endswith("(RS)")
    assert ion.texts == []
    assert "disclosure" not in {each["deed"] for each in office.rows(audit)}
