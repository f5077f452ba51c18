"""Kilometres of the Danube along the border line."""

from itertools import pairwise

import pytest

from geography import places
from geography.border import country, distance_to_border
from geography.danube import at, landmarks
from geography.point import Point


@pytest.mark.parametrize(
    ("km", "place", "metres"),
    [
        (863, "Prahovo", 2500),
        (931, "Drobeta-Turnu Severin", 1500),
        (933, "Kladovo", 1200),
        (954, "Orșova", 3000),
        (991, "Donji Milanovac", 700),
        (1059, "Veliko Gradište", 1200),
    ],
)
def test_towns_stand_at_their_kilometre(km: float, place: str, metres: float) -> None:
    here = at(km)
    assert here is not None
    nearest = places.nearest(here)
    assert (nearest.place.name(""), nearest.metres < metres) == (place, True)


def test_every_kilometre_lies_on_the_line_and_each_bank_in_its_country() -> None:
    for tenth in range(8460, 10751, 5):
        middle, left, right = (at(tenth / 10, bank) for bank in (None, "left", "right"))
        assert middle
        assert left
        assert right
        assert distance_to_border(middle) < 1
        assert (country(left), country(right)) == ("RO", "RS")


def test_kilometres_follow_one_another() -> None:
    points = [each for km in range(846, 1076) if (each := at(km))]
    apart = [one.distance_to(other) for one, other in pairwise(points)]
    assert min(apart) > 700  # a bend cuts some off
    assert max(apart) < 1150


@pytest.mark.parametrize("km", [0, 845.5, 1075.1, 1433])
def test_elsewhere_the_river_is_no_border(km: float) -> None:
    assert at(km) is None


def test_landmarks_have_their_names_and_their_bank() -> None:
    named = {each.name("ro"): each for each in landmarks()}
    assert set(named) == {"Gura Nerei", "Baziaș", "Gura Timocului"}
    assert [named["Baziaș"].name(one) for one in ("sr-Cyrl", "sr-Latn")] == ["Базјаш", "Bazjaš"]
    assert country(named["Baziaș"].point) == "RO"
    assert isinstance(named["Gura Nerei"].point, Point)
