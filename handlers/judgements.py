"""The buttons with which a desk judges a report, and the form for a reason in own words."""

from handlers import pressed
from handlers.flow import Answers, Finish, Flow, Given, Step, joined
from handlers.incoming import Incoming
from services import judgements, policy, sightings
from services.errors import Stale, TextTooLong
from services.policy import Verb
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import judgements as views
from views.forms import Question
from views.language import Reader
from views.message import units

_REASONS = frozenset(each for several in views.REASONS.values() for each in several)


def more(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*More* on a desk's card."""
    judgements.more(uow, *pressed.words(parts, 1))
    return None


def confirm(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Mark as confirmed*."""
    number, version = pressed.words(parts, 2)
    judgements.confirm(uow, number, pressed.whole(version))
    judgements.settle_menu(uow, number, shown_in=incoming.message_id)
    return None


def hand_over(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Hand over to the authority*."""
    number, version = pressed.words(parts, 2)
    sightings.hand_over(uow, number, pressed.whole(version))
    judgements.settle_menu(uow, number, shown_in=incoming.message_id)
    return None


def mark_unconfirmed(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Mark as not confirmed*."""
    number, version = pressed.words(parts, 2)
    judgements.mark_unconfirmed(uow, number, pressed.whole(version))
    return None


def why(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """A reason pressed."""
    number, version, reason = pressed.words(parts, 3)
    if reason not in _REASONS:
        raise Stale
    shown_in = incoming.message_id
    judgements.give_reason(uow, number, pressed.whole(version), reason, shown_in=shown_in)
    return None


def assess(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Assess the report*."""
    judgements.ask_grade(uow, *pressed.words(parts, 1))
    return None


def grade(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """A letter and a number."""
    number, chosen = pressed.words(parts, 2)
    judgements.ask_impact(uow, number, chosen, shown_in=incoming.message_id)
    return None


def impact(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """How grave it is."""
    number, graded, chosen = pressed.words(parts, 3)
    judgements.assess(uow, number, graded, chosen, shown_in=incoming.message_id)
    return None


def start(uow: UnitOfWork, parts: list[str]) -> Answers:
    """What the form for own words begins with. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.JUDGE_SIGHTING)
    number, version = pressed.words(parts, 2)
    return {"number": number, "version": pressed.whole(version)}


def _ask(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_own_reason(reader, draft.answers["number"])


def _read(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    if not given.text:
        return None
    if units(given.text) > judgements.REASON_LIMIT:
        raise TextTooLong(limit=judgements.REASON_LIMIT)
    return Finish(draft.answers | {"reason": joined("", given.text)})


def _done(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    said = draft.answers
    judgements.give_reason(uow, said["number"], said["version"], said["reason"], shown_in=pressed)


def _so_far(reader: Reader, answers: Answers) -> str:
    return reader.term("report.number", n=answers["number"])


FLOW = Flow("why-words", (Step("reason", lambda _: True, _ask, _read),), done=_done, so_far=_so_far)
BUTTONS = {
    "more": more,
    "affirm": confirm,
    "unconfirm": mark_unconfirmed,
    "authority": hand_over,
    "why": why,
    "assess": assess,
    "assess-as": grade,
    "assess-impact": impact,
}
