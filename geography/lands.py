"""Land as GeoJSON draws it (RFC 7946), asked whether a position lies on it."""

import json
from functools import lru_cache
from typing import Any

from geography.area import Area
from geography.layers import points
from geography.point import Point

KINDS = ("Polygon", "MultiPolygon")
_KEPT = 512  # an installation has some dozens of sectors

_Rings = tuple[tuple[Point, ...], ...]

# The outline, and the holes in it.
_Part = tuple[Area, tuple[Area, ...]]


def contains(geometry: str, point: Point) -> bool:
    """Whether a position lies on a Polygon or MultiPolygon, its text of JSON.

    False for every other geometry. Raises `ValueError` for what is no geometry.
    """
    return any(
        point in outline and not any(point in hole for hole in holes)
        for outline, holes in _parts(geometry)
    )


def outlines(geometry: str) -> tuple[tuple[Point, ...], ...]:
    """The rings around a Polygon or MultiPolygon, for drawing them; none of another geometry.

    Raises `ValueError` for what is no geometry.
    """
    return tuple(rings[0] for rings in _drawn(geometry))


@lru_cache(_KEPT)
def _parts(geometry: str) -> tuple[_Part, ...]:
    return tuple(map(_part, _drawn(geometry)))


def _part(rings: _Rings) -> _Part:
    outline, *holes = map(Area, rings)
    return outline, tuple(holes)


def _drawn(geometry: str) -> tuple[_Rings, ...]:
    try:
        told: dict[str, Any] = json.loads(geometry)
        if told["type"] == "Polygon":
            return (_rings(told["coordinates"]),)
        drawn = told["coordinates"] if told["type"] == "MultiPolygon" else []
        return tuple(map(_rings, drawn))
    except (KeyError, TypeError, IndexError, AttributeError) as fault:
        raise ValueError("This is no geometry of GeoJSON.") from fault


def _rings(coordinates: list[list[list[float]]]) -> _Rings:
    """The outline, then the holes. Raises `ValueError` without an outline."""
    outline, *holes = (points([position[:2] for position in ring]) for ring in coordinates)
    return (outline, *holes)
