"""/phrases: what one says in the language of the other side, with a tap or two."""

from collections.abc import Callable

from handlers import pressed
from handlers.flow import Answers, Finish, Flow, Given, Step
from handlers.incoming import Incoming
from services import blanks, phrases
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import phrases as views
from views.blanks import Blank
from views.forms import Question
from views.language import Reader

Fill = Callable[[UnitOfWork, int, Answers], None]


def show(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/phrases."""
    phrases.show(uow)


def turn(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """A group of the board, or *Back* to it."""
    group = pressed.word(parts) if len(parts) > 1 else ""
    phrases.show(uow, group, shown_in=incoming.message_id)
    return None


def choose(uow: UnitOfWork, incoming: Incoming, parts: list[str], fill: Fill) -> str | None:
    """A phrase: shown at once, or after its blanks have been filled in with a form."""
    phrase = phrases.wanted(uow, pressed.word(parts))
    if phrase.blanks:
        fill(uow, incoming.sender, {"key": phrase.key, "values": {}})
    else:
        phrases.say(uow, phrase.key, {}, shown_in=incoming.message_id)
    return None


def _ask(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    phrase = phrases.wanted(uow, draft.answers["key"])
    return views.ask(reader, phrase.texts, _empty(uow, draft.answers)[0])


def _read(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    point = given.incoming.point if given.incoming else None
    if not given.text and point is None:
        return None
    first, *others = _empty(uow, draft.answers)
    value = blanks.read(uow, first, point or given.text)
    answers = draft.answers | {"values": draft.answers["values"] | {first.name: value}}
    return answers if others else Finish(answers)


def _empty(uow: UnitOfWork, answers: Answers) -> list[Blank]:
    every = phrases.wanted(uow, answers["key"]).blanks
    return [each for each in every if each.name not in answers["values"]]


def _done(uow: UnitOfWork, draft: Draft, _pressed: int | None) -> None:
    phrases.say(uow, draft.answers["key"], draft.answers["values"])


def _so_far(reader: Reader, _answers: Answers) -> str:
    return views.name(reader)


FLOW = Flow("phrase-blank", (Step("blank", lambda _: True, _ask, _read),), _done, _so_far)
COMMANDS = {"phrases": show}
BUTTONS = {"phrases": turn}
