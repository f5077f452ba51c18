"""A place typed in the form's place step: taken, offered, refused, or left to be a note."""

import json
from functools import partial

import pytest

from geography import danube
from geography.point import Point
from geography.readings import Fault
from storage import markers
from storage.drafts import State, draft
from storage.markers import MarkerRow
from storage.sightings import sighting
from tests.office import NERA, Office, Officer
from views.language import Language, Reader
from views.refusals import explain

HERE = Point(NERA["latitude"], NERA["longitude"])
LOCATION = {**NERA, "horizontal_accuracy": 20.0}
OVER_THERE = "🧭 Запажено са удаљености"
NOTE_OR_NOT = ["Додај у образац као напомену", "Изостави", "✖ Одустани"]


def answers(officer: Officer) -> dict[str, object]:
    (row,) = [each for each in officer.office.rows(draft) if each["state"] == State.OPEN]
    given: dict[str, object] = json.loads(row["answers"])
    return {name: value for name, value in given.items() if name != "_trail"} | {"at": row["step"]}


def refusal(name: str, **values: object) -> str:
    return explain(Reader(Language.SR_CYRL, "RS"), name, values)


@pytest.fixture
def mila(office: Office) -> Officer:
    officer = office.enrol("Мила Јовановић", "RS")
    officer.says("/sighting")
    officer.taps("👁 Сумњива појава")
    officer.taps("Сумњиво пловило")
    return officer


def test_a_name_misspelt_in_cyrillic_is_offered_and_taken_with_an_honest_accuracy(
    mila: Officer,
) -> None:
    mila.says("Жомболь")
    assert mila.buttons()[:2] == ["📍 Жомбољ (RO)", "Ништа од наведеног"]
    mila.taps("📍 Жомбољ (RO)")

    assert answers(mila)["place"] == {"point": [45.79139, 20.71722], "accuracy": 2000.0}
    assert answers(mila)["at"] == "direction"
    assert not {"candidates", "typed"} & answers(mila).keys()


def test_what_exists_twice_is_asked_back_with_what_tells_it_apart(mila: Officer) -> None:
    mila.says("Izvoarele")
    assert mila.buttons()[:2] == ["1 · 📍 Izvoarele (RO)", "2 · 📍 Izvoarele (RO)"]
    assert "Gogoșu (RO), 9 км" in mila.texts[-1]
    mila.taps("2 · 📍 Izvoarele (RO)")
    assert answers(mila)["place"] == {"point": [44.71723, 23.39888], "accuracy": 1000.0}


def test_what_was_no_place_becomes_a_note(mila: Officer) -> None:
    mila.says("магла")
    assert "Ништа од наведеног" in mila.buttons()
    mila.taps("Ништа од наведеног")
    assert mila.buttons() == NOTE_OR_NOT
    mila.taps("Додај у образац као напомену")

    assert (answers(mila)["note"], answers(mila)["at"]) == ("магла", "place")
    assert "place" not in answers(mila)


def test_none_of_these_is_no_choice_where_it_was_not_offered(mila: Officer) -> None:
    mila.says("21.3359, 44.8231")
    offered = mila.data("📍 44.82310, 21.33590").rpartition(":")[0]
    mila.presses(f"{offered}:none")
    assert "_typed" not in answers(mila)
    mila.presses(f"{offered}:7")
    assert answers(mila)["at"] == "place"


@pytest.mark.parametrize(
    ("typed", "latitude", "longitude", "accuracy"),
    [
        ("44°49'23.2\" N, 21°20'09.2\" E", 44.82311, 21.33589, None),
        ("34TEQ 26555 63354", 44.8231, 21.3359, None),
        ("34T 526555 4963354", 44.8231, 21.3359, None),
        ("https://maps.google.com/?q=44.8231,21.3359", 44.8231, 21.3359, None),
        ("44°49' N 21°20' E", 44.81667, 21.33333, 1000.0),
    ],
)
def test_every_form_is_taken(
    mila: Officer, typed: str, latitude: float, longitude: float, accuracy: float | None
) -> None:
    mila.says(typed)
    place = answers(mila)["place"]
    assert isinstance(place, dict)
    assert Point(*place["point"]).distance_to(Point(latitude, longitude)) < 2
    assert place["accuracy"] == accuracy


def test_a_kilometre_of_the_danube_is_taken_with_its_bank(mila: Officer) -> None:
    mila.says("речни километар 991, десна обала")
    here = danube.at(991, "right")
    assert here
    assert answers(mila)["place"] == {
        "point": [here.latitude, here.longitude],
        "accuracy": 1000.0,
    }


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("44°61' N 21°20' E", Fault.MINUTES),
        ("34TEQ 2655 63354", Fault.GRID_DIGITS),
        ("34TIO 26555 63354", Fault.GRID),
        ("km fluvial 1200", Fault.DANUBE),
        ("https://maps.app.goo.gl/AbCd", Fault.SHORT_LINK),
        ("https://example.com/", Fault.LINK),
    ],
)
def test_slightly_wrong_is_told_and_asked_again(mila: Officer, typed: str, fault: Fault) -> None:
    mila.says(typed)
    assert mila.texts[-1] == refusal("UnreadablePlace", fault=fault)
    assert answers(mila)["at"] == "place"
    assert "place" not in answers(mila)


def test_a_place_abroad_that_is_typed_is_asked_back_and_one_that_is_sent_is_warned_of(
    mila: Officer,
) -> None:
    mila.says("46.2530, 20.1414")
    assert "ни у Румунији ни у Србији" in mila.texts[-1]
    assert answers(mila)["at"] == "place"
    mila.taps("📍 46.25300, 20.14140")
    assert answers(mila)["at"] == "direction"
    assert "ни у Румунији ни у Србији" in mila.texts[-1]


def test_swapped_coordinates_never_end_up_in_mexico(mila: Officer) -> None:
    mila.says("45,262 21,262")
    assert answers(mila)["place"] == {"point": [45.262, 21.262], "accuracy": None}


def add_markers(office: Office) -> None:
    for country, latitude in (("RS", 45.2430), ("RO", 45.2432)):
        row = MarkerRow(number="102/1", country=country, latitude=latitude, longitude=21.2514)
        office.run(partial(markers.add, row=row))


def test_a_border_marker_of_a_side_is_taken(office: Office, mila: Officer) -> None:
    add_markers(office)
    mila.says("гранична ознака бр. 102/1, српска страна")
    assert answers(mila)["place"] == {"point": [45.2430, 21.2514], "accuracy": 20.0}


def test_a_border_marker_of_both_sides_is_asked_back(office: Office, mila: Officer) -> None:
    add_markers(office)
    mila.says("marker 102/1")
    mila.taps("📍 45.24320, 21.25140")
    assert answers(mila)["place"] == {"point": [45.2432, 21.2514], "accuracy": 20.0}


def test_a_border_marker_that_is_unknown_is_told(mila: Officer) -> None:
    mila.says("semnul de frontieră nr. 999")
    assert mila.texts[-1] == refusal("NoSuchMarker", number="999")
    assert answers(mila)["at"] == "place"


def test_a_bearing_and_a_distance_in_one_line_ask_only_where_one_stands(mila: Officer) -> None:
    mila.says("045° 500 m")
    assert answers(mila)["at"] == "here"
    mila.shares(location=LOCATION)
    seen = HERE.destination(45, 500)
    assert answers(mila)["place"] == {
        "point": [seen.latitude, seen.longitude],
        "accuracy": 200.0,  # 20 m of one's own, and a fifth of the distance, rounded up
        "observer": [HERE.latitude, HERE.longitude],
    }


def test_a_direction_that_means_two_is_asked_with_the_distance_kept(mila: Officer) -> None:
    mila.says("S 500 m")
    mila.shares(location=LOCATION)
    assert answers(mila)["at"] == "bearing"
    mila.taps("⬆ север")
    place = answers(mila)["place"]
    assert isinstance(place, dict)
    assert HERE.distance_to(Point(*place["point"])) == pytest.approx(500)
    assert HERE.bearing_to(Point(*place["point"])) == pytest.approx(0, abs=0.1)


def test_a_bearing_and_a_distance_are_typed_where_the_bearing_is_asked(mila: Officer) -> None:
    mila.says(OVER_THERE)
    mila.shares(location=LOCATION)
    mila.says("СИ 1,2 км")
    place = answers(mila)["place"]
    assert isinstance(place, dict)
    assert HERE.distance_to(Point(*place["point"])) == pytest.approx(1200)


@pytest.mark.parametrize(
    ("typed", "name", "values"),
    [
        ("400° 500 m", "NoSuchBearing", {}),
        ("045° 5 m", "DistanceOutOfRange", {"least": 10, "most": 30_000}),
    ],
)
def test_what_nobody_can_see_is_refused(
    mila: Officer, typed: str, name: str, values: dict[str, object]
) -> None:
    mila.says(typed)
    assert mila.texts[-1] == refusal(name, **values)
    assert "over_there" not in answers(mila)


def test_where_one_stands_may_be_a_name_and_is_never_a_bearing(mila: Officer) -> None:
    mila.says(OVER_THERE)
    mila.says("045° 500 m")
    assert "here" not in answers(mila)
    mila.taps("Изостави")
    mila.says("Вршац")
    mila.taps("📍 Вршац (RS)")
    assert answers(mila)["here"] == {"point": [45.11667, 21.30361], "accuracy": 2000.0}
    assert answers(mila)["at"] == "bearing"


def test_a_sector_is_typed_by_its_name_but_nobody_stands_in_one(
    office: Office, mila: Officer
) -> None:
    office.add_sector("dunav-1", "Дунав 1", "Dunărea 1")
    mila.says(OVER_THERE)
    mila.says("dunarea 1")
    assert "here" not in answers(mila)
    mila.taps("Изостави")
    mila.says("‹ Назад")
    mila.says("Dunarea 1")
    assert answers(mila)["place"] == {"sector": "dunav-1"}


def test_a_position_is_reported_with_its_sector(office: Office, mila: Officer) -> None:
    office.add_sector("nera", "Нера", "Nera", places="Socol")
    zoran = office.enrol("Зоран", "RS", "duty")
    mila.shares(location=LOCATION)
    mila.taps("Ка Румунији")
    assert "Сектор: Нера" in mila.texts[-1]
    mila.taps("✅ Пошаљи: RS + RO")
    (row,) = office.rows(sighting)
    assert (row["sector"], row["latitude"]) == ("nera", HERE.latitude)
    assert "Сектор: Нера" in zoran.texts[0]
