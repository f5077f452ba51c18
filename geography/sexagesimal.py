"""Degrees with minutes, and with seconds, as charts, radios and older devices give them."""

import re

from geography.coordinates import in_region, placed, unwrapped
from geography.hemispheres import meanings
from geography.point import Point
from geography.readings import Ambiguous, Approximate, Fault, OutOfRange, Reading, Unreadable

_FRACTION = r"(?:[.,][0-9]{1,12})?"
_MARK = r"[^\W\d_]{1,12}"
_MINUTE_METRES = 1000.0  # how far off a position in whole minutes may be: half of 1,852, rounded up


def _one(name: str) -> str:
    """One of the two numbers: signs where they stand, else colons or spaces."""
    return (
        rf"(?P<{name}d>[+-]?[0-9]{{1,3}})\s?(?P<{name}sign>°|:|\s)\s?"
        rf"(?P<{name}m>[0-9]{{1,2}}{_FRACTION})\s?(?:'|:|(?=[^0-9.,])|$)\s?"
        rf"(?:(?P<{name}s>[0-9]{{1,2}}{_FRACTION})\s?(?:\"|''|(?=[^0-9.,])|$))?"
    )


_FIRST, _SECOND = _one("a"), _one("b")
_BETWEEN = r"\s?[,;/]?\s?"
_BARE = re.compile(rf"{_FIRST}{_BETWEEN}{_SECOND}")
_SUFFIXED = re.compile(
    rf"{_FIRST}\s?(?P<one>{_MARK})\.?{_BETWEEN}{_SECOND}\s?(?P<other>{_MARK})\.?"
)
_PREFIXED = re.compile(
    rf"(?P<one>{_MARK})[:=.]?\s?{_FIRST}{_BETWEEN}(?P<other>{_MARK})[:=.]?\s?{_SECOND}"
)


def read(text: str) -> Reading:
    """The position a text consists of; None for a text of another kind. Raises nothing.

    Both numbers must be told alike. Without signs and hemispheres it is asked back.
    """
    inner = unwrapped(text)
    if inner is None:
        return None
    marked = _SUFFIXED.fullmatch(inner) or _PREFIXED.fullmatch(inner)
    found = marked or _BARE.fullmatch(inner)
    if found is None or bool(found["as"]) != bool(found["bs"]):
        return None
    signs = found["asign"] == found["bsign"] == "°"
    if not all(map(_below_sixty, (found["am"], found["as"], found["bm"], found["bs"]))):
        return Unreadable(Fault.MINUTES) if signs or marked else None
    values = _degrees(found, "a"), _degrees(found, "b")
    read = _marked(found, *values) if marked else _bare(*values, signs=signs)
    whole = not found["as"] and all(found[each].isdigit() for each in ("am", "bm"))
    return _coarse(read) if whole else read


def _marked(found: re.Match[str], first: float, second: float) -> Reading:
    """With hemispheres: S is south to one reader and north to the other, so both are offered."""
    readings = []
    for one, other in meanings(found["one"], found["other"]):
        if (one.sign and found["ad"][0] in "+-") or (other.sign and found["bd"][0] in "+-"):
            continue
        values = first * (one.sign or 1), second * (other.sign or 1)
        readings.append(placed(*(values if one.is_latitude else values[::-1])))
    points = tuple(each for each in readings if isinstance(each, Point))
    if len(points) > 1:
        return Ambiguous(points)
    return readings[0] if readings else None


def _bare(first: float, second: float, *, signs: bool) -> Reading:
    """Without hemispheres: only where it can be here, and without signs with a yes."""
    found = placed(first, second)
    if signs or isinstance(found, Ambiguous):
        return found
    if isinstance(found, OutOfRange) or not in_region(first, second):
        return None  # two times, or a date and a time
    return Ambiguous((found,))


def _coarse(read: Reading) -> Reading:
    """In whole minutes."""
    match read:
        case Point() as point:
            return Approximate(point, _MINUTE_METRES)
        case Ambiguous(candidates):
            return Ambiguous(candidates, _MINUTE_METRES)
    return read


def _below_sixty(part: str | None) -> bool:
    return part is None or float(part.replace(",", ".")) < 60


def _degrees(found: re.Match[str], name: str) -> float:
    minutes = float(found[f"{name}m"].replace(",", "."))
    seconds = float((found[f"{name}s"] or "0").replace(",", "."))
    whole = found[f"{name}d"]
    size = abs(int(whole)) + minutes / 60 + seconds / 3600
    return -size if whole.startswith("-") else size
