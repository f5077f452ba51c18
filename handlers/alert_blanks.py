"""The blanks of a template, asked one by one: a step of an alert's form."""

from datetime import timedelta

from geography.point import Point
from handlers.flow import Answers, Given, Step
from handlers.typed_place import place
from services import alert_templates, blanks
from services.alert_templates import Template
from services.errors import Stale
from storage import organisation
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import alert_forms as views
from views.blanks import Blank, Value
from views.blanks import Kind as For
from views.forms import Choice, Question
from views.language import Language, Reader
from views.sightings import sector_choice, sector_name


def _next_blank(answers: Answers) -> str | None:
    there = answers.get("values", {})
    return next((name for name in answers.get("blanks", ()) if name not in there), None)


def _blank(uow: UnitOfWork, answers: Answers) -> tuple[Template, Blank]:
    """The blank that waits. Raises `Stale` where its template is there no more."""
    template = alert_templates.by_key(uow, answers["template"])
    name = _next_blank(answers)
    for each in template.blanks if template else ():
        if template and each.name == name:
            return template, each
    raise Stale


def _ask_blank(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    template, blank = _blank(uow, draft.answers)
    offered = views.offered(reader, blank.kind)
    if blank.kind == For.PLACE:
        sectors = organisation.sectors(uow.session)
        offered = [Choice(sector_name(reader, each), sector_choice(each)) for each in sectors]
    return views.ask_blank(reader, template, blank, offered)


def _read_blank(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    template, blank = _blank(uow, draft.answers)
    value = _value(uow, blank, given)
    if value is None:
        return None
    values = draft.answers.get("values", {}) | {blank.name: value}
    answers = draft.answers | {"values": values}
    if "place" not in answers and isinstance(value, dict) and "point" in value:
        answers |= {"place": place(Point(*value["point"]))}
    return answers if _next_blank(answers) else answers | texts(template, values)


def _value(uow: UnitOfWork, blank: Blank, given: Given) -> Value | None:
    if given.text:
        return blanks.read(uow, blank, given.text)
    if given.incoming:
        return blanks.read(uow, blank, given.incoming.point) if given.incoming.point else None
    kind, _, number = given.choice.partition("-")
    if blank.kind == For.PLACE:
        sectors = {sector_choice(each): each for each in organisation.sectors(uow.session)}
        found = sectors.get(given.choice)
        return blanks.read(uow, blank, found.code) if found else None
    if given.choice not in {
        each.value for each in views.offered(Reader(Language.EN, ""), blank.kind)
    }:
        return None
    if kind in {"ago", "in"}:
        minutes = int(number) * (-1 if kind == "ago" else 1)
        return blanks.at_moment(uow, uow.now + timedelta(minutes=minutes))
    return blanks.read(uow, blank, given.choice)


def texts(template: Template, values: dict[str, Value]) -> Answers:
    """Both sides' words, with what the blanks hold."""
    return {"texts": alert_templates.filled(template, values)}


STEP = Step("blank", lambda a: _next_blank(a) is not None, _ask_blank, _read_blank)
