"""A place in words and figures, in the reader's language."""

from geography import border, places
from geography.point import Point
from views.language import Reader

_SEARCH_METRES = 30_000  # farther away, a settlement's name says nothing about the place


def coordinates(point: Point) -> str:
    """Decimal degrees, to a metre, in the form that map apps take."""
    return f"{point.latitude:.5f}, {point.longitude:.5f}"


def lines(reader: Reader, point: Point) -> list[str]:
    """Coordinates, the nearest settlement, and a warning outside the zone of joint patrols."""
    return ["📍 " + coordinates(point), *nearest(reader, point), *zone_warning(reader, point)]


def nearest(reader: Reader, point: Point) -> list[str]:
    """The nearest settlement and how far it is, in one line; none where all are far."""
    _ = reader.gettext
    found = places.nearest(point)
    if found.metres > _SEARCH_METRES:
        return []
    name = f"{found.place.name(reader.language)} ({found.place.country})"
    return [_("Nearest place: {place}, {km} km", place=name, km=_km(reader, found.metres, 1))]


def distance(reader: Reader, metres: float) -> str:
    """How far: in metres, or in kilometres from one on."""
    _ = reader.gettext
    if metres < 1000 - 0.5:
        return _("{metres} m", metres=reader.number(metres))
    whole = round(metres, -2) % 1000 == 0
    return _("{km} km", km=_km(reader, metres, 0 if whole else 1))


def zone_warning(reader: Reader, point: Point) -> list[str]:
    """Outside the 10 km of the protocol of 10 November 2016: a warning, never a hindrance."""
    _ = reader.gettext
    if border.in_zone(point):
        return []
    away = _km(reader, border.distance_to_border(point), 0)
    outside = reader.term("patrol.outside_zone")
    return [f"⚠ {outside}. " + _("Distance from the border line: {km} km", km=away)]


def _km(reader: Reader, metres: float, digits: int) -> str:
    return reader.number(metres / 1000, digits)
