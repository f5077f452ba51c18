"""Drafts of central systems: put before the desk of their side, sent by it or discarded."""

from datetime import timedelta

from services import alert_audiences, alert_messages, alerts, desk, notify, policy
from services.alerts import AlertOver
from services.errors import Stale
from services.policy import Verb
from storage import alerts as rows
from storage import cards, deadlines, people, senders
from storage.alerts import AlertRow, Status
from storage.audit import Deed
from storage.outbox import Lane
from storage.people import SIDES, Person, Role
from storage.senders import SenderRow
from storage.unit_of_work import UnitOfWork
from views import cap_drafts as views


def put(uow: UnitOfWork, row: AlertRow, sender: SenderRow) -> None:
    """Before the desk of the sender's side, which nothing of it has left yet."""
    for officer in desk.officers(uow, row.side):
        _show(uow, officer, row, sender.name)
    first = uow.now + uow.installation.remind_after
    deadlines.set_for(uow.session, "cap-draft-remind", str(row.id), due_at=first)


def remind(uow: UnitOfWork, alert_id: str) -> bool | timedelta:
    """Nobody has decided: before every duty officer of the side, again and again; for the clock.

    Until it is over, which ends it unsent.
    """
    row = rows.by_id(uow.session, int(alert_id), hold=True)
    sender = senders.by_id(uow.session, row.sender_id or 0) if row else None
    if row is None or sender is None or row.status != Status.DRAFT:
        return True
    if row.expires_at <= uow.now:
        dropped(uow, row, Status.EXPIRED)
        return True
    for officer in people.with_role(uow.session, Role.DUTY, side=row.side):
        _show(uow, officer, row, sender.name, anew=True)
    return min(uow.installation.escalate_after, row.expires_at - uow.now)


def send(uow: UnitOfWork, alert_id: int) -> None:
    """A desk sends a draft. Raises `NotAllowed`, `Stale`, `AlertOver`."""
    desk.keep(uow, *SIDES)
    row = _decidable(uow, alert_id)
    if row.expires_at <= uow.now:
        raise AlertOver(number=row.number)
    for number in row.cap.get("instead_of", ()):
        earlier = rows.by_number(uow.session, number, hold=True)
        if earlier and earlier.status == Status.ACTIVE and earlier.sender_id == row.sender_id:
            alerts.end(uow, earlier, Status.SUPERSEDED)
    _show_all(uow, alerts.send(uow, row))


def drop(uow: UnitOfWork, alert_id: int) -> None:
    """A desk wants a draft not sent. Raises `NotAllowed`, `Stale`."""
    dropped(uow, _decidable(uow, alert_id))


def dropped(uow: UnitOfWork, row: AlertRow, status: Status = Status.DROPPED) -> AlertRow:
    """A draft that is not sent: a desk, its sender or its time has decided so. Raises `Stale`."""
    ended = {"status": status, "ended_at": uow.now, "ended_by": uow.actor.id}
    left = rows.change(uow.session, row, **ended)
    if left is None:
        raise Stale
    uow.record(Deed.ALTERATION, f"alert:{row.number}", side=row.side, status=status)
    _show_all(uow, left)
    return left


def _decidable(uow: UnitOfWork, alert_id: int) -> AlertRow:
    policy.require(uow.actor, Verb.ISSUE_ALERT)
    row = rows.by_id(uow.session, alert_id, hold=True)
    if row is None or row.side != uow.actor.country or row.status != Status.DRAFT:
        raise Stale
    if row.sender_id is None:  # somebody else's draft, which waits for something else
        raise Stale
    return row


def _show_all(uow: UnitOfWork, row: AlertRow) -> None:
    sender = senders.by_id(uow.session, row.sender_id or 0)
    for card in cards.of(uow.session, _subject(row)):
        officer = people.by_id(uow.session, card.person_id)
        if officer and sender:
            _show(uow, officer, row, sender.name)


def _show(
    uow: UnitOfWork, officer: Person, row: AlertRow, system: str, *, anew: bool = False
) -> None:
    if officer.country != row.side or not policy.allows(officer, Verb.ISSUE_ALERT):
        return
    told = len(alert_audiences.members(uow, alert_audiences.of_json(row.audience)))
    alert, by = alert_messages.as_read(uow, row), uow.actor.name
    message = views.card(notify.reader_of(officer), alert, system=system, people=told, by=by)
    notify.card(uow, officer, message, subject=_subject(row), lane=Lane.ALERT, anew=anew)


def _subject(row: AlertRow) -> str:
    return f"cap-draft:{row.id}"
