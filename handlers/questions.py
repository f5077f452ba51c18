"""Questions about a report: a desk's buttons, and the reporter's answers in whatever shape."""

from handlers import pressed
from handlers.flow import Answers, Finish, Flow, Given, Step, joined
from handlers.incoming import Incoming, Kind
from services import notify, questions
from services.errors import NoSuchPlace, NotHere
from storage import cards
from storage.drafts import Draft
from storage.questions import AnswerKind
from storage.unit_of_work import UnitOfWork
from views import questions as views
from views.forms import Question
from views.language import Reader


def choose(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Ask* on a desk's card."""
    number = pressed.word(parts)
    questions.crosses(uow, number)  # refuses whoever may not ask
    notify.reply(uow, views.choose(notify.reader_of(uow.actor), number))
    return None


def ask(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """A question of the list."""
    row = questions.ask(uow, *pressed.words(parts, 2))
    sent = views.sent(notify.reader_of(uow.actor), row)
    notify.replace(uow, incoming.message_id, sent)
    return None


def pass_on(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Pass it on* at the reporter's own desk."""
    questions.pass_on(uow, pressed.whole(pressed.word(parts)))
    return None


def decline(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Do not pass it on*."""
    questions.decline(uow, pressed.whole(pressed.word(parts)))
    return None


def press_answer(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """An answer pressed by the reporter."""
    question_id, chosen = pressed.words(parts, 2)
    questions.answer(uow, pressed.whole(question_id), AnswerKind.CHOICE, chosen)
    return None


def answered_by(uow: UnitOfWork, incoming: Incoming) -> int | None:
    """The question this message answers beyond doubt: a reply to it, or the photo asked for."""
    if incoming.seen_message and uow.actor.id is not None:
        card = cards.by_message(uow.session, incoming.chat_id, incoming.seen_message[0])
        kind, _, number = card.subject.partition(":") if card else ("", "", "")
        if kind == "question":
            return int(number)
    wanted = questions.wanted_photo(uow) if incoming.photo else None
    return wanted.id if wanted else None


def answer(uow: UnitOfWork, incoming: Incoming, question_id: int) -> None:
    """A text, photo or place as the answer. Raises `NotHere` for what can be none."""
    if incoming.photo:
        questions.answer(uow, question_id, AnswerKind.PHOTO, incoming.photo)
    elif incoming.kind == Kind.LOCATION:
        if incoming.point is None:
            raise NoSuchPlace
        place = f"{incoming.point.latitude},{incoming.point.longitude}"
        questions.answer(uow, question_id, AnswerKind.LOCATION, place)
    elif incoming.kind == Kind.TEXT:
        questions.answer(uow, question_id, AnswerKind.TEXT, joined("", incoming.text))
    else:
        raise NotHere


def start(uow: UnitOfWork, number: str) -> Answers:
    """What the form for own words begins with. Raises for whoever may not ask."""
    questions.crosses(uow, number)
    return {"number": number}


def _ask_words(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_words(reader, draft.answers["number"])


def _read_words(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    return draft.answers | {"words": joined("", given.text)} if given.text else None


def _ask_review(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    number, words = draft.answers["number"], draft.answers["words"]
    return views.review(reader, number, words, crosses=questions.crosses(uow, number))


def _read_review(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    if given.text:
        return draft.answers | {"words": joined(draft.answers["words"], given.text)}
    return Finish(draft.answers) if given.choice == "send" else None


def _done(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    row = questions.ask_in_words(uow, draft.answers["number"], draft.answers["words"])
    if pressed:
        notify.replace(uow, pressed, views.sent(notify.reader_of(uow.actor), row))


def _so_far(reader: Reader, answers: Answers) -> str:
    return reader.term("report.number", n=answers["number"])


FLOW = Flow(
    "own-words",
    steps=(
        Step("words", lambda answers: "words" not in answers, _ask_words, _read_words),
        Step("review", lambda _: True, _ask_review, _read_review),
    ),
    done=_done,
    so_far=_so_far,
)
BUTTONS = {
    "ask": choose,
    "question": ask,
    "pass": pass_on,
    "decline": decline,
    "answer": press_answer,
}
