"""The line between the two countries, and the side one stands on."""

import math
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geography import border
from geography.places import places
from geography.point import EARTH_RADIUS_METRES, Point

region = st.builds(Point, st.floats(43.5, 46.6), st.floats(19.5, 23.5))
anywhere = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
LINE = border.border_points()


def beside(start: Point, end: Point, metres: float) -> Point:
    """Beside the middle of an edge: to the right of its direction, or to the left when negative."""
    degree = math.radians(1) * EARTH_RADIUS_METRES
    latitude = (start.latitude + end.latitude) / 2
    longitude = (start.longitude + end.longitude) / 2
    narrowing = math.cos(math.radians(latitude))
    north = (end.latitude - start.latitude) * degree
    east = (end.longitude - start.longitude) * degree * narrowing
    share = metres / math.hypot(north, east) / degree
    return Point(latitude - east * share, longitude + north * share / narrowing)


def test_length() -> None:
    length = sum(start.distance_to(end) for start, end in pairwise(LINE))
    assert length == pytest.approx(546_000, abs=1_000)


def test_both_sides_of_every_edge() -> None:
    """From Bulgaria to Hungary, Romania is on the right; one metre off the line already counts."""
    sides = [
        (border.country(beside(*edge, 1)), border.country(beside(*edge, -1)))
        for edge in pairwise(LINE)
    ]
    assert [number for number, side in enumerate(sides) if side != ("RO", "RS")] == []


def test_distance_beside_every_edge() -> None:
    """The longest edge, of 5.8 km, bulges by 0.75 m between a line on the map and on the ground."""
    wrong = [
        number
        for number, edge in enumerate(pairwise(LINE))
        if border.distance_to_border(beside(*edge, 1)) != pytest.approx(1, abs=0.8)
    ]
    assert wrong == []


def test_every_place_lies_in_its_own_country() -> None:
    """Twenty-one Romanian places are east of 23.4°, where the outline of the land ends."""
    known = [place for place in places() if place.point.longitude < 23.4]
    assert len(known) == 719
    assert [p.ro for p in known if border.country(p.point) != p.country] == []
    beyond = [place for place in places() if place.point.longitude >= 23.4]
    assert {(place.country, border.country(place.point)) for place in beyond} == {("RO", None)}


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "country"),
    [
        ("Drobeta-Turnu Severin", 44.63194, 22.65611, "RO"),
        ("Jaša Tomić", 45.44700, 20.85500, "RS"),
        ("Svinița", 44.50083, 22.10528, "RO"),
        ("Hetin", 45.66361, 20.78972, "RS"),
        ("Međa", 45.53861, 20.80694, "RS"),
        ("Vatin", 45.22833, 21.26806, "RS"),
        ("Beograd", 44.80401, 20.46513, "RS"),
        ("Szeged, Hungary", 46.253, 20.14824, None),
        ("Vidin, Bulgaria", 43.99159, 22.88236, None),
        ("București, beyond the map", 44.43225, 26.10626, None),
        ("Ciudad de México's side of the world", 21.262, -98.0, None),
    ],
)
def test_country(name: str, latitude: float, longitude: float, country: str | None) -> None:
    assert (name, border.country(Point(latitude, longitude))) == (name, country)


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "metres"),
    [
        ("Vatin", 45.22833, 21.26806, 459),
        ("Jaša Tomić", 45.44700, 20.85500, 1_335),
        ("Drobeta-Turnu Severin", 44.63194, 22.65611, 1_614),
        ("Vršac", 45.11667, 21.30361, 11_307),
        ("Timișoara", 45.75372, 21.22571, 31_413),
        ("Beograd", 44.80401, 20.46513, 70_343),
    ],
)
def test_known_distances(name: str, latitude: float, longitude: float, metres: float) -> None:
    """Compared with a search in steps of 10 m with the radii of the WGS 84 ellipsoid."""
    found = border.distance_to_border(Point(latitude, longitude))
    assert found == pytest.approx(metres, rel=0.003), name


def test_zone_is_ten_kilometres_deep() -> None:
    assert border.ZONE_METRES == 10_000
    # The triple point with Hungary is the north end: straight north of it, it is the nearest.
    end = LINE[-1]
    degree = math.radians(1) * EARTH_RADIUS_METRES
    inside = Point(end.latitude + 9_990 / degree, end.longitude)
    outside = Point(end.latitude + 10_010 / degree, end.longitude)
    assert (border.in_zone(inside), border.in_zone(outside)) == (True, False)


@given(region)
def test_nothing_on_the_line_is_nearer(point: Point) -> None:
    """Compared with a plain search along the line in steps of 200 metres at most."""
    steps = [
        Point(
            start.latitude + (end.latitude - start.latitude) * part / 30,
            start.longitude + (end.longitude - start.longitude) * part / 30,
        )
        for start, end in pairwise(LINE)
        if start.distance_to(end) > 200
        for part in range(31)
    ]
    plain = min(point.distance_to(step) for step in [*LINE, *steps])
    found = border.distance_to_border(point)
    assert found <= plain + 1
    assert found >= plain - 200


@given(anywhere)
def test_any_position_has_a_nearest_place_on_the_line(point: Point) -> None:
    nearest = border.nearest_on_border(point)
    assert border.distance_to_border(point) == point.distance_to(nearest)
    assert border.distance_to_border(nearest) < 0.01


def test_a_question_takes_less_than_a_millisecond() -> None:
    asked = [Point(43.5 + 3.1 * a / 20, 19.5 + 4 * b / 20) for a in range(21) for b in range(21)]
    border.country(asked[0])
    for question in (border.distance_to_border, border.country):
        start = time.process_time()
        for point in asked:
            question(point)
        assert (time.process_time() - start) / len(asked) < 0.001
