"""The form with which a desk releases a report to the other side, field by field."""

from handlers.flow import Answers, Finish, Flow, Given, Step, joined
from services import releases
from services.errors import TextTooLong
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import releases as views
from views.forms import Question
from views.language import Reader
from views.message import units

# Not more than what says where to look, until the officer chooses more.
_FIRST = ("sector",)


def start(uow: UnitOfWork, number: str) -> Answers:
    """What the form begins with. Raises `NotAllowed`, `Stale` for whoever may not release it."""
    there, released = releases.offered(uow, number)
    chosen = released if released is not None else [each for each in there if each in _FIRST]
    return {"number": number, "before": released, "fields": chosen}


def _ask_fields(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    number, chosen = draft.answers["number"], draft.answers["fields"]
    there, released = releases.offered(uow, number)
    return views.ask_fields(reader, number, there, chosen, released=released is not None)


def _read_fields(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    answers = draft.answers
    there, _released = releases.offered(uow, answers["number"])
    if given.choice == "on":
        return answers | {"chosen": True}
    if given.choice == "withdraw":
        return answers | {"withdraw": True}
    field = given.choice.removeprefix("field-")
    if field not in there or field == given.choice:
        return None
    chosen = set(answers["fields"]) ^ {field}
    return answers | {"fields": [each for each in there if each in chosen]}


def _ask_reason(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_reason(reader, draft.answers["number"])


def _read_reason(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice in views.REASONS:
        return draft.answers | {"reason": given.choice}
    if not given.text:
        return None
    if units(given.text) > releases.REASON_LIMIT:
        raise TextTooLong(limit=releases.REASON_LIMIT)
    return draft.answers | {"reason": joined("", given.text)}


def _ask_review(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    answers = draft.answers
    number = answers["number"]
    if answers.get("withdraw"):
        return views.ask_withdrawal(reader, number)
    card = releases.preview(uow, number, answers["fields"])
    return views.ask_review(reader, number, card, answers["reason"])


def _read_review(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    expected = "withdraw-yes" if draft.answers.get("withdraw") else "send"
    return Finish(draft.answers) if given.choice == expected else None


def _done(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    answers = draft.answers
    number, before = answers["number"], answers["before"]
    if answers.get("withdraw"):
        releases.withdraw(uow, number, before=before, shown_in=pressed)
        return
    releases.release(
        uow, number, answers["fields"], before=before, reason=answers["reason"], shown_in=pressed
    )


def _so_far(reader: Reader, answers: Answers) -> str:
    return reader.term("report.number", n=answers["number"])


FLOW = Flow(
    "release",
    steps=(
        Step("fields", lambda a: not {"chosen", "withdraw"} & a.keys(), _ask_fields, _read_fields),
        Step("reason", lambda a: not {"reason", "withdraw"} & a.keys(), _ask_reason, _read_reason),
        Step("review", lambda _: True, _ask_review, _read_review),
    ),
    done=_done,
    so_far=_so_far,
)
