"""The line between Romania and Serbia: how far it is, and on which side of it one stands."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from geography.area import Area
from geography.layers import features, points
from geography.line import Line
from geography.point import Point

Country = Literal["RO", "RS"]

# How far inland joint patrols work on either side: protocol on joint patrols, Timișoara,
# 10 November 2016 (Sl. glasnik RS – Međunarodni ugovori 5/2017). Terrain, roads and urgent
# measures may take a patrol farther, so this may warn and never forbid.
ZONE_METRES = 10_000


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest way to the line: metres, and degrees clockwise from north."""

    metres: float
    bearing: float


def nearest_on_border(point: Point) -> Point:
    """The place on the border line that is nearest to a position."""
    return _line().nearest(point)


def distance_to_border(point: Point) -> float:
    """Metres to the border line, from either side."""
    return point.distance_to(nearest_on_border(point))


def way_to_border(point: Point) -> Way:
    """How far and which way the border line is from a position; 0 and 0 on the line."""
    foot = nearest_on_border(point)
    return Way(point.distance_to(foot), point.bearing_to(foot))


def in_zone(point: Point) -> bool:
    """Whether a position is within `ZONE_METRES` of the line, in whatever country."""
    return distance_to_border(point) <= ZONE_METRES


def country(point: Point) -> Country | None:
    """The country a position lies in.

    None in a third country, and beyond the map: 19.6–23.4° E, 43.8–46.6° N. Exact to 5 m at the
    border between the two and to 30 m at their borders with others.
    """
    for code, land in _lands().items():
        if point in land:
            return code
    return None


@cache
def border_points() -> tuple[Point, ...]:
    """The border line from the Bulgarian to the Hungarian end, for drawing it."""
    [line] = features("border")
    return points(line["geometry"]["coordinates"])


@cache
def outlines() -> dict[Country, tuple[Point, ...]]:
    """The ring around each country's land, cut at the edges of the map; both share one border."""
    return {
        land["properties"]["id"]: _with_exact_border(points(land["geometry"]["coordinates"][0]))
        for land in features("countries")
    }


@cache
def _line() -> Line:
    return Line(border_points())


@cache
def _lands() -> dict[Country, Area]:
    return {code: Area(ring) for code, ring in outlines().items()}


def _with_exact_border(ring: tuple[Point, ...]) -> tuple[Point, ...]:
    """A country's outline with the border line put in place of its own, coarser drawing of it.

    So both countries share one line, without gaps and overlaps, and it is the line distances are
    measured to.
    """
    line = border_points()
    start, end = (
        min(range(len(ring) - 1), key=lambda number: ring[number].distance_to(tip))
        for tip in (line[0], line[-1])
    )
    if start > end:
        start, end, line = end, start, line[::-1]
    between, around = ring[start : end + 1], ring[end:-1] + ring[: start + 1]
    if _strays(between) < _strays(around):
        return (*around, *line, around[0])
    return (*between, *reversed(line), between[0])


def _strays(stretch: tuple[Point, ...]) -> float:
    """Metres by which part of an outline leaves the border line; some of its points tell."""
    return max(distance_to_border(point) for point in stretch[::20])
