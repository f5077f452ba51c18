"""All that a map picture shows; two equal scenes are one picture."""

from dataclasses import dataclass
from enum import StrEnum

from geography.border import Country
from geography.point import Point

MEDIA_TYPE = "image/png"  # of its picture


class Sign(StrEnum):
    """What the legend explains."""

    SIGHTING = "sighting"
    DONE = "done"
    OBSERVER = "observer"
    AREA = "area"
    CROSSING = "crossing"
    BORDER = "border"


@dataclass(frozen=True)
class Marker:
    """A sighting at its place, with the metres of its accuracy and a number of few digits."""

    point: Point
    label: str = ""
    accuracy: float | None = None
    done: bool = False


@dataclass(frozen=True)
class Area:
    """Ground inside rings of points, and its name."""

    name: str
    rings: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Words:
    """What stands on the picture, in its reader's language.

    `language` is that of the names of places; `scale` has lengths in metres and what to call them.
    """

    language: str
    title: str
    legend: tuple[tuple[Sign, str], ...]
    countries: tuple[tuple[Country, str], ...]
    scale: tuple[tuple[float, str], ...]
    attribution: str


@dataclass(frozen=True)
class Scene:
    """Sightings at their places, areas where only an area is known, and where an observer stood.

    Without any of them the whole border is shown.
    """

    words: Words
    markers: tuple[Marker, ...] = ()
    areas: tuple[Area, ...] = ()
    observer: Point | None = None
    by_night: bool = True
