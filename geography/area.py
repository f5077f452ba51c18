"""A piece of land, asked whether a position lies in it."""

import math
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from geography.point import Point

_BANDS_IN_A_DEGREE = 100

# Latitude and longitude of one end, then of the other.
_Edge = tuple[float, float, float, float]


class Area:
    """Land inside a ring of points, the last equal to the first; no poles, no 180th meridian.

    Edges are kept by bands of latitude, and only those of the position's own band are looked at.
    """

    def __init__(self, ring: Iterable[Point]) -> None:
        bands: defaultdict[int, list[_Edge]] = defaultdict(list)
        for start, end in pairwise(ring):
            south, north = sorted((start.latitude, end.latitude))
            edge = (start.latitude, start.longitude, end.latitude, end.longitude)
            for band in range(_band(south), _band(north) + 1):
                bands[band].append(edge)
        self._bands = dict(bands)

    def __contains__(self, point: Point) -> bool:
        """Inside, by counting the edges to the east; on an edge either answer may come."""
        latitude, longitude = point.latitude, point.longitude
        inside = False
        for south, west, north, east in self._bands.get(_band(latitude), ()):
            if (south > latitude) != (north > latitude):
                crossing = west + (latitude - south) / (north - south) * (east - west)
                inside ^= crossing > longitude
        return inside


def _band(latitude: float) -> int:
    return math.floor(latitude * _BANDS_IN_A_DEGREE)
