"""Whether every active alert has a next step and an end; where not, its desks hear of it."""

from datetime import datetime, timedelta

from services import alert_escalation, alert_messages, desk, notify, policy
from services.alert_ladders import LADDERS
from storage import alert_recipients, alerts, deadlines
from storage.alerts import AlertRow, Status
from storage.outbox import Lane
from storage.session import Session
from storage.unit_of_work import UnitOfWork
from views import alert_unconfirmed as views

EVERY = timedelta(seconds=30)  # that it is looked: within 60 s of its going astray, both desks know
OVERDUE = timedelta(seconds=60)  # of a step that ought to be taken, and is not
AGAIN = timedelta(minutes=10)  # that the desks are told of one that cannot be put right

_KINDS = ("alert-expire", alert_escalation.KIND, "alert-spread")


def look(uow: UnitOfWork) -> list[str]:
    """Put right what is astray and tell both desks, before all else; the numbers of what was."""
    found = []
    for row in astray(uow.session, uow.now):
        if row.alarmed_at and uow.now < row.alarmed_at + AGAIN:
            continue
        alarmed = alerts.change(uow.session, row, alarmed_at=uow.now)
        if alarmed is None:
            continue  # it has changed in this moment, and is looked at again
        _mend(uow, alarmed)
        _tell(uow, alarmed)
        found.append(row.number)
    return found


def astray(session: Session, now: datetime) -> list[AlertRow]:
    """Active editions that nothing would bring to an end, to their next step, or to somebody."""
    rows = alerts.with_status(session, (Status.ACTIVE,))
    ids = [str(row.id) for row in rows]
    ends, steps, spreads = (
        {
            each: at
            for each, at in deadlines.pending(session, kind, ids).items()
            if at > now - OVERDUE
        }
        for kind in _KINDS
    )
    return [
        row
        for row in rows
        if str(row.id) not in ends
        or (str(row.id) not in steps and alert_escalation.lacking(session, row))
        or (str(row.id) not in spreads and _unspread(session, row))
    ]


def _unspread(session: Session, row: AlertRow) -> bool:
    return bool(alert_recipients.to_show(session, row.id or 0, row.shown, 1))


def _mend(uow: UnitOfWork, row: AlertRow) -> None:
    """Its deadlines once more, where there are none; what fails again and again stays as it is."""
    alert_id, ladder = str(row.id), LADDERS.get(row.severity)
    deadlines.set_once(uow.session, "alert-expire", alert_id, due_at=row.expires_at)
    if ladder and row.sent_at and alert_escalation.lacking(uow.session, row):
        due_at = ladder.due(row.step + 1, row.sent_at)
        deadlines.set_once(uow.session, alert_escalation.KIND, alert_id, due_at=due_at)
    if _unspread(uow.session, row):
        deadlines.set_once(uow.session, "alert-spread", alert_id, due_at=uow.now)


def _tell(uow: UnitOfWork, row: AlertRow) -> None:
    alert = alert_messages.as_read(uow, row)
    for side in policy.sides_of_alert(row):
        for officer in desk.officers(uow, side):
            message = views.astray(notify.reader_of(officer), alert)
            notify.notice(uow, officer, message, lane=Lane.SOS)
