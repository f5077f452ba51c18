"""An alert that is not confirmed: who has not answered is reminded, and more and more desks told.

The ladder of its severity ends where enough people of each side have confirmed, where a desk stops
it, or with the alert; until then a deadline says what is next (docs/decisions/0034).
"""

from collections.abc import Sequence
from datetime import timedelta

from services import alert_messages, alert_repeats, alert_unconfirmed, notify, policy
from services.alert_ladders import LADDERS
from services.errors import AlertChanged, Stale
from services.policy import Verb
from storage import alert_recipients, alerts, deadlines
from storage.alerts import AlertRow, Status
from storage.audit import Deed
from storage.people import SIDES, Person
from storage.session import Session
from storage.unit_of_work import UnitOfWork
from views import alert_unconfirmed as views

KIND, BATCHES = "alert-escalate", "alert-ladder"


def begin(uow: UnitOfWork, row: AlertRow, told: Sequence[Person]) -> AlertRow:
    """Its first step, and how many of each side must confirm: all who are on duty, at least one."""
    ladder = LADDERS.get(row.severity)
    if ladder is None:
        return row
    asked = [each for each in told if each.id != row.author_id]
    needed = {
        side: max(1, sum(_counts(each) for each in asked if each.country == side))
        for side in {each.country for each in asked}
    }
    ready = alerts.change(uow.session, row, needed=needed)
    due_at = ladder.due(1, row.sent_at or uow.now)
    deadlines.set_for(uow.session, KIND, str(row.id), due_at=due_at)
    return ready or row


def take(uow: UnitOfWork, alert_id: str) -> bool:
    """The newest step whose time has come, and the one after it; for the clock.

    Of several that went by unnoticed only the last is taken, and says how late.
    """
    row = alerts.by_id(uow.session, int(alert_id), hold=True)
    ladder = LADDERS.get(row.severity) if row else None
    if row is None or ladder is None or row.sent_at is None:
        return True
    sides = lacking(uow.session, row)
    if not sides:
        return True
    # Where the machine's clock was set back, the deadline knows better than the clock.
    step = max(row.step + 1, ladder.reached(row.sent_at, uow.now))
    taken = alerts.change(uow.session, row, step=step) or row
    uow.record(Deed.ALTERATION, f"alert:{row.number}", side=row.side, reminder=step)
    late = uow.now - ladder.due(step, row.sent_at)
    alert_unconfirmed.tell(uow, taken, ladder, sides, late=late)
    if remind(uow, alert_id) is not True:
        due_at = uow.now + alert_messages.AGAIN
        deadlines.set_once(uow.session, BATCHES, alert_id, due_at=due_at)
    deadlines.set_for(uow.session, KIND, alert_id, due_at=ladder.next(step, row.sent_at, uow.now))
    alert_messages.renew_boards(uow, row)
    return True


def remind(uow: UnitOfWork, alert_id: str) -> bool | timedelta:
    """The next batch of those who have not answered at the step that was taken; for the clock.

    By step and not by time, which a clock that is set back would take from them.
    """
    row = alerts.by_id(uow.session, int(alert_id))
    if row is None:
        return True
    sides, many = lacking(uow.session, row), alert_repeats.BATCH
    lines = alert_recipients.overdue(uow.session, row.id or 0, sides, row.step, many)
    for line in lines:
        alert_repeats.once(uow, row, line)
        alert_recipients.change(uow.session, line.alert_id, line.person_id, step=row.step)
    return len(lines) < many or alert_messages.AGAIN


def stop(uow: UnitOfWork, alert_id: int) -> str:
    """A desk stops the reminders, at both sides or at its own; what the tap is answered with.

    Raises `NotAllowed`, `AlertChanged`, and `Stale` for what is not the actor's to stop.
    """
    row = _to_stop(uow, alert_id)
    sides = [side for side in policy.sides_to_stop(uow.actor, row) if side not in row.stopped]
    at = uow.now.isoformat()
    quiet = alerts.change(uow.session, row, stopped=row.stopped | dict.fromkeys(sides, at)) or row
    uow.record(Deed.ALTERATION, f"alert:{row.number}", side=row.side, reminders_stopped=sides)
    if not lacking(uow.session, quiet):
        end(uow, row)
    alert_messages.renew_boards(uow, row)
    reader = notify.reader_of(uow.actor)
    return views.stopped(reader) if uow.actor.country == row.side else views.own_stopped(reader)


def end(uow: UnitOfWork, row: AlertRow) -> None:
    """It is over, and nobody is reminded of it."""
    for kind in (KIND, BATCHES):
        deadlines.drop(uow.session, kind, str(row.id))


def lacking(session: Session, row: AlertRow) -> tuple[str, ...]:
    """The sides that still lack confirmations and at which nobody has stopped asking for them."""
    if row.status != Status.ACTIVE:
        return ()
    confirmed = alert_recipients.confirmed(session, row.id or 0)
    return tuple(
        side
        for side in SIDES
        if side in row.needed
        and side not in row.stopped
        and confirmed.get(side, 0) < row.needed[side]
    )


def standing(uow: UnitOfWork, reader: Person, row: AlertRow) -> views.Standing:
    """What the board says of the reminders."""
    ladder, sides = LADDERS.get(row.severity), lacking(uow.session, row)
    if ladder is None or row.sent_at is None:
        return views.Standing()
    return views.Standing(
        next_at=ladder.due(row.step + 1, row.sent_at) if sides else None,
        stopped=tuple(side for side in SIDES if side in row.stopped),
        may_stop=bool(set(policy.sides_to_stop(reader, row)) & set(sides)),
    )


def _counts(person: Person) -> bool:
    return person.on_duty_since is not None and person.unreachable_since is None


def _to_stop(uow: UnitOfWork, alert_id: int) -> AlertRow:
    policy.require(uow.actor, Verb.STOP_REMINDERS)
    row = alerts.by_id(uow.session, alert_id, hold=True)
    if row is None or not policy.may_see_alert_board(uow.actor, row):
        raise Stale
    if row.status != Status.ACTIVE:
        raise AlertChanged(number=row.number, status=row.status)
    return row
