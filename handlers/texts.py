"""A text that stands alone: asked back, and never sent to anybody by accident."""

from collections.abc import Callable

from handlers.conversation import (
    DROP_TEXT,
    NOTE_LIMIT,
    TO_NOTE,
    Answers,
    Finish,
    Flow,
    Given,
    Step,
)
from services import notify, policy
from services.errors import TextTooLong
from services.policy import Verb
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import forms
from views.forms import Question
from views.language import Reader
from views.message import Message, units


def kept(typed: str, before: str = "") -> Answers:
    """The text, kept word for word until it is known what it is for. Raises `TextTooLong`."""
    whole = f"{before}\n{typed}".strip()
    if units(whole) > NOTE_LIMIT:
        raise TextTooLong(limit=NOTE_LIMIT)
    return {"text": whole}


def flow(report: Callable[[UnitOfWork, int, Answers], None]) -> Flow:
    """The one question about such a text; `report` opens a sighting's form that begins with it."""

    def read(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | type[Finish] | None:
        if given.text:
            return kept(given.text, draft.answers["text"])
        if given.choice == TO_NOTE:
            policy.require(uow.actor, Verb.REPORT_SIGHTING)
            report(uow, draft.sender, {"note": draft.answers["text"]})
            return Finish
        return Finish if given.choice == DROP_TEXT else None

    return Flow("text", (Step("meaning", lambda _: True, _ask, read),), _close, _so_far)


def _ask(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    may_report = policy.allows(uow.actor, Verb.REPORT_SIGHTING)
    label = forms.report_with_text_label(reader) if may_report else ""
    return forms.what_is_meant(reader, draft.answers["text"], note_label=label)


def _close(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    if pressed:
        settled = forms.text_settled(notify.reader_of(uow.actor), draft.answers["text"])
        notify.replace(uow, pressed, Message(settled))


def _so_far(reader: Reader, answers: Answers) -> str:
    return forms.text_settled(reader, answers["text"])
