"""When it was seen: so many minutes ago, or typed in words; a step of a sighting's form."""

from datetime import UTC, datetime, timedelta

from handlers.flow import TO_NOTE, Answers, Given, Step, joined
from services import moments
from services.moments import Meant
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import seen as views
from views.forms import Question
from views.language import Reader

# What is asked on the way to a time; forgotten when it is found.
_ON_THE_WAY = ("meant", "unread")
ANSWERS = ("minutes", "seen", *_ON_THE_WAY)


def seen_at(draft: Draft) -> datetime:
    """What is seen is seen when the form is opened, unless its reporter says it was before; UTC."""
    if "seen" in draft.answers:
        return _moment(draft.answers["seen"])
    return draft.created_at - timedelta(minutes=draft.answers.get("minutes", 0))


def answers_of(typed: str, meant: Meant) -> Answers:
    """A time understood, to be asked about before it counts."""
    at = [int(each.timestamp()) // 60 for each in meant.moments]
    return {"meant": {"typed": typed, "moments": at, "doubt": meant.doubt or ""}}


def settled(meant: Meant) -> Answers | None:
    """A time without any doubt, for who is shown it on the review; None for another."""
    if meant.doubt or len(meant.moments) != 1:
        return None
    return {"seen": int(meant.moments[0].timestamp()) // 60}


def _ask(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    if meant := draft.answers.get("meant"):
        at = [_moment(each) for each in meant["moments"]]
        return views.confirm(reader, meant["typed"], at, meant["doubt"], uow.now)
    return views.ask(reader, unread=draft.answers.get("unread", ""))


def _read(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.text:
        return _typed(uow, draft, given.text)
    answers = {name: value for name, value in draft.answers.items() if name not in _ON_THE_WAY}
    if given.choice in map(str, views.MINUTES_AGO):
        return answers | {"minutes": int(given.choice)}
    if given.choice == TO_NOTE and "unread" in draft.answers:
        return answers | {"note": joined(answers.get("note", ""), draft.answers["unread"])}
    understood = draft.answers.get("meant", {}).get("moments", [])
    offered = {f"at-{index}": at for index, at in enumerate(understood)}
    return answers | {"seen": offered[given.choice]} if given.choice in offered else None


def _typed(uow: UnitOfWork, draft: Draft, text: str) -> Answers:
    """Nothing typed counts before it was shown; what is no time is kept, and may be a note."""
    meant = moments.past(text, uow.now, uow.actor.country)
    if meant:
        return draft.answers | answers_of(text, meant)
    kept = joined(draft.answers.get("unread", ""), text)
    return {k: v for k, v in draft.answers.items() if k != "meant"} | {"unread": kept}


def _moment(minutes: int) -> datetime:
    return datetime.fromtimestamp(minutes * 60, UTC)


def _waits(answers: Answers) -> bool:
    return "when_asked" in answers and not {"minutes", "seen"} & answers.keys()


STEPS = (Step("when", _waits, _ask, _read),)
