"""Where a CAP alert holds, in the words of this installation: sectors, and a circle on the map."""

from collections.abc import Iterable, Iterator

from geography import lands
from geography import places as known
from geography.area import Area as Land
from geography.point import Point
from services import sectors
from storage import organisation
from storage.organisation import SectorRow
from storage.unit_of_work import UnitOfWork
from views.documents.cap_message import Area, Circle

_NEAR = 20_000  # metres: a position with no settlement of ours in this distance is elsewhere
_AROUND = range(0, 360, 45)  # degrees at which the rim of a circle is looked at


def sectors_of(uow: UnitOfWork, areas: Iterable[Area]) -> tuple[str, ...]:
    """Codes of the sectors that areas name by geocode or touch, in their order.

    Touched is a sector whose middle or a corner lies in an area, or on whose land lie the middle, a
    corner or the rim of an area. None where nothing of it is known here.
    """
    rows = organisation.sectors(uow.session)
    drawn = organisation.lands(uow.session)
    found = set[str]()
    for area in areas:
        named = {pair.value.casefold() for pair in area.geocodes}
        found |= {each.code for each in rows if each.code.casefold() in named}
        for corners, inside in _shapes(area):
            found |= {each.code for each in rows if _holds(inside, each, drawn)}
            found |= {code for point in corners for code in _on(uow, point, drawn)}
    return tuple(each.code for each in rows if each.code in found)


def circle_of(areas: Iterable[Area]) -> Circle | None:
    """The first circle; else one around the first polygon."""
    told = list(areas)
    if circle := next((each for area in told for each in area.circles), None):
        return circle
    ring = next((each for area in told for each in area.polygons), None)
    if ring is None:
        return None
    middle = _middle(ring)
    return Circle(middle, max(map(middle.distance_to, ring)) / 1000)


def _shapes(area: Area) -> Iterator[tuple[list[Point], "_Shape"]]:
    """Points of each shape to look at, and whether a position is inside of it."""
    for ring in area.polygons:
        yield [_middle(ring), *ring], _Shape(land=Land(ring))
    for circle in area.circles:
        metres = circle.radius * 1000
        rim = [circle.centre.destination(bearing, metres) for bearing in _AROUND] if metres else []
        yield [circle.centre, *rim], _Shape(circle=circle)


class _Shape:
    """A polygon or a circle, asked whether a position lies in it."""

    def __init__(self, *, land: Land | None = None, circle: Circle | None = None) -> None:
        self._land, self._circle = land, circle

    def __contains__(self, point: Point) -> bool:
        if self._circle:
            return self._circle.centre.distance_to(point) <= self._circle.radius * 1000
        return self._land is not None and point in self._land


def _holds(shape: _Shape, sector: SectorRow, drawn: dict[str, str]) -> bool:
    land = drawn.get(sector.code, "")
    corners = [corner for ring in (lands.outlines(land) if land else ()) for corner in ring]
    if sector.latitude is not None and sector.longitude is not None:
        corners.append(Point(sector.latitude, sector.longitude))
    return any(corner in shape for corner in corners)


def _on(uow: UnitOfWork, point: Point, drawn: dict[str, str]) -> list[str]:
    """The sectors a position lies in; where no land is drawn, the one of the next settlement."""
    if drawn:
        return [code for code, land in drawn.items() if lands.contains(land, point)]
    near = known.nearest(point).metres <= _NEAR
    code = sectors.code_of(uow, point) if near else None
    return [code] if code else []


def _middle(ring: tuple[Point, ...]) -> Point:
    corners = ring[:-1]  # the last is the first
    return Point(
        sum(each.latitude for each in corners) / len(corners),
        sum(each.longitude for each in corners) / len(corners),
    )
