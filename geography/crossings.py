"""The border crossings, by the name each side knows them by; their points are approximate."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from geography.layers import features
from geography.point import Point

Kind = Literal["road", "rail", "ferry", "port"]

# How far the points may be from the road, the railway or the landing; see data/README.md.
METRES = 1000.0


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where the border may be crossed; `hours` where it is not open day and night."""

    sr_cyrl: str
    sr_latn: str
    ro: str
    kind: Kind
    hours: str | None
    point: Point

    def name(self, language: str) -> str:
        """Its name for readers of "sr-Cyrl", "sr-Latn" or "ro"; for others, both names."""
        both = self.ro if self.ro == self.sr_latn else f"{self.ro} – {self.sr_latn}"
        return {"sr-Cyrl": self.sr_cyrl, "sr-Latn": self.sr_latn, "ro": self.ro}.get(language, both)


@dataclass(frozen=True, slots=True)
class NearestCrossing:
    """A crossing, and the metres to it."""

    crossing: Crossing
    metres: float


def nearest(point: Point) -> NearestCrossing:
    """The crossing nearest to a position, however far it is."""
    found = min(crossings(), key=lambda crossing: crossing.point.distance_to(point))
    return NearestCrossing(found, found.point.distance_to(point))


@cache
def crossings() -> tuple[Crossing, ...]:
    """All of them, from north to south."""
    return tuple(
        Crossing(
            sr_cyrl=told["sr_Cyrl"],
            sr_latn=told["sr_Latn"],
            ro=told["ro"],
            kind=told["kind"],
            hours=told["hours"],
            point=Point(latitude, longitude),
        )
        for told, (longitude, latitude) in (
            (feature["properties"], feature["geometry"]["coordinates"])
            for feature in features("crossings")
        )
    )
