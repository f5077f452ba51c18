"""Where one points to mean a whole line or area."""

from typing import Any

import pytest

from geography.middle import middle

SQUARE = [[21.0, 44.0], [22.0, 44.0], [22.0, 45.0], [21.0, 45.0], [21.0, 44.0]]
ELL = [[0, 0], [2, 0], [2, 1], [1, 1], [1, 2], [0, 2], [0, 0]]  # its middle: 5/6, 5/6
FAR = [[2.0, 0.0], [3.0, 0.0], [3.0, 1.0], [2.0, 1.0], [2.0, 0.0]]


@pytest.mark.parametrize(
    ("kind", "coordinates", "latitude", "longitude"),
    [
        ("Point", [21.3359, 44.8231, 70.0], 44.8231, 21.3359),
        ("LineString", [[21.0, 44.0], [21.0, 44.1], [21.0, 44.4]], 44.2, 21.0),
        ("MultiLineString", [[[0, 0], [0, 0.1]], [[21.0, 44.0], [21.0, 45.0]]], 44.5, 21.0),
        ("Polygon", [SQUARE, [[21.1, 44.1], [21.2, 44.1], [21.1, 44.2], [21.1, 44.1]]], 44.5, 21.5),
        ("Polygon", [list(reversed(SQUARE))], 44.5, 21.5),
        ("Polygon", [ELL], 5 / 6, 5 / 6),
        ("MultiPolygon", [[FAR], [[[-1 * x, y] for x, y in FAR]]], 0.5, 0.0),
    ],
)
def test_the_middle_of(
    kind: str, coordinates: list[Any], latitude: float, longitude: float
) -> None:
    found = middle({"type": kind, "coordinates": coordinates})
    assert (found.latitude, found.longitude) == pytest.approx((latitude, longitude), abs=1e-4)


@pytest.mark.parametrize(
    "geometry",
    [
        {},
        {"type": "Point"},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": [21.0, 144.0]},
        {"type": "Point", "coordinates": ["21", "44"]},
        {"type": "Circle", "coordinates": [21.0, 44.0]},
        {"type": "LineString", "coordinates": [[21.0, 44.0]]},
        {"type": "LineString", "coordinates": [[21.0, 44.0], [21.0, 44.0]]},
        {"type": "Polygon", "coordinates": [[[21.0, 44.0]]]},
        {"type": "Polygon", "coordinates": 7},
    ],
)
def test_what_is_no_geometry_has_none(geometry: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="This is no point, line or area"):
        middle(geometry)
