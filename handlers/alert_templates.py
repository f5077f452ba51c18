"""/templates: templates of alerts listed, worded anew in one's own language, retired."""

from handlers import pressed
from handlers.flow import Answers, Finish, Flow, Given, Step
from handlers.incoming import Incoming
from services import alert_template_wordings as wordings
from services import notify, policy
from services.alert_template_wordings import Wording
from services.policy import Verb
from storage.alert_templates import LONGEST_TITLE, TemplateRow
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import alert_templates as views
from views.blanks import blanks_in, readable
from views.forms import Question
from views.language import Reader


def show(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/templates."""
    wordings.show(uow)


def turn(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Back*, and the other pages of the list."""
    (page,) = pressed.wholes(parts, 1)
    wordings.show(uow, page, shown_in=incoming.message_id)
    return None


def choose(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """A template of the list."""
    wordings.show_one(uow, pressed.word(parts), shown_in=incoming.message_id)
    return None


def ask_retire(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Retire*."""
    wordings.ask_retire(uow, pressed.word(parts), shown_in=incoming.message_id)
    return None


def retire(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Retire*, once more."""
    wordings.retire(uow, pressed.word(parts), shown_in=incoming.message_id)
    return None


def restore(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Put it back*."""
    wordings.restore(uow, pressed.word(parts), shown_in=incoming.message_id)
    return None


def start_change(uow: UnitOfWork, parts: list[str]) -> Answers:
    """What the form for *Change the text* begins with. Raises `NotAllowed`, `Stale`."""
    return {"key": wordings.to_change(uow, pressed.word(parts)).key}


def start_new(uow: UnitOfWork, _parts: list[str]) -> Answers:
    """What the form for *New template* begins with. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.EDIT_TEMPLATES)
    return {"new": True}


def start_answer(uow: UnitOfWork, parts: list[str]) -> Answers:
    """What the form for *Give the text* begins with. Raises `NotAllowed`, `Stale`."""
    (wording_id,) = pressed.wholes(parts, 1)
    row = wordings.to_complete(uow, wording_id)
    mine = views.missing(row)
    return {"wording": wording_id} | (
        {} if row.model_dump()[f"title_{mine}"] else {"untitled": True}
    )


def _ask_level(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_level(reader)


def _read_level(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    return draft.answers | {"level": given.choice} if given.choice in views.LEVELS else None


def _ask_lifetime(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_lifetime(reader)


def _read_lifetime(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    offered = {str(each): each for each in views.LIFETIMES}
    found = offered.get(given.choice)
    return draft.answers | {"lifetime": found} if found else None


def _ask_title(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    row = _row(uow, draft)
    there = row.title_sr or row.title_ro if row else ""
    return views.ask_title(reader, there, LONGEST_TITLE)


def _read_title(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if not given.text:
        return None
    return draft.answers | {"title": wordings.checked_title(uow, given.text)}


def _ask_text(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    row = _row(uow, draft)
    if row:
        return views.ask_text(reader, views.given(reader, row), blanks_in(_theirs(row)))
    if "key" not in draft.answers:
        return views.ask_text(reader, (), ())
    template = wordings.to_change(uow, draft.answers["key"])
    now = template.texts[views.own(reader)]
    return views.ask_text(reader, [readable(reader, now)], ())


def _read_text(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if not given.text:
        return None
    row = _row(uow, draft)
    text = wordings.checked_text(uow, given.text, _theirs(row) if row else "")
    return draft.answers | {"text": text}


def _ask_review(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    answers = draft.answers
    completes = _row(uow, draft) is not None
    return views.ask_review(reader, answers.get("title", ""), answers["text"], completes=completes)


def _read_review(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    if given.text:
        return _read_text(uow, draft, given)
    return Finish(draft.answers) if given.choice == "send" else None


def _done(uow: UnitOfWork, draft: Draft, pressed_in: int | None) -> None:
    answers = draft.answers
    if pressed_in:
        reader = notify.reader_of(uow.actor)
        notify.replace(uow, pressed_in, views.written(reader, answers["text"]))
    if "wording" in answers:
        wordings.complete(uow, answers["wording"], answers["text"], answers.get("title", ""))
        return
    names = ("key", "title", "level", "lifetime", "text")
    wordings.propose(uow, Wording(**{name: answers[name] for name in names if name in answers}))


def _row(uow: UnitOfWork, draft: Draft) -> TemplateRow | None:
    """The wording whose other language is being written. Raises `Stale` where it waits no more."""
    wording_id = draft.answers.get("wording")
    return wordings.to_complete(uow, wording_id) if wording_id else None


def _theirs(row: TemplateRow) -> str:
    return row.text_sr or row.text_ro


def _so_far(reader: Reader, _answers: Answers) -> str:
    return views.label(reader)


FLOW = Flow(
    "template-text",
    steps=(
        Step("level", lambda a: "new" in a and "level" not in a, _ask_level, _read_level),
        Step("life", lambda a: "new" in a and "lifetime" not in a, _ask_lifetime, _read_lifetime),
        Step(
            "title",
            lambda a: ("new" in a or "untitled" in a) and "title" not in a,
            _ask_title,
            _read_title,
        ),
        Step("text", lambda a: "text" not in a, _ask_text, _read_text),
        Step("review", lambda _: True, _ask_review, _read_review),
    ),
    done=_done,
    so_far=_so_far,
)
COMMANDS = {"templates": show}
BUTTONS = {
    "templates": turn,
    "template": choose,
    "template-off": ask_retire,
    "template-off-yes": retire,
    "template-on": restore,
}
