"""The map data shipped with the code: one GeoJSON file is one layer."""

import json
from importlib import resources
from typing import Any

from geography.point import Point


def features(layer: str) -> list[dict[str, Any]]:
    """The GeoJSON features of `data/<layer>.geojson`, read anew at each call."""
    text = resources.files("geography").joinpath("data", f"{layer}.geojson").read_bytes()
    found: list[dict[str, Any]] = json.loads(text)["features"]
    return found


def points(positions: list[list[float]]) -> tuple[Point, ...]:
    """Positions as GeoJSON writes them: longitude first."""
    return tuple(Point(latitude, longitude) for longitude, latitude in positions)
