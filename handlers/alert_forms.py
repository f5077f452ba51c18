"""/alert: a desk writes an alert, from a template or in its own words, and sends it."""

from handlers import alert_audiences, alert_blanks, alert_options
from handlers.alert_draft import EDIT, LEVELS, edited, form_of, tag, writes_in
from handlers.flow import Answers, Finish, Flow, Given, Step, joined
from handlers.incoming import Incoming, Kind
from handlers.typed_place import place
from services import (
    alert_attachments,
    alert_preview,
    alert_releases,
    alert_templates,
    alerts,
    policy,
)
from services.alert_templates import Template
from services.policy import Verb
from storage import alerts as stored
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import alert_forms as views
from views.forms import Question
from views.language import Reader


def start(uow: UnitOfWork, incoming: Incoming) -> Answers:
    """What a new form begins with; words after the command are the text of the alert."""
    policy.require(uow.actor, Verb.ISSUE_ALERT)
    words = incoming.text.strip() if incoming.kind == Kind.COMMAND else ""
    return _own(uow, {}, words) if words else {}


def done(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    """*Send* on the review: the board takes its place."""
    form = alert_attachments.with_file(uow, form_of(uow, draft), draft.id)
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
    page = alert_audiences.turned(given, len(templates), views.PAGE)
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
    return begun if template.blanks else begun | alert_blanks.texts(template, {})


def _own(uow: UnitOfWork, answers: Answers, words: str) -> Answers:
    texts = answers.get("texts", {}) | {tag(writes_in(uow.actor)): joined("", words)}
    return answers | {"template": views.OWN, "texts": texts}


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
        alert_blanks.STEP,
        Step("text", lambda a: "texts" not in a or a.get(EDIT) == "text", _ask_text, _read_text),
        *alert_audiences.STEPS,
        *alert_options.STEPS,
        Step("review", lambda _: True, _ask_review, _read_review),
    ),
    done=done,
    so_far=_so_far,
    file=lambda uow, draft, sent: alert_attachments.take_in(uow, draft.id, sent),
)
