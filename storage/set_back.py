"""When the wall clock is set back: what was due is due, and nothing waits for an hour twice."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, select, update

from storage import sending
from storage.deadlines import deadline
from storage.inbox import State as Inbox
from storage.inbox import inbox
from storage.outbox import State, outbox
from storage.session import Session
from storage.store import wake


def make_good(session: Session, before: datetime, now: datetime, kinds: Collection[str]) -> None:
    """The clock showed `before` and shows `now`, earlier: waits end when they would have.

    `kinds`: deadlines that are so long after an event. Those of a stated time of day stay, for
    they mean the clock.
    """
    waiting = outbox.c.state.in_((State.QUEUED, State.DOUBT))
    was_due = and_(waiting, outbox.c.due_at > now, outbox.c.due_at <= before)
    session.execute(update(outbox).where(was_due).values(due_at=now))
    ready = and_(waiting, outbox.c.not_before > now, outbox.c.not_before <= before)
    session.execute(update(outbox).where(ready).values(not_before=now))
    _shift(session, outbox, and_(waiting, outbox.c.not_before > outbox.c.due_at), before, now)
    arrived = and_(inbox.c.state == Inbox.WAITING, inbox.c.not_before > now)
    session.execute(update(inbox).where(arrived).values(not_before=now))
    after_event = and_(deadline.c.done_at.is_(None), deadline.c.kind.in_(kinds))
    overdue = and_(after_event, deadline.c.not_before > now, deadline.c.not_before <= before)
    session.execute(update(deadline).where(overdue).values(not_before=now))
    _shift(session, deadline, after_event, before, now)
    held = sending.all_held_until(session)
    if held and held > before:
        sending.hold_all(session, held - (before - now), now)
    wake(session, "outbox")


def _shift(
    session: Session, table: Table, which: ColumnElement[bool], before: datetime, now: datetime
) -> None:
    """What waits beyond `before` waits as long as it would have; there are few of them."""
    later = select(table.c.id, table.c.not_before).where(which, table.c.not_before > before)
    for row in session.execute(later).all():
        moved = row.not_before - (before - now)
        session.execute(update(table).where(table.c.id == row.id).values(not_before=moved))
