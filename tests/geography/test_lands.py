"""Land with holes and in pieces, as sectors are drawn."""

import json

import pytest

from geography.lands import contains, outlines
from geography.point import Point


def ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


HOLED = json.dumps(
    {"type": "Polygon", "coordinates": [ring(21, 44, 22, 45), ring(21.4, 44.4, 21.6, 44.6)]}
)
TWO = json.dumps(
    {"type": "MultiPolygon", "coordinates": [[ring(21, 44, 22, 45)], [ring(23, 44, 24, 45)]]}
)


@pytest.mark.parametrize(
    ("land", "point", "inside"),
    [
        (HOLED, Point(44.2, 21.2), True),
        (HOLED, Point(44.5, 21.5), False),
        (HOLED, Point(45.2, 21.2), False),
        (TWO, Point(44.5, 23.5), True),
        (TWO, Point(44.5, 22.5), False),
        ('{"type": "Point", "coordinates": [21, 44]}', Point(44, 21), False),
    ],
)
def test_a_position_is_on_land_or_not(land: str, point: Point, inside: bool) -> None:
    assert contains(land, point) == inside


@pytest.mark.parametrize("land", ["{", "[]", "{}", '{"type": "Polygon", "coordinates": [[[1]]]}'])
def test_what_is_no_land_is_refused(land: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        contains(land, Point(44, 21))


def test_land_is_outlined_without_its_holes() -> None:
    assert [len(each) for each in outlines(HOLED)] == [5]
    assert outlines(HOLED)[0][:2] == (Point(44, 21), Point(44, 22))
    assert [each[0] for each in outlines(TWO)] == [Point(44, 21), Point(44, 23)]
    assert outlines('{"type": "Point", "coordinates": [21, 44]}') == ()
    with pytest.raises(ValueError, match=r"."):
        outlines("{}")
