"""What a form is made of: its steps in order, what each asks, and how an answer is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.incoming import Incoming, Kind
from services.errors import Stale, TextTooLong
from storage.drafts import Draft
from storage.media import Sent
from storage.unit_of_work import UnitOfWork
from views.forms import Question
from views.language import Reader
from views.message import units

Answers = dict[str, Any]

NOTE_LIMIT = 2000  # UTF-16 units; the rest of a card fits beside it in one message
TO_NOTE, DROP_TEXT = "note", "drop"  # what can become of a text that answers no question


@dataclass(frozen=True)
class Finish:
    """What a step reads when the form is complete: its answers, the last one among them."""

    answers: Answers


@dataclass(frozen=True)
class Given:
    """An answer: a choice pressed, or what was typed or shared."""

    choice: str = ""
    incoming: Incoming | None = None

    @property
    def text(self) -> str:
        """What was typed, if anything."""
        typed = self.incoming is not None and self.incoming.kind == Kind.TEXT
        return self.incoming.text.strip() if typed and self.incoming else ""


@dataclass(frozen=True)
class Step:
    """One question: whether it still waits, how it is asked, and how an answer is read.

    `read` gives the answers with this one added, `Finish`, or None for what is no answer to it.
    """

    name: str
    waits: Callable[[Answers], bool]
    ask: Callable[[UnitOfWork, Reader, Draft], Question]
    read: Callable[[UnitOfWork, Draft, Given], Answers | Finish | None]


@dataclass(frozen=True)
class Flow:
    """A form: its steps in order, and the one service call it ends in."""

    name: str
    steps: tuple[Step, ...]
    done: Callable[[UnitOfWork, Draft, int | None], None]  # with the message pressed, if any
    so_far: Callable[[Reader, Answers], str]
    note: str = ""  # the answer that free text can become
    file: Callable[[UnitOfWork, Draft, Sent], None] | None = None  # what goes with it at any step

    def step(self, name: str) -> Step:
        """The step of this name; `Stale` for one that no longer exists."""
        for step in self.steps:
            if step.name == name:
                return step
        raise Stale

    def next(self, answers: Answers) -> Step:
        """The first step that still waits; the last one, a review, always does."""
        return next(step for step in self.steps if step.waits(answers))


def joined(before: str, typed: str) -> str:
    """Somebody's words after those they typed before. Raises `TextTooLong`."""
    whole = f"{before}\n{typed}".strip()
    if units(whole) > NOTE_LIMIT:
        raise TextTooLong(limit=NOTE_LIMIT)
    return whole
