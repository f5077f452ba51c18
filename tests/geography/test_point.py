"""Distances, bearings and the eight directions."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geography.point import Compass, Point, bearing_of, compass

anywhere = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
VRSAC, TIMISOARA = Point(45.11667, 21.30361), Point(45.75372, 21.22571)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (math.nan, 21.0),
        (45.0, math.nan),
        (90.000001, 21.0),
        (-90.000001, 21.0),
        (45.0, 180.000001),
        (45.0, -180.000001),
        (math.inf, 21.0),
        (45.0, -math.inf),
    ],
)
def test_no_point_off_the_earth(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="no place"):
        Point(latitude, longitude)


def test_a_degree_of_latitude_and_of_longitude() -> None:
    assert Point(45, 21).distance_to(Point(46, 21)) == pytest.approx(111_195.08, abs=0.01)
    assert Point(0, 21).distance_to(Point(0, 22)) == pytest.approx(111_195.08, abs=0.01)
    assert Point(60, 21).distance_to(Point(60, 22)) == pytest.approx(55_597, abs=60)


def test_known_distance_and_bearing() -> None:
    # 71.06 km on the WGS 84 ellipsoid.
    assert VRSAC.distance_to(TIMISOARA) == pytest.approx(71_080, abs=100)
    assert VRSAC.bearing_to(TIMISOARA) == pytest.approx(355.1, abs=0.1)
    assert TIMISOARA.bearing_to(VRSAC) == pytest.approx(175.1, abs=0.1)


@pytest.mark.parametrize(
    ("north", "east", "bearing"), [(1, 0, 0), (0, 1, 90), (-1, 0, 180), (0, -1, 270)]
)
def test_bearings_of_the_four_sides(north: int, east: int, bearing: float) -> None:
    assert Point(0, 0).bearing_to(Point(north, east)) == pytest.approx(bearing)


@pytest.mark.parametrize(
    ("bearing", "direction"),
    [
        (0, Compass.NORTH),
        (22.4, Compass.NORTH),
        (22.6, Compass.NORTH_EAST),
        (90, Compass.EAST),
        (135, Compass.SOUTH_EAST),
        (180, Compass.SOUTH),
        (225, Compass.SOUTH_WEST),
        (270, Compass.WEST),
        (315, Compass.NORTH_WEST),
        (337.6, Compass.NORTH),
        (359.9, Compass.NORTH),
        (-90, Compass.WEST),
        (720, Compass.NORTH),
    ],
)
def test_compass(bearing: float, direction: Compass) -> None:
    assert compass(bearing) is direction


@given(anywhere, anywhere)
def test_distance_is_the_same_both_ways_and_at_most_half_round(one: Point, other: Point) -> None:
    assert one.distance_to(other) == pytest.approx(other.distance_to(one), abs=1e-6)
    assert 0 <= one.distance_to(other) <= 20_015_115
    assert one.distance_to(one) == 0
    assert 0 <= one.bearing_to(other) < 360


@given(anywhere)
def test_vector_and_back(point: Point) -> None:
    assert Point.from_vector(point.vector).distance_to(point) < 1e-3
    assert math.hypot(*point.vector) == pytest.approx(1)


@pytest.mark.parametrize("direction", Compass)
def test_a_direction_is_the_nearest_to_its_own_bearing(direction: Compass) -> None:
    assert compass(bearing_of(direction)) == direction


def test_a_known_destination() -> None:
    # A degree of a great circle, as in the test of distances above.
    north = Point(45, 21).destination(0, 111_195.08)
    east = Point(0, 179.5).destination(90, 111_195.08)

    assert (north.latitude, north.longitude) == pytest.approx((46, 21), abs=1e-6)
    assert (east.latitude, east.longitude) == pytest.approx((0, -179.5), abs=1e-6)


@given(
    st.builds(Point, st.floats(-89, 89), st.floats(-180, 180)),
    st.floats(0, 359.9),
    st.floats(1, 50_000),
)
def test_a_destination_lies_where_it_is_said_to(here: Point, bearing: float, far: float) -> None:
    there = here.destination(bearing, far)

    assert here.distance_to(there) == pytest.approx(far, rel=1e-6, abs=1e-3)
    turned = (here.bearing_to(there) - bearing + 180) % 360 - 180
    assert abs(math.radians(turned)) * far < 0.01  # a centimetre to either side


@given(anywhere, st.floats(-720, 720), st.floats(0, 20_100_000))
def test_every_destination_is_on_earth(here: Point, bearing: float, far: float) -> None:
    assert isinstance(here.destination(bearing, far), Point)
