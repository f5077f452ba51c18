"""Told by telephone or radio: the two questions a desk may answer in a sighting's form."""

from handlers.flow import Answers, Given, Step
from services import callers, policy
from services.errors import TextTooLong
from services.policy import Verb
from storage.drafts import Draft
from storage.sightings import Told
from storage.unit_of_work import UnitOfWork
from views import callers as views
from views.forms import Question
from views.language import Reader

NAME_LIMIT = 120  # as long as a name of the roster
ANSWERS = ("told", "caller", "caller_asked", "caller_typed")


def offered(uow: UnitOfWork) -> bool:
    """Whether the actor may enter what a caller has told."""
    return policy.allows(uow.actor, Verb.ENTER_FOR_CALLER)


def named(answers: Answers) -> str:
    """The name of a caller whom the roster does not have."""
    return str(answers.get("caller", {}).get("name", ""))


def _ask_way(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_way(reader)


def _read_way(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    policy.require(uow.actor, Verb.ENTER_FOR_CALLER)
    answers = {name: value for name, value in draft.answers.items() if name != "told_asked"}
    if given.choice == views.NOBODY:
        return answers
    if given.choice not in set(Told):
        return None
    return answers | {"told": given.choice, "caller_asked": True}


def _ask_caller(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    typed = draft.answers.get("caller_typed", "")
    return views.ask_caller(reader, typed, callers.find(uow, typed) if typed else [])


def _read_caller(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    answers, typed = dict(draft.answers), draft.answers.get("caller_typed", "")
    if given.text:
        if len(given.text) > NAME_LIMIT:
            raise TextTooLong(limit=NAME_LIMIT)
        return answers | {"caller_typed": given.text}
    known = {f"{views.LISTED}{each.id}": each.id for each in callers.find(uow, typed)}
    if given.choice == views.NOBODY:
        caller = {}
    elif given.choice == views.AS_TYPED and typed:
        caller = {"name": typed}
    elif given.choice in known:
        caller = {"id": known[given.choice]}
    else:
        return None
    for name in ("caller_asked", "caller_typed"):
        answers.pop(name, None)
    return answers | {"caller": caller}


STEPS = (
    Step("told", lambda a: "told_asked" in a, _ask_way, _read_way),
    Step("caller", lambda a: "caller_asked" in a, _ask_caller, _read_caller),
)
