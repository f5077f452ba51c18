"""The settlement nearest to a position, by the name each side knows it by."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from geography.border import Country
from geography.layers import features
from geography.point import Point, Vector

TOWN = 5000  # people; officers know where a town is


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement within 60 km of the border; `population` is 0 where it is not known.

    Where a side has no name of its own for it, its name at home stands in that field: `sr_cyrl` of
    a Romanian village may be in Latin letters.
    """

    sr_cyrl: str
    sr_latn: str
    ro: str
    country: Country
    population: int
    point: Point

    def name(self, language: str) -> str:
        """Its name for readers of "sr-Cyrl", "sr-Latn" or "ro"; for others, its name at home."""
        at_home = self.ro if self.country == "RO" else self.sr_latn
        return {"sr-Cyrl": self.sr_cyrl, "sr-Latn": self.sr_latn, "ro": self.ro}.get(
            language, at_home
        )


@dataclass(frozen=True, slots=True)
class Nearest:
    """A position told by a place: metres from it, and the bearing in degrees seen from it."""

    place: Place
    metres: float
    bearing: float


def nearest(point: Point) -> Nearest:
    """The settlement nearest to a position, however far it is."""
    here = point.vector
    place = min(_vectors(), key=lambda known: math.dist(known[1], here))[0]
    return Nearest(place, place.point.distance_to(point), place.point.bearing_to(point))


def town_near(place: Place) -> Nearest:
    """A settlement told by the nearest town other than itself; it tells namesakes apart."""
    towns = (each for each in places() if each.population >= TOWN and each != place)
    town = min(towns, key=lambda each: each.point.distance_to(place.point))
    return Nearest(town, town.point.distance_to(place.point), town.point.bearing_to(place.point))


@cache
def places() -> tuple[Place, ...]:
    """All 740 settlements, the largest first."""
    return tuple(_place(feature) for feature in features("places"))


@cache
def _vectors() -> tuple[tuple[Place, Vector], ...]:
    return tuple((place, place.point.vector) for place in places())


def _place(feature: Mapping[str, Any]) -> Place:
    told = feature["properties"]
    longitude, latitude = feature["geometry"]["coordinates"]
    return Place(
        sr_cyrl=told["sr_Cyrl"],
        sr_latn=told["sr_Latn"],
        ro=told["ro"],
        country=told["country"],
        population=told["population"],
        point=Point(latitude, longitude),
    )
