"""What is due, done once: each deadline in a transaction of its own, whenever it is noticed."""

from collections.abc import Callable
from datetime import timedelta

from services import (
    alert_boards,
    alert_deletion,
    alert_escalation,
    alert_messages,
    alert_outage,
    alert_releases,
    alert_repeats,
    alert_texts,
    alerts,
    bulletins,
    confirmation_requests,
    duty,
    forms,
    handover,
    outage,
    sos,
    sos_places,
    undecided,
    unheard,
)
from services.cap import drafts as cap_drafts
from storage import deadlines
from storage.unit_of_work import UnitOfWork

LATER = timedelta(minutes=30)
RETRY = timedelta(minutes=1)


def _form(uow: UnitOfWork, subject: str) -> bool:
    return forms.leave_alone(uow, int(subject))


def _duty_remind(uow: UnitOfWork, subject: str) -> bool:
    return duty.remind(uow, int(subject))


def _duty_end(uow: UnitOfWork, subject: str) -> bool:
    return duty.run_out(uow, int(subject))


def _handover(uow: UnitOfWork, subject: str) -> bool:
    return handover.nobody_accepted(uow, int(subject))


# Each kind of deadline: what is done, and whether that was all: False where it must be looked at
# again later, or after how long.
KINDS: dict[str, Callable[[UnitOfWork, str], bool | timedelta]] = {
    "form": _form,
    "duty-remind": _duty_remind,
    "duty-end": _duty_end,
    "handover": _handover,
    "outage": outage.over,
    "sighting-remind": unheard.remind,
    "sighting-escalate": unheard.escalate,
    "sos-unheard": sos.unheard,
    "sos-live": sos_places.live_over,
    "approval-remind": undecided.remind,
    "confirmation-remind": confirmation_requests.remind,
    "confirmation-expire": confirmation_requests.expire,
    "alert-spread": alert_messages.go_on,
    "alert-board": alert_boards.keep_current,
    "alert-expire": alerts.expire,
    "bulletin-expire": bulletins.expire,
    "cap-draft-remind": cap_drafts.remind,
    "bulletin-refresh": bulletins.go_on,
    "alert-text": alert_texts.remind,
    "alert-release": alert_releases.remind,
    "alert-remind": alert_repeats.go_on,
    alert_escalation.KIND: alert_escalation.take,
    alert_escalation.BATCHES: alert_escalation.remind,
    alert_outage.KIND: alert_outage.go_on,
    alert_deletion.KIND: alert_deletion.take,
}

# Those whose time is so long after something; the others mean a time that somebody has stated.
AFTER_AN_EVENT = (frozenset(KINDS) | deadlines.SLOW) - {
    "duty-remind",
    "duty-end",
    "bulletin-expire",
    "digest",
    "alert-expire",
}


def handle(uow: UnitOfWork, deadline_id: int) -> None:
    """Do what is due. Raises KeyError for a kind nobody knows."""
    due = deadlines.claim(uow.session, deadline_id)
    if due is None:
        return
    over = KINDS[due.kind](uow, due.subject)
    if over is True:
        deadlines.done(uow.session, due, uow.now)
    else:
        deadlines.try_again(uow.session, due.id, uow.now + (over or LATER))


def postpone(uow: UnitOfWork, deadline_id: int) -> None:
    """It failed; it is tried again later, and what else is due is not held up."""
    deadlines.try_again(uow.session, deadline_id, uow.now + RETRY)
