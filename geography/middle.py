"""The middle of a line or an area, as GeoJSON draws it (RFC 7946): where to point for all of it."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from geography.layers import points
from geography.point import Point

# Twice the signed area of a ring in square degrees, and the sums that give its middle.
_Moments = tuple[float, float, float]


def middle(geometry: dict[str, Any]) -> Point:
    """Half-way along a line, the centre of gravity of an area, or the point itself.

    Holes are not taken out. Raises `ValueError` for what is no such geometry.
    """
    try:
        return _middle(geometry["type"], geometry["coordinates"])
    except (KeyError, TypeError, IndexError, ValueError, ZeroDivisionError) as fault:
        raise ValueError("This is no point, line or area of GeoJSON.") from fault


def _middle(kind: str, coordinates: Any) -> Point:  # noqa: ANN401 its depth is the kind's
    match kind:
        case "Point":
            return points([coordinates[:2]])[0]
        case "LineString":
            return _half_way(_positions(coordinates))
        case "MultiLineString":
            return _half_way(max(map(_positions, coordinates), key=_length))
        case "Polygon":
            return _centre([_positions(coordinates[0])])
        case "MultiPolygon":
            return _centre([_positions(area[0]) for area in coordinates])
    raise TypeError(kind)


def _positions(coordinates: Sequence[Sequence[float]]) -> tuple[Point, ...]:
    return points([list(each[:2]) for each in coordinates])


def _length(line: Sequence[Point]) -> float:
    return math.fsum(one.distance_to(other) for one, other in pairwise(line))


def _half_way(line: Sequence[Point]) -> Point:
    left = _length(line) / 2
    for one, other in pairwise(line):
        stretch = one.distance_to(other)
        if stretch >= left:
            part = left / stretch
            return Point(
                one.latitude + (other.latitude - one.latitude) * part,
                one.longitude + (other.longitude - one.longitude) * part,
            )
        left -= stretch
    raise IndexError


def _centre(rings: Sequence[Sequence[Point]]) -> Point:
    moments = [_moments(ring, rings[0][0]) for ring in rings]
    area, north, east = (math.fsum(each) for each in zip(*moments, strict=True))
    origin = rings[0][0]
    return Point(origin.latitude + north / (3 * area), origin.longitude + east / (3 * area))


def _moments(ring: Sequence[Point], origin: Point) -> _Moments:
    """From an origin nearby, or the small differences drown; either direction counts the same."""
    area = north = east = 0.0
    corners = [(at.latitude - origin.latitude, at.longitude - origin.longitude) for at in ring]
    for (y, x), (next_y, next_x) in pairwise(corners):
        cross = x * next_y - next_x * y
        area += cross
        north += (y + next_y) * cross
        east += (x + next_x) * cross
    return (area, north, east) if area > 0 else (-area, -north, -east)
