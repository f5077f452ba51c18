"""/alert: a desk writes an alert, from a template or in its own words, and sends it."""

from datetime import timedelta

from geography.point import Point
from handlers import alert_options, alert_whom
from handlers.alert_draft import EDIT, LEVELS, edited, form_of, tag, writes_in
from handlers.flow import Answers, Finish, Flow, Given, Step, joined
from handlers.incoming import Incoming, Kind
from handlers.typed_place import place
from services import (
    alert_files,
    alert_preview,
    alert_releases,
    alert_templates,
    alerts,
    blanks,
    policy,
)
from services.alert_templates import Template
from services.errors import Stale
from services.policy import Verb
from storage import alerts as stored
from storage import organisation
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import alert_forms as views
from views.blanks import Blank, Value
from views.blanks import Kind as For
from views.forms import Choice, Question
from views.language import Language, Reader
from views.sightings import sector_choice, sector_name


def start(uow: UnitOfWork, incoming: Incoming) -> Answers:
    """What a new form begins with; words after the command are the text of the alert."""
    policy.require(uow.actor, Verb.ISSUE_ALERT)
    words = incoming.text.strip() if incoming.kind == Kind.COMMAND else ""
    return _own(uow, {}, words) if words else {}


def done(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    """*Send* on the review: the board takes its place."""
    form = alert_files.with_file(uow, form_of(uow, draft), draft.id)
    alert_releases.submit(uow, form, shown_in=pressed)


def _ask_template(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_template(reader, _templates(uow), page=draft.answers.get("page", 0))


def _read_template(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    policy.require(uow.actor, Verb.ISSUE_ALERT)
    if given.text:
        return _own(uow, draft.answers, given.text)
    if given.choice == views.OWN:
        return draft.answers | {"template": views.OWN}
    templates = _templates(uow)
    page = alert_whom.turned(given, len(templates), views.PAGE)
    if page is not None:
        return draft.answers | {"page": page}
    for each in templates:
        if given.choice == f"t-{views.code(each.key)}":
            return _begun(each, draft.answers)
    return None


def _templates(uow: UnitOfWork) -> list[Template]:
    """Those used most by this desk first, the others as the bank has them."""
    used = stored.usage(uow.session, uow.actor.country)
    return sorted(alert_templates.listed(uow), key=lambda each: -used.get(each.key, 0))


def _begun(template: Template, answers: Answers) -> Answers:
    begun = answers | {
        "template": template.key,
        "event": template.key,
        "level": template.level,
        "minutes": template.lifetime,
        "replies": template.replies,
        "blanks": [each.name for each in template.blanks],
    }
    return begun if template.blanks else begun | _texts(template, {})


def _own(uow: UnitOfWork, answers: Answers, words: str) -> Answers:
    texts = answers.get("texts", {}) | {tag(writes_in(uow.actor)): joined("", words)}
    return answers | {"template": views.OWN, "texts": texts}


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
    return answers if _next_blank(answers) else answers | _texts(template, values)


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


def _texts(template: Template, values: dict[str, Value]) -> Answers:
    return {"texts": alert_templates.filled(template, values)}


def _ask_level(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_level(reader)


def _read_level(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    return edited(draft.answers, level=given.choice) if given.choice in LEVELS else None


def _ask_text(uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_text(reader, writes_in(uow.actor), limit=alerts.TEXT_LIMIT)


def _read_text(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    return edited(_own(uow, draft.answers, given.text)) if given.text else None


def _ask_review(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    form = form_of(uow, draft)
    second = alert_releases.needed(uow, form)
    shown = alert_preview.preview(uow, form, draft.id, needs_release=second)
    return views.review(reader, shown)


def _read_review(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    if given.choice == "send":
        return Finish(draft.answers)
    if given.choice in {"audience", "until", "place", "more"}:
        return draft.answers | {EDIT: given.choice}
    if given.incoming and given.incoming.point:
        return alert_options.with_point(draft.answers, place(given.incoming.point))
    return None


def _so_far(reader: Reader, _answers: Answers) -> str:
    return views.so_far(reader)


FLOW = Flow(
    "compose",
    steps=(
        Step("start", lambda a: "template" not in a, _ask_template, _read_template),
        Step(
            "level", lambda a: "level" not in a or a.get(EDIT) == "level", _ask_level, _read_level
        ),
        Step("blank", lambda a: _next_blank(a) is not None, _ask_blank, _read_blank),
        Step("text", lambda a: "texts" not in a or a.get(EDIT) == "text", _ask_text, _read_text),
        *alert_whom.STEPS,
        *alert_options.STEPS,
        Step("review", lambda _: True, _ask_review, _read_review),
    ),
    done=done,
    so_far=_so_far,
    file=lambda uow, draft, sent: alert_files.take_in(uow, draft.id, sent),
)
