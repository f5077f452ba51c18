"""Where it was: here, elsewhere, or over there as seen from here; steps of a sighting's form."""

import math
import re

from geography import bearings
from geography.point import Compass, Point, bearing_of
from geography.readings import Seen
from handlers import typed_place
from handlers.conversation import KEPT_TEXT
from handlers.flow import Answers, Given, Step
from services.errors import DistanceOutOfRange, NoSuchBearing
from storage import organisation
from storage.drafts import Draft
from storage.organisation import SectorRow
from storage.unit_of_work import UnitOfWork
from views import forms, observers
from views import sightings as views
from views.forms import Question
from views.language import Language, Reader

# What is asked on the way to a place; forgotten when it is found, or to be given again.
_OFFERED = ("candidates", "typed")
_ON_THE_WAY = (*_OFFERED, "otherwise", "over_there", "here", "bearing", "metres")
ANSWERS = ("place", "observer", *_ON_THE_WAY)

NEAREST, FARTHEST = 10, 30_000  # metres; nearer it is here, farther nobody sees what it is

# How far off the computed point may be, as a part of the distance: half of one of eight directions
# (sin 22.5° is 0.38), or of a bearing in degrees; both with a distance judged by eye.
_ROUGH, _FINE = 0.4, 0.2

_DEGREES = re.compile(r"([+-]?[0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*°?")


def point_of(place: Answers) -> Point | None:
    """The point of a place that has been given; None for a sector."""
    return Point(*place["point"]) if place.get("point") else None


def observer_of(place: Answers) -> Point | None:
    """Where the officer stood, if what they saw was over there."""
    return Point(*place["observer"]) if place.get("observer") else None


def _ask_place(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    if draft.answers.get("candidates"):
        return _ask_which(reader, draft)
    if draft.answers.get("otherwise"):
        return views.ask_place_otherwise(reader, _sectors(uow))
    return views.ask_place(reader, draft.answers["category"])


def _ask_which(reader: Reader, draft: Draft) -> Question:
    offered = typed_place.points(draft.answers["candidates"])
    return views.ask_which_place(reader, offered, may_be_none="typed" in draft.answers)


def _read_place(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.text in _labels("over there"):
        return _without(draft.answers, _ON_THE_WAY) | {"over_there": True}
    if given.text in _labels("otherwise"):
        return _without(draft.answers, _OFFERED) | {"otherwise": True}
    if given.choice and not draft.answers.get("candidates"):
        offered = {views.sector_choice(sector): sector.code for sector in _sectors(uow)}
        sector = offered.get(given.choice)
        return draft.answers | {"place": {"sector": sector}} if sector else None
    read = _read_point(uow, draft, given, "place")
    if isinstance(read, Seen):
        return _without(draft.answers, _ON_THE_WAY) | {"over_there": True} | _told(read)
    return read


def _ask_here(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    if draft.answers.get("candidates"):
        return _ask_which(reader, draft)
    return observers.ask_here(reader)


def _read_here(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    read = _read_point(uow, draft, given, "here")
    # A sector says too little of where somebody stands, and a bearing nothing.
    if read is None or isinstance(read, Seen) or "sector" in read.get("here", {}):
        return None
    return _with_place(read)


def _read_point(uow: UnitOfWork, draft: Draft, given: Given, name: str) -> Answers | Seen | None:
    """A position shared, typed, or chosen among those that what was typed may mean."""
    answers = _without(draft.answers, _OFFERED)
    if given.choice:
        return _chosen(draft, answers, given.choice, name)
    if given.incoming and given.incoming.point:
        return answers | {name: typed_place.place(given.incoming.point, given.incoming.accuracy)}
    read = typed_place.read(uow, given.text) if given.text else None
    if read is None or isinstance(read, Seen):
        return read
    return answers | ({name: read["place"]} if "place" in read else read)


def _chosen(draft: Draft, answers: Answers, choice: str, name: str) -> Answers | None:
    """The place meant; or none of them, and then the text is asked about as any other."""
    if choice == views.NONE_OF_THESE and "typed" in draft.answers:
        return answers | {KEPT_TEXT: draft.answers["typed"]}
    offered = draft.answers.get("candidates", [])
    number = int(choice[:3]) if choice.isascii() and choice.isdigit() else len(offered)
    return answers | {name: typed_place.chosen(offered[number])} if number < len(offered) else None


def _ask_bearing(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return observers.ask_bearing(reader)


def _read_bearing(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice in set(Compass):
        told = _bearing(bearing_of(Compass(given.choice)), _ROUGH)
    elif typed := _DEGREES.fullmatch(given.text):
        told = _bearing(float(typed[1].replace(",", ".")), _FINE)
    elif seen := bearings.read(given.text):
        told = _told(seen)
    else:
        return None
    return _with_place(draft.answers | told)


def _ask_distance(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return observers.ask_distance(reader)


def _read_distance(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    pressed = given.choice in map(str, observers.DISTANCES)
    metres = float(given.choice) if pressed else bearings.metres(given.text)
    return None if metres is None else _with_place(draft.answers | _distance(metres))


def _told(seen: Seen) -> Answers:
    """A bearing and a distance in one line; without the bearing where its word means two."""
    distance = _distance(seen.metres)
    if seen.bearing is None:
        return distance
    return distance | _bearing(seen.bearing, _ROUGH if seen.words else _FINE)


def _bearing(degrees: float, spread: float) -> Answers:
    if not 0 <= degrees <= 360:
        raise NoSuchBearing
    return {"bearing": {"degrees": degrees, "spread": spread}}


def _distance(metres: float) -> Answers:
    if not NEAREST <= metres <= FARTHEST:
        raise DistanceOutOfRange(least=NEAREST, most=FARTHEST)
    return {"metres": metres}


def _with_place(answers: Answers) -> Answers:
    """With the point over there, once all is known that leads to it."""
    if not {"here", "bearing", "metres"} <= answers.keys():
        return answers
    here, bearing, metres = answers["here"], answers["bearing"], answers["metres"]
    seen = Point(*here["point"]).destination(bearing["degrees"], metres)
    accuracy = _roundly((here["accuracy"] or 0) + metres * bearing["spread"])
    place = typed_place.place(seen, accuracy) | {"observer": here["point"]}
    return _without(answers, _ON_THE_WAY) | {"place": place}


def _roundly(metres: float) -> float:
    """Up to one digit and zeros; an exact figure would tell the other side how far one stood."""
    step = 10.0 ** math.floor(math.log10(metres))
    return math.ceil(metres / step) * step


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
    Step("distance", lambda a: {"here", "bearing"} <= a.keys(), _ask_distance, _read_distance),
)
