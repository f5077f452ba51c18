"""A line on the ground, asked for its place nearest to a position."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geography.point import Point, Vector

_EDGES_IN_A_STRETCH = 24


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some consecutive edges of a line, and a ball they lie in."""

    centre: Vector
    radius: float
    vertices: tuple[Vector, ...]


class Line:
    """A line through points a few kilometres apart at most, so that chord and ground are the same.

    It is cut into stretches; those whose ball is farther away than what was found are left out.
    """

    def __init__(self, points: Sequence[Point]) -> None:
        """Two points at least; equal neighbours are allowed."""
        vectors = [point.vector for point in points]
        self._stretches = tuple(
            _stretch(tuple(vectors[first : first + _EDGES_IN_A_STRETCH + 1]))
            for first in range(0, len(vectors) - 1, _EDGES_IN_A_STRETCH)
        )

    def nearest(self, point: Point) -> Point:
        """The place on the line that is nearest to a position anywhere on Earth."""
        here = point.vector
        found, distance = here, math.inf
        by_reach = sorted(
            (math.dist(stretch.centre, here) - stretch.radius, number)
            for number, stretch in enumerate(self._stretches)
        )
        for reach, number in by_reach:
            if reach >= distance:
                break
            for start, end in pairwise(self._stretches[number].vertices):
                foot = _foot(here, start, end)
                if (away := math.dist(foot, here)) < distance:
                    found, distance = foot, away
        return Point.from_vector(found)


def _stretch(vertices: tuple[Vector, ...]) -> _Stretch:
    low, high = (
        [min(axis) for axis in zip(*vertices, strict=True)],
        [max(axis) for axis in zip(*vertices, strict=True)],
    )
    centre = tuple((a + b) / 2 for a, b in zip(low, high, strict=True))
    x, y, z = centre
    return _Stretch((x, y, z), max(math.dist(centre, vertex) for vertex in vertices), vertices)


def _foot(here: Vector, start: Vector, end: Vector) -> Vector:
    """The place on an edge that is nearest to a position."""
    x, y, z = start
    dx, dy, dz = end[0] - x, end[1] - y, end[2] - z
    length = dx * dx + dy * dy + dz * dz
    if not length:
        return start
    along = ((here[0] - x) * dx + (here[1] - y) * dy + (here[2] - z) * dz) / length
    if along <= 0:
        return start
    if along >= 1:
        return end
    return (x + along * dx, y + along * dy, z + along * dz)
