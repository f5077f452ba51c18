"""A place in words and figures, in the reader's language."""

from geography import border, crossings, places
from geography.crossings import Crossing, Kind
from geography.names import Named
from geography.places import Place
from geography.point import Compass, Point, compass
from views.language import Reader

_SEARCH_METRES = 30_000  # farther away, a settlement's name says nothing about the place
_CROSSING_METRES = 5_000  # as far, a crossing is part of what is going on
_SIGNS: dict[Kind, str] = {"road": "🛂", "rail": "🚆", "ferry": "⛴", "port": "⚓"}
_ON_THE_LINE = 10.0  # metres; nearer than any fix, and no direction leads there


def coordinates(point: Point) -> str:
    """Decimal degrees, to a metre, in the form that map apps take."""
    return f"{point.latitude:.5f}, {point.longitude:.5f}"


def lines(reader: Reader, point: Point, accuracy: float | None = None) -> list[str]:
    """Coordinates, what is near, and warnings outside both countries or the zone of patrols.

    `accuracy` in metres: nothing is said that it does not bear out.
    """
    _ = reader.gettext
    here = "📍 " + coordinates(point)
    if accuracy:
        here += " · " + _("accuracy: {metres} m", metres=reader.number(accuracy))
    near = [*nearest(reader, point), *border_line(reader, point, accuracy or 0.0)]
    return [here, *near, *zone_warning(reader, point)]


def nearest(reader: Reader, point: Point) -> list[str]:
    """The nearest settlement and how far it is, in one line; none where all are far."""
    _ = reader.gettext
    found = places.nearest(point)
    if found.metres > _SEARCH_METRES:
        return []
    name = f"{found.place.name(reader.language)} ({found.place.country})"
    return [_("Nearest place: {place}, {km} km", place=name, km=_km(reader, found.metres, 1))]


def border_line(reader: Reader, point: Point, accuracy: float = 0.0) -> list[str]:
    """How far and which way the border line is, and a crossing close by; none beyond the zone."""
    if not border.in_zone(point):
        return []
    way = border.way_to_border(point)
    line = reader.term("place.border_line")
    told = [f"{line}: {distance(reader, way.metres)}", direction(reader, compass(way.bearing))]
    if way.metres <= max(accuracy, _ON_THE_LINE):  # on either side of it, for all that is known
        told = [f"{line}: ≤ {distance(reader, way.metres + accuracy)}"]
    found = crossings.nearest(point)
    if found.metres > _CROSSING_METRES:
        return [", ".join(told)]
    name = f"{found.crossing.name(reader.language)} ({kind(reader, found.crossing)})"
    # Its point is good to a kilometre, and so is what is said of it.
    away = distance(reader, max(crossings.METRES, round(found.metres, -3)))
    return [", ".join(told), f"{reader.term('place.bcp')}: {name}, ≈ {away}"]


def named(reader: Reader, found: Named) -> str:
    """A place found by its name, with a sign for what it is; short enough for a button."""
    name = found.name(reader.language)
    if isinstance(found, Crossing):
        return f"{_SIGNS[found.kind]} {name.partition(' – ')[0]}"
    return f"📍 {name} ({found.country})" if isinstance(found, Place) else f"📍 {name}"


def told_apart(reader: Reader, found: Named) -> list[str]:
    """Where a place is that bears the name, in a line of its own."""
    _ = reader.gettext
    if isinstance(found, Crossing):
        name = f"{found.name(reader.language)} ({kind(reader, found)})"
        return [f"{reader.term('place.bcp')}: {name}"]
    if not isinstance(found, Place) or found.population >= places.TOWN:
        return []
    town = places.town_near(found)
    name = f"{town.place.name(reader.language)} ({town.place.country})"
    return [_("Nearest town: {place}, {km} km", place=name, km=_km(reader, town.metres, 0))]


def kind(reader: Reader, crossing: Crossing) -> str:
    """What a crossing is for, in a word."""
    return {
        "road": reader.pgettext("border crossing", "road"),
        "rail": reader.pgettext("border crossing", "railway"),
        "ferry": reader.pgettext("border crossing", "ferry"),
        "port": reader.pgettext("border crossing", "port"),
    }[crossing.kind]


def distance(reader: Reader, metres: float) -> str:
    """How far: in metres, or in kilometres from one on."""
    _ = reader.gettext
    if metres < 1000 - 0.5:
        return _("{metres} m", metres=reader.number(metres))
    whole = round(metres, -2) % 1000 == 0
    return _("{km} km", km=_km(reader, metres, 0 if whole else 1))


def zone_warning(reader: Reader, point: Point) -> list[str]:
    """Outside both countries, and outside the 10 km of the protocol of 10 November 2016.

    Warnings, never a hindrance.
    """
    _ = reader.gettext
    abroad = []
    if border.country(point) is None:
        abroad = ["⚠ " + _("This place is neither in Romania nor in Serbia. Please check it.")]
    if border.in_zone(point):
        return abroad
    away = _km(reader, border.distance_to_border(point), 0)
    outside = reader.term("patrol.outside_zone")
    return [*abroad, f"⚠ {outside}. " + _("Distance from the border line: {km} km", km=away)]


def _km(reader: Reader, metres: float, digits: int) -> str:
    return reader.number(metres / 1000, digits)


def direction(reader: Reader, towards: Compass) -> str:
    """One of the eight directions, as a word."""
    return {
        Compass.NORTH: reader.pgettext("direction", "north"),
        Compass.NORTH_EAST: reader.pgettext("direction", "north-east"),
        Compass.EAST: reader.pgettext("direction", "east"),
        Compass.SOUTH_EAST: reader.pgettext("direction", "south-east"),
        Compass.SOUTH: reader.pgettext("direction", "south"),
        Compass.SOUTH_WEST: reader.pgettext("direction", "south-west"),
        Compass.WEST: reader.pgettext("direction", "west"),
        Compass.NORTH_WEST: reader.pgettext("direction", "north-west"),
    }[towards]
