"""/sighting: report what was seen; and the buttons of its cards."""

from datetime import datetime, timedelta

from geography import coordinates
from geography.coordinates import Ambiguous, OutOfRange
from geography.point import Point
from handlers.flow import NOTE_LIMIT, Answers, Finish, Flow, Given, Step
from handlers.incoming import Incoming, Kind
from services import policy, sightings
from services.errors import NoSuchPlace, Stale, TextTooLong
from services.policy import Verb
from services.sightings import SightingForm
from storage import organisation
from storage import sightings as stored
from storage.drafts import Draft
from storage.organisation import SectorRow
from storage.sightings import Sharing
from storage.unit_of_work import UnitOfWork
from views import categories, forms, places
from views import sightings as views
from views.forms import Question
from views.language import Language, Reader
from views.message import units

# What each line of the review forgets when it is edited.
_ANSWERS = {
    "group": ("group", "category"),
    "place": ("place", "candidates", "otherwise"),
    "direction": ("direction",),
    "when": ("minutes",),
    "note": ("note_asked",),
}


def take_over(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*I take it over* on a desk's card."""
    sightings.take_over(uow, *_number_and_version(parts))
    return None


def resolve(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Resolved* on a desk's card."""
    sightings.resolve(uow, *_number_and_version(parts))
    return None


def done(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    """*Send* on the review."""
    sightings.report(uow, _form(draft), shown_in=pressed)


def _ask_group(uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    used = stored.usage(uow.session, uow.actor.country)
    by_use = {
        group: sum(used.get(category, 0) for category in members)
        for group, members in categories.GROUPS.items()
    }
    return views.ask_group(reader, sorted(by_use, key=lambda group: -by_use[group]))


def _read_group(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    members = categories.GROUPS.get(given.choice)
    if members is None:
        return None
    only = {"category": members[0]} if len(members) == 1 else {}
    return draft.answers | {"group": given.choice} | only


def _ask_category(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    used = stored.usage(uow.session, uow.actor.country)
    members = categories.GROUPS[draft.answers["group"]]
    return views.ask_category(reader, sorted(members, key=lambda each: -used.get(each, 0)))


def _read_category(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice not in categories.CATEGORIES:
        return None
    return draft.answers | {"category": given.choice}


def _ask_place(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    if draft.answers.get("candidates"):
        return views.ask_which_place(reader, _points(draft.answers["candidates"]))
    if draft.answers.get("otherwise"):
        return views.ask_place_otherwise(reader, _sectors(uow))
    return views.ask_place(reader, draft.answers["category"])


def _read_place(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    answers = {name: value for name, value in draft.answers.items() if name != "candidates"}
    if given.choice:
        return _read_place_choice(uow, draft, given.choice)
    if given.incoming and given.incoming.point:
        return answers | {"place": _place(given.incoming.point, given.incoming.accuracy)}
    if given.text in _other_ways():
        return answers | {"otherwise": True}
    match coordinates.parse(given.text):
        case Point() as point:
            return answers | {"place": _place(point)}
        case Ambiguous(candidates):
            return answers | {"candidates": [[p.latitude, p.longitude] for p in candidates]}
        case OutOfRange():
            raise NoSuchPlace
        case _:
            return None


def _read_place_choice(uow: UnitOfWork, draft: Draft, choice: str) -> Answers | None:
    answers = {name: value for name, value in draft.answers.items() if name != "candidates"}
    candidates = _points(draft.answers.get("candidates", []))
    if candidates:
        chosen = choice.isascii() and choice.isdigit() and int(choice[:3]) < len(candidates)
        return answers | {"place": _place(candidates[int(choice[:3])])} if chosen else None
    offered = {views.sector_choice(sector): sector.code for sector in _sectors(uow)}
    return answers | {"place": {"sector": offered[choice]}} if choice in offered else None


def _ask_direction(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    point = _point(draft.answers["place"])
    return views.ask_direction(reader, places.zone_warning(reader, point) if point else [])


def _read_direction(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice not in {*views.DIRECTIONS, "unknown"}:
        return None
    return draft.answers | {"direction": given.choice}


def _ask_when(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_when(reader)


def _read_when(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    offered = {str(minutes): minutes for minutes in views.MINUTES_AGO}
    if given.choice not in offered:
        return None
    return draft.answers | {"minutes": offered[given.choice]}


def _ask_note(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_note(reader)


def _read_note(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    return _without(draft.answers, ("note_asked",)) | {"note": given.text} if given.text else None


def _ask_review(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    form = _form(draft)
    sides = policy.sides_that_get(form.sharing, uow.actor.country)
    report = views.Report(
        side=uow.actor.country,
        sides=sides,
        category=form.category,
        direction=form.direction,
        seen_at=form.seen_at,
        point=form.point,
        accuracy=form.accuracy,
        sector=organisation.sector_by_code(uow.session, form.sector) if form.sector else None,
        note=form.note,
        exercise=uow.installation.exercise,
    )
    return views.review(reader, report, form.sharing)


def _read_review(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    action, _, what = given.choice.partition("-")
    if given.choice == "send":
        return Finish(draft.answers)
    if action == "share" and what in set(Sharing):
        return draft.answers | {"sharing": what}
    if action == "edit" and what in _ANSWERS:
        waits = {"note_asked": True} if what == "note" else {"when_asked": True}
        extra = waits if what in {"note", "when"} else {}
        return _without(draft.answers, _ANSWERS[what]) | extra
    return None


def _form(draft: Draft) -> SightingForm:
    answers = draft.answers
    place = answers["place"]
    chosen = answers.get("sharing") or sightings.default_sharing(answers["category"])
    return SightingForm(
        category=answers["category"],
        direction=answers["direction"],
        sharing=Sharing(chosen),
        seen_at=_seen_at(draft),
        point=_point(place),
        accuracy=place.get("accuracy"),
        sector=place.get("sector"),
        note=answers.get("note", ""),
    )


def _seen_at(draft: Draft) -> datetime:
    """What is seen is seen when the form is opened, unless its reporter says it was before."""
    return draft.created_at - timedelta(minutes=draft.answers.get("minutes", 0))


def _without(answers: Answers, names: tuple[str, ...]) -> Answers:
    return {name: value for name, value in answers.items() if name not in names}


def _place(point: Point, accuracy: float | None = None) -> Answers:
    return {"point": [point.latitude, point.longitude], "accuracy": accuracy}


def _point(place: Answers) -> Point | None:
    return Point(*place["point"]) if place.get("point") else None


def _points(pairs: list[list[float]]) -> list[Point]:
    return [Point(*pair) for pair in pairs]


def _sectors(uow: UnitOfWork) -> list[SectorRow]:
    return organisation.sectors(uow.session)


def _other_ways() -> frozenset[str]:
    """The key for other ways, and the location key's label, which some devices send as text."""
    readers = [Reader(language, "") for language in Language]
    return frozenset(
        label
        for reader in readers
        for label in (forms.location_label(reader), forms.otherwise_label(reader))
    )


def _number_and_version(parts: list[str]) -> tuple[str, int]:
    if len(parts) != 3 or not (parts[2].isascii() and parts[2].isdigit() and len(parts[2]) < 10):
        raise Stale
    return parts[1], int(parts[2])


def start(uow: UnitOfWork, incoming: Incoming) -> Answers:
    """What a new form begins with. Raises `NotAllowed`, `TextTooLong` before anything is asked."""
    policy.require(uow.actor, Verb.REPORT_SIGHTING)
    typed = incoming.text if incoming.kind == Kind.COMMAND else ""
    if units(typed) > NOTE_LIMIT:
        raise TextTooLong(limit=NOTE_LIMIT)
    return {"note": typed} if typed else {}


FLOW = Flow(
    "sighting",
    steps=(
        Step("group", lambda a: not {"group", "category"} & a.keys(), _ask_group, _read_group),
        Step("category", lambda a: "category" not in a, _ask_category, _read_category),
        Step("place", lambda a: "place" not in a, _ask_place, _read_place),
        Step("direction", lambda a: "direction" not in a, _ask_direction, _read_direction),
        Step("when", lambda a: "when_asked" in a and "minutes" not in a, _ask_when, _read_when),
        Step("note", lambda a: "note_asked" in a, _ask_note, _read_note),
        Step("review", lambda _: True, _ask_review, _read_review),
    ),
    done=done,
    so_far=views.so_far,
    note="note",
)
BUTTONS = {"take": take_over, "resolve": resolve}
