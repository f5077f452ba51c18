"""Land as GeoJSON draws it (RFC 7946), asked whether a position lies on it."""

import json
from functools import lru_cache
from typing import Any

from geography.area import Area
from geography.layers import points
from geography.point import Point

KINDS = ("Polygon", "MultiPolygon")
_KEPT = 512  # an installation has some dozens of sectors

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


@lru_cache(_KEPT)
def _parts(geometry: str) -> tuple[_Part, ...]:
    try:
        told: dict[str, Any] = json.loads(geometry)
        if told["type"] == "Polygon":
            return (_part(told["coordinates"]),)
        drawn = told["coordinates"] if told["type"] == "MultiPolygon" else []
        return tuple(map(_part, drawn))
    except (KeyError, TypeError, IndexError, AttributeError) as fault:
        raise ValueError("This is no geometry of GeoJSON.") from fault


def _part(rings: list[list[list[float]]]) -> _Part:
    outline, *holes = (Area(points([position[:2] for position in ring])) for ring in rings)
    return outline, tuple(holes)
