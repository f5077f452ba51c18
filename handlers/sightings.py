"""/sighting: report what was seen; and the buttons of its cards."""

from handlers import callers, details, duplicates, one_line, place, pressed, when, withdrawals
from handlers.flow import NOTE_LIMIT, Answers, Finish, Flow, Given, Step
from handlers.incoming import Incoming, Kind
from services import media, policy, sectors, sightings
from services.errors import TextTooLong
from services.policy import Verb
from services.sightings import SightingForm
from storage import organisation, people
from storage import sightings as stored
from storage.drafts import Draft
from storage.organisation import SectorRow
from storage.sightings import Sharing, Told
from storage.unit_of_work import UnitOfWork
from views import categories, places
from views import sightings as views
from views.forms import Question
from views.language import Reader
from views.message import units

# What each line of the review forgets when it is edited.
_ANSWERS = {
    "group": ("group", "category"),
    "place": place.ANSWERS,
    "direction": ("direction",),
    "when": when.ANSWERS,
    "note": ("note_asked",),
    "told": callers.ANSWERS,
}
# Lines that are asked again only where they are edited.
_ASKED = {"when": "when_asked", "note": "note_asked", "told": "told_asked"}


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


def _ask_direction(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    point = place.point_of(draft.answers.get("place", {}))
    return views.ask_direction(reader, places.zone_warning(reader, point) if point else [])


def _read_direction(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice not in {*views.DIRECTIONS, "unknown"}:
        return None
    return draft.answers | {"direction": given.choice}


def _ask_note(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_note(reader)


def _read_note(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    return _without(draft.answers, ("note_asked",)) | {"note": given.text} if given.text else None


def _ask_review(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    form = _form(draft)
    caller = people.by_id(uow.session, form.caller_id) if form.caller_id else None
    sides = policy.sides_that_get(form.sharing, uow.actor.country)
    report = views.Report(
        side=uow.actor.country,
        sides=sides,
        category=form.category,
        direction=form.direction,
        seen_at=form.seen_at,
        point=form.point,
        accuracy=form.accuracy,
        sector=_sector(uow, form),
        note=form.note,
        exercise=uow.installation.exercise,
        observer=form.observer,
        observer_sides=policy.sides_that_get(
            form.observer_sharing if form.sharing == Sharing.BOTH else Sharing.OWN,
            uow.actor.country,
        ),
        told_by=form.told_by or "",
        caller=caller.name if caller else form.caller_name,
        details=form.details,
        reviewed_at=uow.now,
        media=tuple(media.of_form(uow, draft.id)),
    )
    return views.review(reader, report, form.sharing, may_enter=callers.offered(uow))


def _sector(uow: UnitOfWork, form: SightingForm) -> SectorRow | None:
    """The sector chosen, or the one the point lies in."""
    if form.sector:
        return organisation.sector_by_code(uow.session, form.sector)
    return sectors.of_point(uow, form.point) if form.point else None


def _read_review(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    action, _, what = given.choice.partition("-")
    if given.choice == "send":
        return Finish(draft.answers)
    if given.choice == details.MENU:
        return draft.answers | {details.MENU: True}
    if action == "share" and what in set(Sharing):
        return draft.answers | {"sharing": what}
    if action == "observer" and what in set(Sharing):
        return draft.answers | {"observer": what}
    if action == "edit" and what in _ANSWERS and (what != "told" or callers.offered(uow)):
        extra = {_ASKED[what]: True} if what in _ASKED else {}
        return _without(draft.answers, _ANSWERS[what]) | extra
    return None


def _form(draft: Draft) -> SightingForm:
    answers = draft.answers
    where = answers["place"]
    chosen = answers.get("sharing") or sightings.default_sharing(answers["category"])
    return SightingForm(
        category=answers["category"],
        direction=answers["direction"],
        sharing=Sharing(chosen),
        seen_at=when.seen_at(draft),
        point=place.point_of(where),
        accuracy=where.get("accuracy"),
        sector=where.get("sector"),
        note=answers.get("note", ""),
        observer=place.observer_of(where),
        observer_sharing=Sharing(answers.get("observer", Sharing.OWN)),
        told_by=Told(answers["told"]) if "told" in answers else None,
        caller_id=answers.get("caller", {}).get("id"),
        caller_name=callers.named(answers),
        details=details.of(answers),
        draft_id=draft.id,
    )


def _without(answers: Answers, names: tuple[str, ...]) -> Answers:
    return {name: value for name, value in answers.items() if name not in names}


def _number_and_version(parts: list[str]) -> tuple[str, int]:
    number, version = pressed.words(parts, 2)
    return number, pressed.whole(version)


def typed(incoming: Incoming) -> str:
    """The words after the command; none after a key of the menu, whose label is its text."""
    return incoming.text if incoming.kind == Kind.COMMAND else ""


def start(uow: UnitOfWork, words: str) -> Answers:
    """What a new form begins with. Raises `NotAllowed`, `TextTooLong` before anything is asked."""
    policy.require(uow.actor, Verb.REPORT_SIGHTING)
    if units(words) > NOTE_LIMIT:
        raise TextTooLong(limit=NOTE_LIMIT)
    return one_line.answers(uow, words)


FLOW = Flow(
    "sighting",
    steps=(
        Step("group", lambda a: not {"group", "category"} & a.keys(), _ask_group, _read_group),
        Step("category", lambda a: "category" not in a, _ask_category, _read_category),
        *place.STEPS,
        Step("direction", lambda a: "direction" not in a, _ask_direction, _read_direction),
        *when.STEPS,
        Step("note", lambda a: "note_asked" in a, _ask_note, _read_note),
        *callers.STEPS,
        *details.STEPS,
        Step("review", lambda _: True, _ask_review, _read_review),
    ),
    done=done,
    so_far=views.so_far,
    note="note",
    file=lambda uow, draft, sent: media.take_in(uow, draft.id, sent),
)
BUTTONS = {
    "take": take_over,
    "resolve": resolve,
    **withdrawals.BUTTONS,
    **duplicates.BUTTONS,
}
