"""Until when, where, and what else an alert needs: steps opened from its review."""

from geography.point import Point
from handlers import alert_draft, typed_place
from handlers.alert_draft import EDIT, edited, tag
from handlers.flow import Answers, Given, Step, joined
from services import alert_attachments, alerts, blanks
from storage import organisation
from storage.drafts import Draft
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import alert_forms, alert_options
from views import sightings as sighting_views
from views.blanks import Blank, Kind
from views.forms import Question
from views.language import Language, Reader

_PLACE = ("place", "radius", "candidates", "typed")


def _ask_until(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return alert_options.ask_until(reader)


def _read_until(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice in map(str, alert_options.MINUTES):
        return edited(draft.answers, "until_at", minutes=int(given.choice))
    if not given.text:
        return None
    value = blanks.read(uow, Blank(Kind.LATER, Kind.LATER), given.text)
    return edited(draft.answers, "minutes", until_at=value["at"])


def _ask_place(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    answers = draft.answers
    if answers.get("candidates"):
        offered = typed_place.points(answers["candidates"])
        return sighting_views.ask_which_place(reader, offered)
    sectors = organisation.sectors(uow.session)
    return alert_options.ask_place(reader, sectors, is_there="place" in answers)


def _read_place(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice:
        return _chosen_place(uow, draft.answers, given.choice)
    if given.incoming and given.incoming.point:
        return with_point(draft.answers, typed_place.place(given.incoming.point))
    read = typed_place.read(uow, given.text) if given.text else None
    if not isinstance(read, dict):
        return None
    if "place" in read:
        return with_point(draft.answers, read["place"])
    return draft.answers | {"candidates": read["candidates"]}


def _chosen_place(uow: UnitOfWork, answers: Answers, choice: str) -> Answers | None:
    """One of what was offered: of what a name may mean, or a sector; or no place at all."""
    if choice == "none":
        return edited(answers, *_PLACE)
    if answers.get("candidates"):
        offered = {str(at): each for at, each in enumerate(answers["candidates"])}
        found = offered.get(choice)
        return with_point(answers, typed_place.chosen(found)) if found else None
    sectors = organisation.sectors(uow.session)
    codes = {sighting_views.sector_choice(each): each.code for each in sectors}
    code = codes.get(choice)
    return edited(answers, *_PLACE, place={"sector": code}) if code else None


def with_point(answers: Answers, place: Answers) -> Answers:
    """With the place; how far around a point it holds is asked next."""
    kept = edited(answers, *_PLACE, place=place)
    return kept | ({EDIT: "radius"} if place.get("point") else {})


def _ask_radius(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    where = draft.answers["place"]
    return alert_options.ask_radius(reader, Point(*where["point"]))


def _read_radius(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice == "point":
        return edited(draft.answers, "radius")
    chosen = given.choice in map(str, alert_options.RADII)
    return edited(draft.answers, radius=float(given.choice)) if chosen else None


def _ask_more(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    answers = draft.answers
    return alert_options.ask_more(
        reader,
        replies=answers.get("replies", False),
        has_file=bool(alert_attachments.of_form(uow, draft.id)),
        language=_other(uow.actor) if _own_words(answers) else None,
    )


def _read_more(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    answers = draft.answers
    if given.choice == "done":
        return edited(answers)
    if given.choice == "replies":
        return answers | {"replies": not answers.get("replies", False)}
    if given.choice == "level":
        return answers | {EDIT: "level"}
    if given.choice in {"text", "other"} and _own_words(answers):
        return answers | {EDIT: given.choice}
    if given.choice == "unfile":
        alert_attachments.drop(uow, draft.id)
        return answers
    return None


def _ask_other(uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return alert_forms.ask_text(reader, _other(uow.actor), limit=alerts.TEXT_LIMIT)


def _read_other(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if not given.text:
        return None
    texts = draft.answers["texts"] | {tag(_other(uow.actor)): joined("", given.text)}
    return edited(draft.answers, texts=texts)


def _other(author: Person) -> Language:
    return alert_draft.other_than(alert_draft.writes_in(author))


def _own_words(answers: Answers) -> bool:
    """Templates have both texts already, kept alike by construction."""
    return not answers.get("event")


STEPS = (
    Step("until", lambda a: a.get(EDIT) == "until", _ask_until, _read_until),
    Step("place", lambda a: a.get(EDIT) == "place", _ask_place, _read_place),
    Step("radius", lambda a: a.get(EDIT) == "radius", _ask_radius, _read_radius),
    Step("more", lambda a: a.get(EDIT) == "more", _ask_more, _read_more),
    Step("other", lambda a: a.get(EDIT) == "other", _ask_other, _read_other),
)
