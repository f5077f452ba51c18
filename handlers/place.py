"""Where it was: here, elsewhere, or over there as seen from here; steps of a sighting's form."""

import math
import re

from geography import coordinates
from geography.point import Compass, Point, bearing_of
from geography.readings import Ambiguous, OutOfRange
from handlers.flow import Answers, Given, Step
from services.errors import DistanceOutOfRange, NoSuchBearing, NoSuchPlace
from storage import organisation
from storage.drafts import Draft
from storage.organisation import SectorRow
from storage.unit_of_work import UnitOfWork
from views import forms, observers
from views import sightings as views
from views.forms import Question
from views.language import Language, Reader

# What is asked on the way to a place; forgotten when it is found, or to be given again.
_ON_THE_WAY = ("candidates", "otherwise", "over_there", "here", "bearing")
ANSWERS = ("place", "observer", *_ON_THE_WAY)

NEAREST, FARTHEST = 10, 30_000  # metres; nearer it is here, farther nobody sees what it is

# How far off the computed point may be, as a part of the distance: half of one of eight directions
# (sin 22.5° is 0.38), or of a bearing in degrees; both with a distance judged by eye.
_ROUGH, _FINE = 0.4, 0.2

_DEGREES = re.compile(r"([+-]?[0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*°?")
_DISTANCE = re.compile(r"([+-]?[0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*(m|м|km|км)?\.?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")


def point_of(place: Answers) -> Point | None:
    """The point of a place that has been given; None for a sector."""
    return Point(*place["point"]) if place.get("point") else None


def observer_of(place: Answers) -> Point | None:
    """Where the officer stood, if what they saw was over there."""
    return Point(*place["observer"]) if place.get("observer") else None


def _ask_place(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    if draft.answers.get("candidates"):
        return views.ask_which_place(reader, _points(draft.answers["candidates"]))
    if draft.answers.get("otherwise"):
        return views.ask_place_otherwise(reader, _sectors(uow))
    return views.ask_place(reader, draft.answers["category"])


def _read_place(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.text in _labels("over there"):
        return _without(draft.answers, _ON_THE_WAY) | {"over_there": True}
    if given.text in _labels("otherwise"):
        return _without(draft.answers, ("candidates",)) | {"otherwise": True}
    if given.choice and not draft.answers.get("candidates"):
        offered = {views.sector_choice(sector): sector.code for sector in _sectors(uow)}
        sector = offered.get(given.choice)
        return draft.answers | {"place": {"sector": sector}} if sector else None
    return _read_point(draft, given, "place")


def _ask_here(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    if draft.answers.get("candidates"):
        return views.ask_which_place(reader, _points(draft.answers["candidates"]))
    return observers.ask_here(reader)


def _read_here(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    return _read_point(draft, given, "here")


def _read_point(draft: Draft, given: Given, name: str) -> Answers | None:
    """A position shared, typed, or chosen among the readings of what was typed."""
    answers = _without(draft.answers, ("candidates",))
    if given.choice:
        offered = _points(draft.answers.get("candidates", []))
        chosen = given.choice.isascii() and given.choice.isdigit()
        index = int(given.choice[:3]) if chosen else len(offered)
        return answers | {name: _place(offered[index])} if index < len(offered) else None
    if given.incoming and given.incoming.point:
        return answers | {name: _place(given.incoming.point, given.incoming.accuracy)}
    match coordinates.parse(given.text):
        case Point() as point:
            return answers | {name: _place(point)}
        case Ambiguous(candidates):
            return answers | {"candidates": [[p.latitude, p.longitude] for p in candidates]}
        case OutOfRange():
            raise NoSuchPlace
        case _:
            return None


def _ask_bearing(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return observers.ask_bearing(reader)


def _read_bearing(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice in set(Compass):
        degrees, spread = bearing_of(Compass(given.choice)), _ROUGH
    elif typed := _DEGREES.fullmatch(given.text):
        degrees, spread = float(typed[1].replace(",", ".")), _FINE
    else:
        return None
    if not 0 <= degrees <= 360:
        raise NoSuchBearing
    return draft.answers | {"bearing": {"degrees": degrees, "spread": spread}}


def _ask_distance(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return observers.ask_distance(reader)


def _read_distance(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    metres = _metres(given)
    if metres is None:
        return None
    if not NEAREST <= metres <= FARTHEST:
        raise DistanceOutOfRange(least=NEAREST, most=FARTHEST)
    here, bearing = draft.answers["here"], draft.answers["bearing"]
    seen = Point(*here["point"]).destination(bearing["degrees"], metres)
    accuracy = _roundly((here["accuracy"] or 0) + metres * bearing["spread"])
    place = _place(seen, accuracy) | {"observer": here["point"]}
    return _without(draft.answers, _ON_THE_WAY) | {"place": place}


def _roundly(metres: float) -> float:
    """Up to one digit and zeros; an exact figure would tell the other side how far one stood."""
    step = 10.0 ** math.floor(math.log10(metres))
    return math.ceil(metres / step) * step


def _metres(given: Given) -> float | None:
    """A distance pressed, or typed with its unit or in metres."""
    if given.choice:
        return float(given.choice) if given.choice in map(str, observers.DISTANCES) else None
    typed = _DISTANCE.fullmatch(given.text)
    if typed is None:
        return None
    number, unit = typed[1], (typed[2] or "").lower()
    if unit in {"km", "км"}:
        return float(number.replace(",", ".")) * 1000
    # 1.200 m are twelve hundred here, and 1,200 m are so in English: nobody types millimetres.
    if _THOUSANDS.fullmatch(number):
        return float(re.sub("[.,]", "", number))
    return float(number.replace(",", "."))


def _place(point: Point, accuracy: float | None = None) -> Answers:
    return {"point": [point.latitude, point.longitude], "accuracy": accuracy}


def _points(pairs: list[list[float]]) -> list[Point]:
    return [Point(*pair) for pair in pairs]


def _sectors(uow: UnitOfWork) -> list[SectorRow]:
    return organisation.sectors(uow.session)


def _without(answers: Answers, names: tuple[str, ...]) -> Answers:
    return {name: value for name, value in answers.items() if name not in names}


def _labels(key: str) -> frozenset[str]:
    """What a key says in any language; the location key's label, too, which some devices send."""
    readers = [Reader(language, "") for language in Language]
    if key == "over there":
        return frozenset(observers.over_there_label(reader) for reader in readers)
    return frozenset(
        label
        for reader in readers
        for label in (forms.location_label(reader), forms.otherwise_label(reader))
    )


STEPS = (
    Step("place", lambda a: not {"place", "over_there"} & a.keys(), _ask_place, _read_place),
    Step("here", lambda a: "over_there" in a and "here" not in a, _ask_here, _read_here),
    Step("bearing", lambda a: "here" in a and "bearing" not in a, _ask_bearing, _read_bearing),
    Step("distance", lambda a: "bearing" in a, _ask_distance, _read_distance),
)
