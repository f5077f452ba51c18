"""A text that stands alone: asked back, and never sent to anybody by accident."""

from collections.abc import Callable

from handlers import one_line
from handlers.flow import DROP_TEXT, TO_NOTE, Answers, Finish, Flow, Given, Step, joined
from services import notify, policy, questions
from services.policy import Verb
from storage.drafts import Draft
from storage.questions import AnswerKind
from storage.unit_of_work import UnitOfWork
from views import forms
from views import questions as question_views
from views.forms import Choice, Question
from views.language import Reader
from views.message import Message

# So many questions are offered at once, the newest first; a button turns to the next ones.
_ANSWER, _OFFERED, _MORE = "answer-", 3, "more"

Report = Callable[[UnitOfWork, int, Answers], None]


def kept(typed: str) -> Answers:
    """The text, kept word for word until it is known what it is for. Raises `TextTooLong`."""
    return {"text": joined("", typed)}


def flow(report: Report) -> Flow:
    """The one question about such a text; `report` opens a sighting's form that begins with it."""

    def done(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
        text = draft.answers["text"]
        if "question" in draft.answers:
            questions.answer(uow, draft.answers["question"], AnswerKind.TEXT, text)
            if pressed:
                notify.replace(
                    uow, pressed, Message(forms.quoted(notify.reader_of(uow.actor), text))
                )
            return
        if pressed:
            settled = forms.text_settled(notify.reader_of(uow.actor), text)
            notify.replace(uow, pressed, Message(settled))
        if draft.answers.get("reported"):
            report(uow, draft.sender, one_line.answers(uow, text))

    return Flow("text", (Step("meaning", lambda _: True, _ask, _read),), done, _so_far)


def _ask(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    may_report = policy.allows(uow.actor, Verb.REPORT_SIGHTING)
    label = forms.report_with_text_label(reader) if may_report else ""
    pending = questions.pending(uow)
    shown = _page(draft, len(pending)) * _OFFERED
    asked = [
        Choice(question_views.answer_label(reader, row), f"{_ANSWER}{row.id}")
        for row in pending[shown : shown + _OFFERED]
    ]
    if others := len(pending) - len(asked):
        asked.append(Choice(question_views.others_label(reader, others), _MORE))
    return forms.what_is_meant(reader, draft.answers["text"], note_label=label, answers=asked)


def _read(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    if given.text:
        return draft.answers | {"text": joined(draft.answers["text"], given.text)}
    if given.choice == TO_NOTE:
        policy.require(uow.actor, Verb.REPORT_SIGHTING)
        return Finish(draft.answers | {"reported": True})
    asked = {f"{_ANSWER}{row.id}": row.id for row in questions.pending(uow)}
    if given.choice == _MORE:
        return draft.answers | {"page": _page(draft, len(asked)) + 1}
    if given.choice in asked:
        return Finish(draft.answers | {"question": asked[given.choice]})
    return Finish(draft.answers) if given.choice == DROP_TEXT else None


def _page(draft: Draft, pending: int) -> int:
    """Which of the pages is shown; the first again after the last, whatever was answered since."""
    pages = max(1, -(-pending // _OFFERED))
    return int(draft.answers.get("page", 0)) % pages


def _so_far(reader: Reader, answers: Answers) -> str:
    return forms.text_settled(reader, answers["text"])
