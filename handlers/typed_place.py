"""A place that is typed: taken, offered where it is in doubt, or refused with what is wrong."""

from collections.abc import Iterable

from geography import border, crossings, danube, names, typed
from geography.folding import fold
from geography.places import TOWN, Place
from geography.point import Point
from geography.readings import (
    Ambiguous,
    Approximate,
    MarkerNumber,
    OutOfRange,
    Seen,
    Unreadable,
)
from handlers.flow import Answers
from services.errors import NoSuchMarker, NoSuchPlace, UnreadablePlace
from storage import markers, organisation
from storage.unit_of_work import UnitOfWork

# How far from its middle one may be and still say that one is in a place, in metres.
_IN_A_VILLAGE, _IN_A_TOWN = 1000.0, 2000.0
_BESIDE_A_MARKER = 20.0  # markers stand within sight; their data may be as old as they are


def read(uow: UnitOfWork, text: str) -> Answers | Seen | None:
    """A `place`, `candidates` for one, or what is seen from here; None for what is no place.

    Raises `NoSuchPlace`, `NoSuchMarker`, and `UnreadablePlace` with its fault.
    """
    match typed.read(text):
        case Point() as point:
            return _taken(point)
        case Approximate(point, metres):
            return _taken(point, metres)
        case Ambiguous(candidates, metres):
            return {"candidates": [candidate(each, metres) for each in candidates]}
        case OutOfRange():
            raise NoSuchPlace
        case Unreadable(fault):
            raise UnreadablePlace(fault=fault)
        case MarkerNumber() as marker:
            return _marker(uow, marker)
        case Seen() as seen:
            return seen
    return _named(uow, text)


def place(point: Point, accuracy: float | None = None) -> Answers:
    """A point as a form keeps it; accuracy in metres."""
    return {"point": [point.latitude, point.longitude], "accuracy": accuracy}


def points(candidates: Iterable[list[float]]) -> list[Point]:
    """Those that were offered."""
    return [Point(*each[:2]) for each in candidates]


def chosen(candidate: list[float]) -> Answers:
    """The place that was meant."""
    return place(Point(*candidate[:2]), candidate[2] if len(candidate) > 2 else None)


def _taken(point: Point, metres: float | None = None) -> Answers:
    """A place in either country is taken at its word; elsewhere, a digit may be wrong."""
    if border.country(point) is None:
        return {"candidates": [candidate(point, metres)]}
    return {"place": place(point, metres)}


def _marker(uow: UnitOfWork, marker: MarkerNumber) -> Answers:
    found = markers.by_number(uow.session, marker.number, marker.side)
    if not found:
        raise NoSuchMarker(number=marker.number)
    where = [Point(row.latitude, row.longitude) for row in found]
    if len(where) == 1:
        return _taken(where[0], _BESIDE_A_MARKER)
    return {"candidates": [candidate(each, _BESIDE_A_MARKER) for each in where]}


def _named(uow: UnitOfWork, text: str) -> Answers | None:
    """A sector by its whole name; settlements, crossings and landmarks by any, with a yes."""
    wanted = fold(text)
    for sector in organisation.sectors(uow.session):
        if wanted in {fold(name) for name in (sector.code, sector.sr_cyrl, sector.ro) if name}:
            return {"place": {"sector": sector.code}}
    found = names.search(text)
    if not found:
        return None
    return {"candidates": [candidate(each.point, extent(each)) for each in found], "typed": text}


def extent(named: names.Named) -> float:
    """How far from its middle one may be and still say that one is there, in metres."""
    if isinstance(named, Place):
        return _IN_A_TOWN if named.population >= TOWN else _IN_A_VILLAGE
    return crossings.METRES if isinstance(named, crossings.Crossing) else danube.METRES


def candidate(point: Point, metres: float | None) -> list[float]:
    """One of the places that are offered, as a form keeps it."""
    told = [point.latitude, point.longitude]
    return told if metres is None else [*told, metres]
