"""Coordinates as people type them, read without guessing: what is in doubt is asked back."""

import re
from dataclasses import dataclass
from unicodedata import normalize

from geography.hemispheres import Mark, meanings
from geography.point import Point

# Where the officers work, in degrees. No latitude here is a longitude here, so numbers in the wrong
# order show.
REGION_LATITUDES = (43.5, 46.6)
REGION_LONGITUDES = (19.5, 23.5)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Coordinates that need a yes: one or more readings, the likeliest first."""

    candidates: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """Coordinates of no place on Earth, in degrees as they were read."""

    latitude: float
    longitude: float


Reading = Point | Ambiguous | OutOfRange | None

_LONGEST_TEXT = 100
_CLEANED = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("º˚", "°")
    | dict(zip("０１２３４５６７８９．，；", "0123456789.,;", strict=True))
    # Invisible marks that come along when a number is copied from a page.
    | dict.fromkeys("\u200b\u200c\u200d\u200e\u202a\u202c\u2060\u2066\u2069\ufeff", "")
)

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
    if len(text) > _LONGEST_TEXT:
        return None
    cleaned = normalize("NFC", text).translate(_CLEANED)
    # Single spaces also keep the patterns below from trying many ways through long gaps.
    wrapped = _WRAPPING.fullmatch(" ".join(cleaned.split()))
    if wrapped is None:
        return None
    inner = (wrapped["inside"] or wrapped["plain"] or "").strip()
    if bare := _BARE.fullmatch(inner):
        return _bare(bare["first"], bare["second"], bare["between"])
    if marked := _PREFIXED.fullmatch(inner) or _SUFFIXED.fullmatch(inner):
        return _marked(marked["first"], marked["second"], meanings(marked["one"], marked["other"]))
    return None


def _bare(first: str, second: str, between: str) -> Reading:
    """Two numbers alone, as times, dates, prices and telephone numbers are, too."""
    decimals = min(_decimals(first), _decimals(second))
    if decimals < 2 or _zero_padded(first) or _zero_padded(second):
        return None
    latitude, longitude = _degrees(first), _degrees(second)
    if not _in_region(latitude, longitude):
        return None if "-" in between else _bare_elsewhere(latitude, longitude, decimals)
    here = Point(latitude, longitude)
    if "-" in between:  # A dash, or the minus of the second number.
        return Ambiguous((here, Point(latitude, -longitude)))
    if between == "," and "," in first and decimals < 3:  # 45,26,21,26 may be four numbers.
        return Ambiguous((here,))
    return here


def _bare_elsewhere(latitude: float, longitude: float, decimals: int) -> Reading:
    if _in_region(longitude, latitude):
        return _placed(latitude, longitude)
    if decimals < 3:  # 14.05 16.30 are times or dates.
        return None
    placed = _placed(latitude, longitude)
    if isinstance(placed, Point) and decimals == 3:  # 12.500 13.000 may be thousands.
        return Ambiguous((placed,))
    return placed


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
        if _in_region(*reading) or not one.sign or not other.sign or decimals >= 2:
            readings.append(reading)
    if not readings:
        return None
    placed = [_placed(latitude, longitude) for latitude, longitude in readings]
    points = tuple(reading for reading in placed if isinstance(reading, Point))
    return Ambiguous(points) if len(points) > 1 else placed[0]


def _placed(latitude: float, longitude: float) -> Point | Ambiguous | OutOfRange:
    """The position; with both orders where only the other one lies in the region."""
    if abs(latitude) > 90 or abs(longitude) > 180:
        return OutOfRange(latitude, longitude)
    typed = Point(latitude, longitude)
    if _in_region(longitude, latitude):
        return Ambiguous((Point(longitude, latitude), typed))
    return typed


def _in_region(latitude: float, longitude: float) -> bool:
    south, north = REGION_LATITUDES
    west, east = REGION_LONGITUDES
    return south <= latitude <= north and west <= longitude <= east


def _degrees(number: str) -> float:
    return float(number.replace(",", "."))


def _decimals(number: str) -> int:
    return len(number.replace(",", ".").partition(".")[2])


def _zero_padded(number: str) -> bool:
    return re.match(r"[+-]?0[0-9]", number) is not None
