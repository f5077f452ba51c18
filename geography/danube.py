"""The Danube by its kilometre and bank, where it is the border: from the Timok to the Nera."""

import csv
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate, pairwise
from typing import Literal

from geography.border import border_points
from geography.folding import fold
from geography.point import Point
from geography.readings import Ambiguous, Approximate, Fault, Reading, Unreadable

Bank = Literal["left", "right"]

# Kilometres are measured along the fairway and ours along the border line, fitted to each other at
# the known ones; see data/README.md.
METRES = 1000.0
_OFF_THE_LINE = 200.0  # metres towards a bank, so that a position lies in its country
_LONGEST = 60

_HEADING = (
    r"(?P<river>(?:dunav[au]?|dunarea?|danube)\s)?"
    r"(?:(?:na|la|at|pe|reka|raul)\s)?"
    r"(?:(?P<fluvial>km fluvial|kilometrul fluvial|kilometru fluvial|recni km|recni kilometar|"
    r"recnom kilometru|river km|river kilomet(?:er|re)|rkm|r\.? ?km)|(?P<plain>km|kilometar|"
    r"kilometru|kilometrul))"
)
_BANKS: dict[Bank, str] = {
    "left": r"malul stang|mal stang|stanga|stang|leva obala|leva|rumunska obala|malul romanesc"
    r"|left bank|left|romanian bank",
    "right": r"malul drept|mal drept|dreapta|drept|desna obala|desna|srpska obala|malul sarbesc"
    r"|right bank|right|serbian bank",
}
_TEXT = re.compile(
    rf"{_HEADING}\.?\s?:?\s?(?P<km>[0-9]{{1,4}}(?:[.,+][0-9]{{1,3}})?)(?:\s?km)?"
    rf"(?:\s?[,;/-]?\s?\(?(?:(?P<left>{_BANKS['left']})|(?P<right>{_BANKS['right']}))\)?)?"
    r"(?:\s(?:dunav[au]?|dunarii?|danube|of the danube|a dunarii|al dunarii))?"
)
_THOUSANDS = re.compile(r"1[.,][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place on the river with a name of its own."""

    sr_cyrl: str
    sr_latn: str
    ro: str
    point: Point

    def name(self, language: str) -> str:
        """Its name for readers of "sr-Cyrl" or "sr-Latn"; for others, in Romanian."""
        return {"sr-Cyrl": self.sr_cyrl, "sr-Latn": self.sr_latn}.get(language, self.ro)


@dataclass(frozen=True, slots=True)
class _Known:
    """A kilometre, and how far along the line it is in metres."""

    km: float
    along: float


def read(text: str) -> Reading:
    """The position a text consists of; None for a text of another kind. Raises nothing.

    A kilometre alone may be of a road, so without river or bank it is asked back.
    """
    if len(text) > _LONGEST:
        return None
    found = _TEXT.fullmatch(fold(text))
    if found is None:
        return None
    bank: Bank | None = "left" if found["left"] else "right" if found["right"] else None
    of_river = bool(found["fluvial"] or found["river"] or bank)
    if _THOUSANDS.fullmatch(found["km"]):  # 1.048 are a thousand here; elsewhere it is the delta
        here = at(float(re.sub("[.,]", "", found["km"])), bank)
        return Ambiguous((here,), METRES) if here else None
    here = at(float(re.sub("[,+]", ".", found["km"])), bank)
    if here is None:
        return Unreadable(Fault.DANUBE) if of_river else None
    return Approximate(here, METRES) if of_river else Ambiguous((here,), METRES)


def at(km: float, bank: Bank | None = None) -> Point | None:
    """The position at a kilometre: in mid-river, or towards a bank; None where it is no border."""
    upper, lower = _known()[-1], _known()[0]
    if not lower.km <= km <= upper.km:
        return None
    for below, above in pairwise(_known()):
        if km <= above.km:
            part = (km - below.km) / (above.km - below.km)
            return _on_line(below.along + part * (above.along - below.along), bank)
    return None


@cache
def landmarks() -> tuple[Landmark, ...]:
    """Places on the river that have a name and no entry among the settlements."""
    found = []
    for row in _rows():
        here = at(float(row["km"]), "left" if row["bank"] == "left" else None)
        if row["ro"] and here:
            found.append(Landmark(row["sr_Cyrl"], row["sr_Latn"], row["ro"], here))
    return tuple(found)


def _on_line(along: float, bank: Bank | None) -> Point:
    """So many metres up the line; the left bank is Romania's, and on the right going upstream."""
    line, lengths = border_points(), _lengths()
    number = min(max(bisect_left(lengths, along), 1), len(line) - 1)
    start, end = line[number - 1], line[number]
    upstream = start.bearing_to(end)
    here = start.destination(upstream, along - lengths[number - 1])
    if bank is None:
        return here
    return here.destination(upstream + (90 if bank == "left" else -90), _OFF_THE_LINE)


@cache
def _known() -> tuple[_Known, ...]:
    """The kilometres whose place is known, from the lowest, which is at the line's beginning."""
    line, lengths = border_points(), _lengths()
    found = []
    for row in _rows():
        if row["latitude"]:
            place = Point(float(row["latitude"]), float(row["longitude"]))
            number = min(range(len(line)), key=lambda each: line[each].distance_to(place))
            found.append(_Known(float(row["km"]), lengths[number]))
    return tuple(sorted(found, key=lambda known: known.km))


@cache
def _lengths() -> tuple[float, ...]:
    """Metres from the beginning of the line to each of its points."""
    steps = (one.distance_to(other) for one, other in pairwise(border_points()))
    return tuple(accumulate(steps, initial=0.0))


def _rows() -> list[dict[str, str]]:
    file = resources.files("geography").joinpath("data", "danube.csv")
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
