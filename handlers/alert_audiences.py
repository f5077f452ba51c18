"""Whom an alert is for: the steps of its form that are opened from the review."""

from dataclasses import replace

from handlers.alert_draft import EDIT, audience_of, edited, form_of
from handlers.flow import Answers, Given, Step
from services import alert_preview
from services.alert_audiences import ROLES, Audience
from storage import organisation
from storage.drafts import Draft
from storage.people import SIDES, Role
from storage.unit_of_work import UnitOfWork
from views import alert_audiences as views
from views.forms import Question
from views.language import Reader
from views.sightings import sector_choice


def _ask(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    form = form_of(uow, draft)
    chosen = alert_preview.chosen(uow, form.audience)
    return views.ask(reader, chosen, alert_preview.reach(uow, form))


def _read(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    answers, audience = draft.answers, audience_of(draft.answers)
    kind, _, what = given.choice.partition("-")
    if given.choice == "done":
        return edited(answers)
    if given.choice in {"sectors", "units"}:
        return answers | {EDIT: given.choice, "page": 0}
    if given.choice == "duty":
        return _with(answers, replace(audience, on_duty=not audience.on_duty))
    if kind == "side" and what in SIDES:
        sides = set(audience.sides) ^ {what}
        return _with(answers, replace(audience, sides=tuple(s for s in SIDES if s in sides)))
    if kind == "role" and what in ROLES:
        roles = set(audience.roles) ^ {Role(what)}
        return _with(answers, replace(audience, roles=tuple(r for r in ROLES if r in roles)))
    return None


def _ask_sectors(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    form = form_of(uow, draft)
    chosen = alert_preview.chosen(uow, form.audience)
    sectors = organisation.sectors(uow.session)
    return views.ask_sectors(reader, chosen, sectors, alert_preview.reach(uow, form))


def _read_sectors(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice == "done":
        return draft.answers | {EDIT: "audience"}
    audience = audience_of(draft.answers)
    codes = [each.code for each in organisation.sectors(uow.session)]
    offered = {sector_choice(each): each.code for each in organisation.sectors(uow.session)}
    if given.choice not in offered:
        return None
    taken = set(audience.sectors) ^ {offered[given.choice]}
    sectors = tuple(code for code in codes if code in taken)
    return _with(draft.answers, replace(audience, sectors=sectors))


def _ask_units(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    form = form_of(uow, draft)
    return views.ask_units(
        reader,
        alert_preview.chosen(uow, form.audience),
        alert_preview.units(uow),
        alert_preview.reach(uow, form),
        page=draft.answers.get("page", 0),
    )


def _read_units(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice == "done":
        return draft.answers | {EDIT: "audience"}
    units = alert_preview.units(uow)
    if (page := turned(given, len(units), views.PAGE)) is not None:
        return draft.answers | {"page": page}
    audience = audience_of(draft.answers)
    offered = {views.unit_choice(each): each for each in units}
    if given.choice not in offered:
        return None
    taken = set(audience.units) ^ {offered[given.choice]}
    return _with(draft.answers, replace(audience, units=tuple(sorted(taken))))


def turned(given: Given, many: int, on_a_page: int) -> int | None:
    """The page a button leads to, of so many things in a list; None for another button."""
    kind, _, number = given.choice.partition("-")
    if kind != "page" or not (number.isascii() and number.isdigit() and len(number) < 4):
        return None
    return min(int(number), max(many - 1, 0) // on_a_page)


def _with(answers: Answers, audience: Audience) -> Answers:
    return answers | {"audience": audience.as_json()}


STEPS = (
    Step("whom", lambda a: a.get(EDIT) == "audience", _ask, _read),
    Step("sectors", lambda a: a.get(EDIT) == "sectors", _ask_sectors, _read_sectors),
    Step("units", lambda a: a.get(EDIT) == "units", _ask_units, _read_units),
)
