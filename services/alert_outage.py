"""Alerts after a time in which no updates came in: who may have confirmed in it is asked again."""

from datetime import UTC, datetime
from math import ceil

from services import alert_messages
from storage import alert_recipients, alerts, deadlines
from storage.alerts import AlertRow, Status
from storage.outage import Blind
from storage.unit_of_work import UnitOfWork

KIND = "alert-again"


def ask_again(uow: UnitOfWork, blind: Blind, since: datetime) -> None:
    """Of every active alert sent since then, whose taps may have been lost; in batches."""
    for row in alerts.with_status(uow.session, (Status.ACTIVE,), since=since):
        if row.created_at < blind.until:
            _batch(uow, row, blind, after=0)


def go_on(uow: UnitOfWork, subject: str) -> bool:
    """The next batch; for the clock."""
    alert_id, since, until, after = map(int, subject.split("/"))
    row = alerts.by_id(uow.session, alert_id)
    if row is None or row.status != Status.ACTIVE:
        return True
    blind = Blind(datetime.fromtimestamp(since, UTC), datetime.fromtimestamp(until, UTC))
    _batch(uow, row, blind, after=after)
    return True


def _batch(uow: UnitOfWork, row: AlertRow, blind: Blind, *, after: int) -> None:
    """People beyond `after`; the others soon."""
    many = alert_messages.CHANGED
    lines = alert_recipients.unanswered(uow.session, row.id or 0, after, many)
    for line in lines:
        alert_messages.ask_again(uow, row, line, blind)
    if len(lines) == many:
        # To whole seconds, so that both fit into a subject.
        since, until = int(blind.since.timestamp()), ceil(blind.until.timestamp())
        subject = f"{row.id}/{since}/{until}/{lines[-1].person_id}"
        due_at = uow.now + alert_messages.AGAIN
        deadlines.set_once(uow.session, KIND, subject, due_at=due_at)
