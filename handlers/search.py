"""/search: a desk looks for reports; and the buttons of what is found."""

from handlers import pressed
from handlers.flow import Answers, Finish, Flow, Given, Step
from handlers.incoming import Incoming
from services import policy, search
from services.errors import Stale, TextTooLong
from services.policy import Verb
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import search as views
from views.forms import Question
from views.language import Reader
from views.message import units


def start(uow: UnitOfWork) -> Answers:
    """What the form begins with. Raises `NotAllowed` before anything is asked."""
    policy.require(uow.actor, Verb.SEARCH_SIGHTINGS)
    return {}


def turn(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Older*, *Newer*, or another time."""
    search_id, page, days = pressed.wholes(parts, 3)
    search.turn(uow, search_id, page=page, days=days, shown_in=incoming.message_id)
    return None


def see(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """A report of the list."""
    search_id, number = pressed.words(parts, 2)
    search.see(uow, pressed.whole(search_id), number)
    return None


def consult(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """A reason pressed."""
    search_id, number, reason = pressed.words(parts, 3)
    if reason not in views.REASONS:
        raise Stale
    search.consult(uow, pressed.whole(search_id), number, reason, shown_in=incoming.message_id)
    return None


def reason_in_words(uow: UnitOfWork, parts: list[str]) -> Answers:
    """What the form for another reason begins with. Raises `NotAllowed`."""
    search_id, number = pressed.words(parts, 2)
    return start(uow) | {"search": pressed.whole(search_id), "number": number}


def _ask_words(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_words(reader)


def _read_words(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    return Finish(draft.answers | {"words": bounded(given.text)}) if given.text else None


def _ask_reason(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_own_reason(reader, draft.answers["number"])


def _found(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    search.search(uow, draft.answers["words"], shown_in=pressed)


def _told(uow: UnitOfWork, draft: Draft, _pressed: int | None) -> None:
    answers = draft.answers
    search.consult(uow, answers["search"], answers["number"], answers["words"], shown_in=None)


def bounded(typed: str) -> str:
    """The words of a search or a reason. Raises `TextTooLong`."""
    if units(typed) > search.LONGEST:
        raise TextTooLong(limit=search.LONGEST)
    return typed


def _so_far(reader: Reader, answers: Answers) -> str:
    return answers.get("words") or views.label(reader)


FLOW = Flow(
    "search",
    steps=(Step("words", lambda _: True, _ask_words, _read_words),),
    done=_found,
    so_far=_so_far,
)
REASON = Flow(
    "search-reason",
    steps=(Step("reason", lambda _: True, _ask_reason, _read_words),),
    done=_told,
    so_far=_so_far,
)
BUTTONS = {"found": turn, "found-see": see, "found-why": consult}
