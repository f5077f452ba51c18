"""Sectors and border markers in a file: where they are, in columns or as GeoJSON draws it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from geography import border, lands, markers, names
from geography.middle import middle
from geography.places import Place
from geography.point import Point
from services import csv_file
from services.csv_file import Fault, FileRefused, Row
from storage.people import SIDES

SECTOR = ("code", "name_sr", "name_ro", "country", "latitude", "longitude")
SECTOR_LAND = ("places", "area")
MARKER = ("marker", "country", "latitude", "longitude")

LONGEST_AREA, LONGEST_PLACES = 200_000, 4000  # signs
_FARTHEST = 100_000  # metres from the border: beyond it, somebody has swapped the coordinates


def features(text: str) -> tuple[str, list[tuple[int, Row]], list[Fault]]:
    """The kind of a FeatureCollection's features, a row for each, and what is wrong with others.

    Names in the properties; the middle, and the land of a sector, from the geometry. Raises
    `FileRefused`.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise FileRefused(f"Line {line}: from here on this is not JSON.") from None
    found = told.get("features") if isinstance(told, dict) else None
    if not isinstance(found, list):
        raise FileRefused("This is no FeatureCollection of GeoJSON.")
    kind = "markers" if all(map(_is_marker, found)) and found else "sectors"
    rows: list[tuple[int, Row]] = []
    faults: list[Fault] = []
    for number, feature in enumerate(found, 1):
        try:
            rows.append((number, _marker(feature) if kind == "markers" else _sector(feature)))
        except (ValueError, TypeError, KeyError, AttributeError):
            faults.append((number, "it is no feature with properties and a point, line or area."))
    return kind, rows, faults


def places(row: Row) -> tuple[str, ...]:
    """The settlements that make up a sector, as they are written."""
    return tuple(filter(None, (each.strip() for each in row.get("places", "").split(";"))))


def faults_of_sector(row: Row) -> Iterator[str]:
    """What is wrong with where a sector is."""
    yield from _faults_of_position(row)
    for name in places(row):
        found = [each for each in names.named(name) if isinstance(each, Place)]
        if not found:
            yield f"places: {name!r} is no settlement that is known here."
        elif len(found) > 1:
            yield f"places: {name!r} is the name of {len(found)} settlements."


def faults_of_marker(row: Row) -> Iterator[str]:
    """What is wrong with a border marker."""
    if row["marker"] and not markers.read(f"marker {row['marker']}"):
        yield f"marker is {row['marker']!r}: write its number as 123, 123/2 or A 12."
    yield from _faults_of_position(row)


def _is_marker(feature: Any) -> bool:  # noqa: ANN401 JSON of any shape
    told = feature.get("properties") if isinstance(feature, dict) else None
    return isinstance(told, dict) and "marker" in told


def _marker(feature: Any) -> Row:  # noqa: ANN401 JSON of any shape
    if feature["geometry"]["type"] != "Point":
        raise ValueError
    return _row(MARKER, feature["properties"], middle(feature["geometry"]))


def _sector(feature: Any) -> Row:  # noqa: ANN401 JSON of any shape
    geometry: dict[str, Any] = feature["geometry"]
    where = middle(geometry)
    area = ""
    if geometry["type"] in lands.KINDS:
        area = json.dumps(geometry, separators=(",", ":"))
        lands.contains(area, where)  # raises where it cannot be asked
    row = _row(SECTOR, feature["properties"], where)
    return row | {"places": str(feature["properties"].get("places") or ""), "area": area}


def _row(columns: tuple[str, ...], told: Mapping[str, Any], where: Point) -> Row:
    words = [str(told.get(name) or "") for name in columns[:-2]]
    return csv_file.composed(columns, [*words, str(where.latitude), str(where.longitude)])


def _faults_of_position(row: Row) -> Iterator[str]:
    country = row.get("country", "").upper()
    if country and country not in SIDES:
        yield f"country is {row['country']!r}, neither RO nor RS."
    written = row["latitude"], row["longitude"]
    if not any(written):
        return
    try:
        point = Point(float(written[0]), float(written[1]))
    except ValueError:
        yield f"there is no place at {written[0]!r}, {written[1]!r}: write degrees as 44.8231."
        return
    away = border.distance_to_border(point)
    if away > _FARTHEST:
        yield f"{written[0]}, {written[1]} is {away / 1000:.0f} km from the border."
