"""What is typed into a blank, read as what the blank is for; what is in doubt is asked again."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from geography import names, typed
from geography.folding import fold
from geography.places import Place
from geography.point import Point
from geography.readings import Approximate, MarkerNumber, OutOfRange, Unreadable
from services import moments, moments_ahead, numerals
from services.errors import NoSuchPlace, Refusal, TextTooLong, UnreadablePlace
from services.moments import Doubt, Meant
from storage import organisation, plates
from storage.unit_of_work import UnitOfWork
from views import times, vehicle_words
from views.blanks import DIRECTIONS, Blank, Kind, Value
from views.language import Language, Reader
from views.message import shown, units
from views.sightings import sector_name

LONGEST = 80  # UTF-16 units of what is typed into a blank
MOST = 9999
_PLATE = range(3, 11)  # letters and figures of a plate, without what stands between them
_READERS = tuple(Reader(language, "") for language in Language)


class BlankUnread(Refusal):
    """What was typed is not what the blank is for; `kind` says what that is."""


class BlankEmpty(Refusal):
    """A blank that nothing was put into; `kind` says what it is for."""


def read(uow: UnitOfWork, blank: Blank, given: str | Point) -> Value:
    """The value of a blank, as a draft keeps it.

    Raises `BlankUnread`, `TextTooLong`, and for places `NoSuchPlace` and `UnreadablePlace`.
    """
    if isinstance(given, Point):
        if blank.kind != Kind.PLACE:
            raise BlankUnread(kind=blank.kind)
        return {"point": [given.latitude, given.longitude]}
    text = " ".join(shown(given).split())
    if units(text) > LONGEST:
        raise TextTooLong(limit=LONGEST)
    value = _READ[blank.kind](uow, text) if text else None
    if value is None:
        raise BlankUnread(kind=blank.kind)
    return value


def must_be_filled(blanks: Iterable[Blank], values: Mapping[str, Value]) -> None:
    """Raise `BlankEmpty` for the first blank without a value."""
    for blank in blanks:
        if blank.name not in values:
            raise BlankEmpty(kind=blank.kind)


def _place(uow: UnitOfWork, text: str) -> Value:
    """A known place by its names in all languages, a position; anything else as it was typed."""
    match typed.read(text):
        case Point() as point:
            return {"point": [point.latitude, point.longitude]}
        case Approximate(point):
            return {"typed": text, "point": [point.latitude, point.longitude]}
        case MarkerNumber(number):
            return {"term": "place.border_marker", "n": number}
        case OutOfRange():
            raise NoSuchPlace
        case Unreadable(fault):
            raise UnreadablePlace(fault=fault)
    return _sector(uow, text) or _named(text) or {"typed": text}


def _sector(uow: UnitOfWork, text: str) -> Value | None:
    wanted = fold(text)
    for sector in organisation.sectors(uow.session):
        if wanted in {fold(name) for name in (sector.code, sector.sr_cyrl, sector.ro) if name}:
            return {"names": {each.language: sector_name(each, sector) for each in _READERS}}
    return None


def _named(text: str) -> Value | None:
    """Settlements come before what is called after them; namesakes have their names in common."""
    found = names.named(text)
    found = tuple(each for each in found if isinstance(each, Place)) or found
    called = {tuple(each.name(language) for language in Language) for each in found}
    if len(called) != 1:
        return None
    value = {"names": dict(zip(Language, called.pop(), strict=True))}
    if len(found) > 1:
        return value
    return value | {"point": [found[0].point.latitude, found[0].point.longitude]}


def _vehicle(_uow: UnitOfWork, text: str) -> Value:
    glosses = [list(each) for each in vehicle_words.found(text)]
    return {"typed": text} | ({"words": glosses} if glosses else {})


def _plate(_uow: UnitOfWork, text: str) -> Value | None:
    key = plates.key(text)
    whole = len(key) in _PLATE and any(each.isdigit() for each in key)
    return {"typed": plates.shown(text)} if whole else None


def _time(uow: UnitOfWork, text: str) -> Value | None:
    return _moment(uow, moments.past(text, uow.now, uow.actor.country))


def _later(uow: UnitOfWork, text: str) -> Value | None:
    return _moment(uow, moments_ahead.coming(text, uow.now, uow.actor.country))


def _moment(uow: UnitOfWork, meant: Meant | None) -> Value | None:
    """The one moment meant; with its day where that is another one by either clock.

    In the hour that the clocks go through twice, readers are told no more than was typed.
    """
    if meant is None or not meant.moments:
        return None
    if meant.doubt not in {None, Doubt.FUTURE, Doubt.TWICE}:
        return None
    return at_moment(uow, meant.moments[0])


def at_moment(uow: UnitOfWork, at: datetime) -> Value:
    """The value of a moment that is known; with its day where that is another one."""
    return {"at": int(at.timestamp()) // 60, "dated": _another_day(at, uow.now)}


def _another_day(at: datetime, now: datetime) -> bool:
    return any(
        times.local(at, country).date() != times.local(now, country).date()
        for country in times.CLOCKS
    )


def _number(_uow: UnitOfWork, text: str) -> Value | None:
    words = fold(text).split()
    found = numerals.read(words, 0)
    return found[0] if found and found[1] == len(words) and found[0] <= MOST else None


def _direction(_uow: UnitOfWork, text: str) -> Value | None:
    for key in DIRECTIONS:
        if text == key or fold(text) in {fold(reader.term(key)) for reader in _READERS}:
            return {"term": key}
    return None


_READ: dict[Kind, Callable[[UnitOfWork, str], Value | None]] = {
    Kind.PLACE: _place,
    Kind.VEHICLE: _vehicle,
    Kind.PLATE: _plate,
    Kind.TIME: _time,
    Kind.LATER: _later,
    Kind.NUMBER: _number,
    Kind.DIRECTION: _direction,
}
