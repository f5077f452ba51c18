"""Grid references as military maps and receivers give them: MGRS, and UTM in metres."""

import re

from geography import utm
from geography.coordinates import in_region, unwrapped
from geography.point import Point
from geography.readings import Ambiguous, Approximate, Fault, Reading, Unreadable

# The zone where the officers work, and its band: 18–24° E, 40–48° N.
HOME_ZONE, HOME_BAND = 34, "T"

_LATIN = str.maketrans("АВЕКМНОРСТХЈ", "ABEKMHOPCTXJ")  # look-alikes on a Cyrillic keyboard
_HEADING = r"(?:(?:UTM|MGRS|УТМ|МГРС)\s?:?\s?)?"
_MGRS = re.compile(
    rf"{_HEADING}(?:(?P<zone>[0-9]{{1,2}})\s?(?P<band>[A-Z])\s?)?"
    r"(?P<square>[A-Z]{2})\s?(?P<digits>[0-9]{1,10}|[0-9]{1,5}\s[0-9]{1,5})"
)
_METRES = r"[0-9]{6,7}(?:[.,][0-9]{1,6})?"
_UTM = re.compile(
    rf"{_HEADING}(?:(?P<zone>[0-9]{{1,2}})\s?(?P<band>[A-Z])\s?)?"
    rf"(?:E\s?[:=]?\s?)?(?P<easting>{_METRES})(?:\s?(?:ME?|E)\s?[,;/]?\s?|\s?[,;/]\s?|\s)"
    rf"(?:N\s?[:=]?\s?)?(?P<northing>{_METRES})\s?(?:MN?|N)?"
)
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")  # by the zone's remainder of three
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE, _ROUND = 100_000, 2_000_000  # metres; rows come again after twenty squares
_TOLD_IN_FULL = 4  # digits of each number: ten metres


def read(text: str) -> Reading:
    """The position a text consists of; None for a text of another kind. Raises nothing.

    Without its zone a reference is taken for one of the officers' own, and asked back.
    """
    inner = unwrapped(text)
    if inner is None:
        return None
    capitals = inner.upper().translate(_LATIN)
    if metres := _UTM.fullmatch(capitals):
        return _utm(metres)
    square = _MGRS.fullmatch(capitals)
    return _mgrs(square) if square else None


def _utm(found: re.Match[str]) -> Reading:
    easting, northing = (float(found[name].replace(",", ".")) for name in ("easting", "northing"))
    if not found["zone"]:
        here = utm.point(HOME_ZONE, easting, northing)
        # Anything else of so many digits is a telephone number, or two.
        return Ambiguous((here,)) if here and in_region(here.latitude, here.longitude) else None
    zone, band = int(found["zone"]), found["band"]
    if band not in utm.BANDS:
        return Unreadable(Fault.GRID)
    north = utm.point(zone, easting, northing)
    south = utm.point(zone, easting, northing, south=True)
    for here in (north, south):
        if here and utm.in_band(here.latitude, band):
            return here
    # 34N is a band at the equator, and to many the northern half of the zone.
    if band == "N" and north:
        return Ambiguous((north,))
    return Unreadable(Fault.GRID)


def _mgrs(found: re.Match[str]) -> Reading:
    digits = found["digits"]
    east, _space, north = digits.partition(" ")
    if not north and len(digits) % 2 == 0:
        east, north = digits[: len(digits) // 2], digits[len(digits) // 2 :]
    told = len(east)
    if not found["zone"] and (told < _TOLD_IN_FULL or told != len(north)):
        return None  # a number plate, a road, an aircraft
    if told != len(north):
        return Unreadable(Fault.GRID_DIGITS)
    zone, band = int(found["zone"] or HOME_ZONE), found["band"] or HOME_BAND
    step = 10 ** (5 - told)
    here = _in_square(
        zone, band, found["square"], (int(east) + 0.5) * step, (int(north) + 0.5) * step
    )
    if not found["zone"]:
        known = here and in_region(here.latitude, here.longitude)
        return Ambiguous((here,)) if here and known else None
    if here is None:
        return Unreadable(Fault.GRID)
    return Approximate(here, float(step)) if step >= _SQUARE // 1000 else here


def _in_square(zone: int, band: str, square: str, east: float, north: float) -> Point | None:
    """A position in metres from the corner of a square of 100 km; None for no such square."""
    columns, rows = _COLUMNS[zone % 3], _ROWS if zone % 2 else _ROWS[5:] + _ROWS[:5]
    if band not in utm.BANDS or square[0] not in columns or square[1] not in rows:
        return None
    easting = (columns.index(square[0]) + 1) * _SQUARE + east
    northing = rows.index(square[1]) * _SQUARE + north
    for around in range(5):
        here = utm.point(zone, easting, northing + around * _ROUND, south=band < "N")
        # A square reaches over the edge of its band.
        if here and utm.in_band(here.latitude, band, slack=0.9):
            return here
    return None
