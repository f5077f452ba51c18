"""Coordinates as people type them, read without guessing: what is in doubt is asked back."""

import re

from geography.hemispheres import Mark, meanings
from geography.plain import plain
from geography.point import Point
from geography.readings import Ambiguous, Approximate, OutOfRange, Reading

# Where the officers work, in degrees. No latitude here is a longitude here, so numbers in the wrong
# order show.
REGION_LATITUDES = (43.5, 46.6)
REGION_LONGITUDES = (19.5, 23.5)


# How far off a position in degrees of so few decimals may be, in metres.
_COARSE, _TAKEN_METRES = {0: 100_000.0, 1: 10_000.0, 2: 1000.0}, 1000.0

_LONGEST_TEXT = 100
_HEADING = (
    r"gps|geo|coordinates|position|location|koordinate|pozicija|lokacija|координате|позиција"
    r"|локација|coordonate|coordonatele|poziția|pozitia|locația|locatia"
)
_WRAPPING = re.compile(
    rf"\s*(?:(?:{_HEADING})\b\s*[:=]?)?\s*(?:\((?P<inside>[^()]*)\)|(?P<plain>[^()]*?))\s*\.?\s*",
    re.IGNORECASE,
)
_NUMBER = r"[+-]?[0-9]{1,3}(?:[.,][0-9]{1,20})?"
_FIRST, _SECOND = rf"(?P<first>{_NUMBER})\s*°?", rf"(?P<second>{_NUMBER})\s*°?"
_MARK = r"[^\W\d_]{1,12}"
# A full stop ends an abbreviation only before a space: ".21" would else be read as 21.
_AFTER_MARK, _BETWEEN_MARKED = r"(?:\s*[:=]|\.(?=\s))?\s*", r"\s*[,;/]?\s*"

_BARE = re.compile(rf"{_FIRST}(?P<between>\s*[,;/]\s*|\s*-\s*|\s+){_SECOND}")
_PREFIXED = re.compile(
    rf"(?P<one>{_MARK}){_AFTER_MARK}{_FIRST}{_BETWEEN_MARKED}(?P<other>{_MARK}){_AFTER_MARK}{_SECOND}"
)
_SUFFIXED = re.compile(
    rf"{_FIRST}\s*(?P<one>{_MARK}){_BETWEEN_MARKED}{_SECOND}\s*(?P<other>{_MARK})"
)


def parse(text: str) -> Reading:
    """The position a text consists of, in decimal degrees; None for a text that is something else.

    Point, comma or both as decimal sign; hemispheres in Latin or Cyrillic letters, before or after
    both numbers or at none. Raises nothing for any text.
    """
    inner = unwrapped(text)
    if inner is None:
        return None
    found = _BARE.fullmatch(inner) or _PREFIXED.fullmatch(inner) or _SUFFIXED.fullmatch(inner)
    if found is None:
        return None
    first, second = found["first"], found["second"]
    if found.re is _BARE:
        reading = _bare(first, second, found["between"])
    else:
        reading = _marked(first, second, meanings(found["one"], found["other"]))
    return as_told(reading, first, second)


def as_told(reading: Reading, *numbers: str) -> Reading:
    """With the accuracy of degrees of few decimals; of less than two, only with a yes."""
    metres = _COARSE.get(min(map(_decimals, numbers)))
    if metres and isinstance(reading, Ambiguous):
        return Ambiguous(reading.candidates, metres)
    if metres and isinstance(reading, Point):
        taken = metres <= _TAKEN_METRES
        return Approximate(reading, metres) if taken else Ambiguous((reading,), metres)
    return reading


def unwrapped(text: str) -> str | None:
    """Coordinates without what stands around them: *GPS:*, brackets; None for what is too long."""
    if len(text) > _LONGEST_TEXT:
        return None
    # Single spaces also keep the patterns from trying many ways through long gaps.
    wrapped = _WRAPPING.fullmatch(plain(text))
    return (wrapped["inside"] or wrapped["plain"] or "").strip() if wrapped else None


def _bare(first: str, second: str, between: str) -> Reading:
    """Two numbers alone, as times, dates, prices and telephone numbers are, too."""
    decimals = min(_decimals(first), _decimals(second))
    if decimals < 2 or _zero_padded(first) or _zero_padded(second):
        return None
    latitude, longitude = _degrees(first), _degrees(second)
    if not in_region(latitude, longitude):
        return None if "-" in between else _bare_elsewhere(latitude, longitude, decimals)
    here = Point(latitude, longitude)
    if "-" in between:  # A dash, or the minus of the second number.
        return Ambiguous((here, Point(latitude, -longitude)))
    if between == "," and "," in first and decimals < 3:  # 45,26,21,26 may be four numbers.
        return Ambiguous((here,))
    return here


def _bare_elsewhere(latitude: float, longitude: float, decimals: int) -> Reading:
    if in_region(longitude, latitude):
        return placed(latitude, longitude)
    if decimals < 3:  # 14.05 16.30 are times or dates.
        return None
    found = placed(latitude, longitude)
    if isinstance(found, Point) and decimals == 3:  # 12.500 13.000 may be thousands.
        return Ambiguous((found,))
    return found


def _marked(first: str, second: str, possible: tuple[tuple[Mark, Mark], ...]) -> Reading:
    """Two numbers, each with its hemisphere or its axis."""
    decimals = min(_decimals(first), _decimals(second))
    readings: list[tuple[float, float]] = []
    for one, other in possible:
        if (one.sign and first[0] in "+-") or (other.sign and second[0] in "+-"):
            continue  # North of minus 45 contradicts itself.
        values = _degrees(first) * (one.sign or 1), _degrees(second) * (other.sign or 1)
        reading = values if one.is_latitude else values[::-1]
        # "2 s, 3 i" is no position, "N45 E21" is.
        if in_region(*reading) or not one.sign or not other.sign or decimals >= 2:
            readings.append(reading)
    if not readings:
        return None
    found = [placed(latitude, longitude) for latitude, longitude in readings]
    points = tuple(reading for reading in found if isinstance(reading, Point))
    return Ambiguous(points) if len(points) > 1 else found[0]


def placed(latitude: float, longitude: float) -> Point | Ambiguous | OutOfRange:
    """The position; with both orders where only the other one lies in the region."""
    if abs(latitude) > 90 or abs(longitude) > 180:
        return OutOfRange(latitude, longitude)
    typed = Point(latitude, longitude)
    if in_region(longitude, latitude):
        return Ambiguous((Point(longitude, latitude), typed))
    return typed


def in_region(latitude: float, longitude: float) -> bool:
    """Whether a position lies where the officers work, or near by; degrees."""
    south, north = REGION_LATITUDES
    west, east = REGION_LONGITUDES
    return south <= latitude <= north and west <= longitude <= east


def _degrees(number: str) -> float:
    return float(number.replace(",", "."))


def _decimals(number: str) -> int:
    return len(number.replace(",", ".").partition(".")[2])


def _zero_padded(number: str) -> bool:
    return re.match(r"[+-]?0[0-9]", number) is not None
