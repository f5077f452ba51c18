"""An alert is called off by the desk it comes from: cancelled for a reason, or all clear."""

from services import alert_messages, alerts, notify, policy
from services.errors import AlertChanged, NotAllowed, Stale, TextTooLong
from services.policy import Verb
from storage import alert_recipients
from storage import alerts as stored
from storage.alerts import AlertRow, Status
from storage.unit_of_work import UnitOfWork
from views import alert_endings as views
from views.message import units

REASON_LIMIT = 500  # UTF-16 units: it stands in a message beside the text of the alert


def ask_all_clear(uow: UnitOfWork, alert_id: int) -> None:
    """Whether the actor means it. Raises as `mine`."""
    row = mine(uow, alert_id)
    reader = notify.reader_of(uow.actor)
    notify.reply(uow, views.ask_all_clear(reader, alert_messages.as_read(uow, row)))


def ask_reason(uow: UnitOfWork, alert_id: int) -> None:
    """Why the actor cancels it. Raises as `mine`."""
    row = mine(uow, alert_id)
    reader = notify.reader_of(uow.actor)
    notify.reply(uow, views.ask_reason(reader, alert_messages.as_read(uow, row)))


def keep(uow: UnitOfWork, alert_id: int, *, shown_in: int) -> None:
    """Neither of them after all. Raises as `mine`."""
    row = mine(uow, alert_id)
    reader = notify.reader_of(uow.actor)
    notify.replace(uow, shown_in, views.kept(reader, alert_messages.as_read(uow, row)))


def all_clear(uow: UnitOfWork, alert_id: int, *, shown_in: int | None = None) -> None:
    """The danger is over. Raises as `mine`."""
    _end(uow, mine(uow, alert_id), Status.ALL_CLEAR, shown_in=shown_in)


def cancel(uow: UnitOfWork, alert_id: int, reason: str, *, shown_in: int | None = None) -> None:
    """It ought not to have been sent, or is so no more. Raises `TextTooLong`, and as `mine`.

    `reason`: one of `views.alert_reasons.REASONS`, or own words.
    """
    row = mine(uow, alert_id)
    if not reason.strip():
        raise Stale
    if units(reason) > REASON_LIMIT:
        raise TextTooLong(limit=REASON_LIMIT)
    _end(uow, row, Status.CANCELLED, reason=reason.strip(), shown_in=shown_in)


def mine(uow: UnitOfWork, alert_id: int) -> AlertRow:
    """An active edition of the actor's desk, held: of two who change it, one is first.

    Raises `NotAllowed`, `Stale` for what they may not see, `AlertChanged`.
    """
    policy.require(uow.actor, Verb.END_ALERT)
    row = stored.by_id(uow.session, alert_id, hold=True)
    if row is None or not policy.may_see_alert_board(uow.actor, row):
        raise Stale
    if not policy.may_end_alert(uow.actor, row):
        raise NotAllowed(verb=Verb.END_ALERT)
    if row.status != Status.ACTIVE:
        raise AlertChanged(number=row.number, status=row.status)
    return row


def _end(
    uow: UnitOfWork, row: AlertRow, status: Status, *, shown_in: int | None, reason: str = ""
) -> None:
    ended = alerts.end(uow, row, status, reason=reason)
    told = alert_recipients.sent_to(uow.session, row.id or 0)
    reader, alert = notify.reader_of(uow.actor), alert_messages.as_read(uow, ended)
    notify.answer(uow, views.done(reader, alert, told), shown_in=shown_in)
