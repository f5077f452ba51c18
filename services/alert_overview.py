"""/alerts: to a desk the alerts of the last days, to an officer their own, each with its card."""

from datetime import timedelta

from services import alert_answers, alert_messages, alert_open, notify, policy
from services.errors import Stale
from services.policy import Verb
from storage import alert_recipients, alerts
from storage.alerts import AlertRow, Status
from storage.unit_of_work import UnitOfWork
from views import alert_overview as views

BACK = timedelta(days=7)


def show(uow: UnitOfWork) -> None:
    """What there is for the actor. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.ANSWER_ALERT)
    reader = notify.reader_of(uow.actor)
    own = [(alert_messages.as_read(uow, row), answered) for row, answered in _own(uow)]
    boards = [alert_messages.as_read(uow, row) for row in _of_desk(uow)]
    at_desk = policy.allows(uow.actor, Verb.SEE_ALERT_BOARD)
    notify.reply(uow, views.listed(reader, own, boards if at_desk else None, uow.now))


def open_board(uow: UnitOfWork, number: str) -> None:
    """A board, at the end of the actor's chat. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.SEE_ALERT_BOARD)
    alert_open.bring(uow, uow.actor, number)


def bring_own(uow: UnitOfWork, alert_id: int) -> None:
    """An active alert that the actor was sent, at the end of their chat. As `open_board`."""
    policy.require(uow.actor, Verb.ANSWER_ALERT)
    row = alerts.by_id(uow.session, alert_id)
    line = alert_recipients.of_person(uow.session, alert_id, uow.actor.id or 0)
    if row is None or line is None or line.queued_at is None or row.status != Status.ACTIVE:
        raise Stale
    alert_messages.show(uow, row, uow.actor, line, anew=True)


def _own(uow: UnitOfWork) -> list[tuple[AlertRow, bool]]:
    """Active alerts the actor was sent, and whether answered: those that wait first."""
    waiting = alert_answers.unanswered(uow)
    known = {row.id for row in waiting}
    ids = alert_recipients.active_for(uow.session, uow.actor.id or 0)
    rows = (alerts.by_id(uow.session, each) for each in ids if each not in known)
    return [*((row, False) for row in waiting), *((row, True) for row in rows if row)]


def _of_desk(uow: UnitOfWork) -> list[AlertRow]:
    """The newest edition of each alert of the desk: what is active, and of the last days."""
    gone = set(Status) - {Status.DRAFT, Status.ACTIVE, Status.SUPERSEDED, Status.DROPPED}
    rows = [
        *alerts.with_status(uow.session, (Status.ACTIVE,)),
        *alerts.with_status(uow.session, gone, since=uow.now - BACK),
    ]
    return [row for row in rows if policy.may_see_alert_board(uow.actor, row)]
