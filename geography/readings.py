"""What a typed place can turn out to be: a position, one in doubt, or one that cannot be read."""

from dataclasses import dataclass
from enum import StrEnum

from geography.border import Country
from geography.point import Point


@dataclass(frozen=True, slots=True)
class Approximate:
    """A position that is itself only told so well, in metres either way."""

    point: Point
    metres: float


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A place that needs a yes: one or more readings, the likeliest first.

    `metres` is how well each is told, where it is not to the metre.
    """

    candidates: tuple[Point, ...]
    metres: float | None = None


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """Coordinates of no place on Earth, in degrees as they were read."""

    latitude: float
    longitude: float


class Fault(StrEnum):
    """Why something that is meant for a place cannot be read as one."""

    MINUTES = "minutes"  # minutes or seconds of 60 and more
    GRID = "grid"  # no such zone, square or position in MGRS or UTM
    GRID_DIGITS = "grid digits"  # easting and northing of MGRS differ in length
    DANUBE = "danube"  # the river is no border at that kilometre
    SHORT_LINK = "short link"  # says where only to whoever follows it
    LINK = "link"  # of a page or a map without one position


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A form that is known, but not well-formed."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class Seen:
    """Over there, as seen from where one stands: degrees from north, and metres.

    The bearing is None where the word for it means two directions; `words` where it is one of
    the eight, and so only as good as that.
    """

    bearing: float | None
    metres: float
    words: bool


@dataclass(frozen=True, slots=True)
class MarkerNumber:
    """A border marker, and the side it stands on where that is told."""

    number: str
    side: Country | None


Reading = Point | Approximate | Ambiguous | OutOfRange | Unreadable | Seen | MarkerNumber | None
