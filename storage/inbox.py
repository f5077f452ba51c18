"""Updates as Telegram gave them, from arrival until they are done."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Executable,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    false,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import UtcDateTime, big_id
from storage.metadata import metadata
from storage.prepared import Prepared
from storage.session import Session


class State(IntEnum):
    """Where an update stands."""

    WAITING = 0
    DONE = 1
    DEAD = 2


inbox = Table(
    "inbox",
    metadata,
    Column("id", big_id(), primary_key=True),
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("sender", BigInteger, nullable=False),
    Column("body", Text),
    Column("state", SmallInteger, nullable=False, default=State.WAITING),
    Column("attempts", SmallInteger, nullable=False, default=0),
    Column("received_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Column("reference", String(16)),
    Column("urgent", Boolean, nullable=False, default=False, server_default=false()),
    Index(None, "state", "sender", "id"),
    Index(None, "state", "urgent", "id"),
)


@dataclass(frozen=True)
class Arrival:
    """An update to be kept: Telegram's id, who sent it (0: nobody), its JSON in ASCII.

    One that is urgent overtakes its sender's others.
    """

    update_id: int
    sender: int
    body: str
    urgent: bool = False

    @classmethod
    def of(cls, update: dict[str, Any]) -> "Arrival":
        """From Telegram's JSON. Raises KeyError, TypeError or ValueError where it has no id."""
        return cls(int(update["update_id"]), sender_of(update), json.dumps(update))


@dataclass(frozen=True)
class InboxRow:
    """An update whose turn has come."""

    id: int
    update_id: int
    sender: int
    body: str
    attempts: int
    received_at: datetime


_NOW = bindparam("now", type_=UtcDateTime)


def _kept(dialect: str) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    new = {
        "update_id": bindparam("update_id"),
        "sender": bindparam("sender"),
        "body": bindparam("body"),
        "urgent": bindparam("urgent"),
        "state": State.WAITING,
        "attempts": 0,
        "received_at": _NOW,
        "not_before": _NOW,
    }
    added = insert(inbox).values(new).on_conflict_do_nothing(index_elements=["update_id"])
    return added.returning(inbox.c.id)


def _next() -> Executable:
    earlier = inbox.alias()
    older = and_(earlier.c.urgent == inbox.c.urgent, earlier.c.id < inbox.c.id)
    older_waits = exists().where(
        earlier.c.state == State.WAITING,
        earlier.c.sender == inbox.c.sender,
        or_(and_(earlier.c.urgent, ~inbox.c.urgent), older),
    )
    return (
        select(inbox.c.id, inbox.c.sender)
        .where(
            inbox.c.state == State.WAITING,
            inbox.c.urgent == bindparam("urgent"),
            inbox.c.not_before <= _NOW,
            ~older_waits,
        )
        .order_by(inbox.c.id)
        .limit(bindparam("limit", type_=Integer))
    )


_THIS = inbox.c.id == bindparam("row_id")
_WAITS = inbox.c.state == State.WAITING
_KEEP = Prepared(_kept)
_NEXT = Prepared(_next())
_DUE = Prepared(select(func.min(inbox.c.not_before).label("due")).where(_WAITS))
_CLAIM = Prepared(
    select(*(inbox.c[name] for name in InboxRow.__dataclass_fields__))
    .where(_THIS, _WAITS)
    .with_for_update(skip_locked=True)
)
_DONE = Prepared(update(inbox).where(_THIS).values(state=State.DONE, done_at=_NOW, body=None))


def sender_of(update: dict[str, Any]) -> int:
    """Whose update this is, so that one person's updates keep their order; 0: nobody's."""
    for part in update.values():
        if isinstance(part, dict) and isinstance(part.get("from"), dict):
            sender = part["from"].get("id")
            return sender if isinstance(sender, int) and abs(sender) < 2**63 else 0
    return 0


def keep(session: Session, arrivals: Iterable[Arrival], now: datetime) -> int:
    """Write updates down, each once whatever the number of its deliveries; how many were new."""
    return sum(
        _KEEP.first(session, {"now": now, **vars(arrival)}) is not None for arrival in arrivals
    )


def next_for_each_sender(session: Session, now: datetime, *, limit: int) -> list[tuple[int, int]]:
    """Of each sender the oldest undone update, where it is due: pairs of row id and sender.

    A sender whose oldest update waits for its next try waits as a whole: order is kept. Only what
    is urgent goes before it. What is urgent and what is not are looked for one after the other, so
    that an index gives each in its order.
    """
    found: list[tuple[int, int]] = []
    for first in (True, False):
        given = {"urgent": first, "now": now, "limit": limit - len(found)}
        found += [(row.id, row.sender) for row in _NEXT.all(session, given)]
        if len(found) == limit:
            break
    return found


def next_due(session: Session) -> datetime | None:
    """When the next waiting update may run."""
    due: datetime | None = _DUE.one(session, {}).due
    return due


class HeldElsewhere(Exception):  # noqa: N818 a state of things, not a mistake
    """Another replica is at something of this person's; to be looked at again soon."""


def claim(session: Session, row_id: int) -> InboxRow | None:
    """The row, held until the end of the transaction; None when done. Raises `HeldElsewhere`."""
    found = _CLAIM.first(session, {"row_id": row_id})
    if found is None:
        _must_be_done(session, row_id)
        return None
    if not _hold_person(session, found.sender):
        raise HeldElsewhere
    return InboxRow(*found)


def _must_be_done(session: Session, row_id: int) -> None:
    """On SQLite nobody else could hold it."""
    if session.on_server:
        state = session.scalar(select(inbox.c.state).where(inbox.c.id == row_id))
        if state == State.WAITING:
            raise HeldElsewhere


def _hold_person(session: Session, sender: int) -> bool:
    """One person's updates are handled by one replica at a time."""
    if session.dialect.name != "postgresql":
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(sender))))


def done(session: Session, row_id: int, now: datetime) -> None:
    """Handled; the body goes, as it holds telephone numbers and positions."""
    _DONE.run(session, {"row_id": row_id, "now": now})


def bury(session: Session, row_id: int, now: datetime, *, reference: str) -> None:
    """Given up after its last try; the body stays for whoever looks into it."""
    _settle(session, row_id, state=State.DEAD, done_at=now, reference=reference)


def try_again(session: Session, row_id: int, not_before: datetime) -> None:
    """Count a failed try and wait until then."""
    _settle(session, row_id, attempts=inbox.c.attempts + 1, not_before=not_before)


def postpone(session: Session, row_id: int, not_before: datetime) -> None:
    """Wait until then, unless it is done before."""
    _settle(session, row_id, not_before=not_before)


def attempts(session: Session, row_id: int) -> int:
    """How often this update has been tried."""
    return int(session.scalar(select(inbox.c.attempts).where(inbox.c.id == row_id)) or 0)


def undone(session: Session) -> dict[int, int]:
    """Rows not done, each with its tries: at start-up, what a process may have died of."""
    waiting = select(inbox.c.id, inbox.c.attempts).where(inbox.c.state == State.WAITING)
    return {row.id: row.attempts for row in session.execute(waiting.order_by(inbox.c.id))}


def count_attempt(session: Session, row_id: int, *, seen: int) -> int | None:
    """One more try of a row found undone at start-up, counted before it runs; how many now.

    None where it is done, or was tried since `seen`: replicas that start together count once.
    """
    statement = (
        update(inbox)
        .where(inbox.c.id == row_id, inbox.c.state == State.WAITING, inbox.c.attempts == seen)
        .values(attempts=seen + 1)
        .returning(inbox.c.attempts)
    )
    return session.execute(statement).scalar()


def waiting(session: Session) -> int:
    """How many updates are not done."""
    return _count(session, State.WAITING)


def waits_since(session: Session, moment: datetime) -> bool:
    """Whether an update that came in before then is not done."""
    earlier = exists().where(inbox.c.state == State.WAITING, inbox.c.received_at <= moment)
    return bool(session.scalar(select(earlier)))


def dead(session: Session) -> int:
    """How many updates were given up."""
    return _count(session, State.DEAD)


def forget(session: Session, before: datetime) -> None:
    """Drop the ids of updates done before then."""
    session.execute(
        delete(inbox).where(and_(inbox.c.state == State.DONE, inbox.c.done_at < before))
    )


KEEP_IDS = timedelta(days=7)  # Telegram repeats an update for 24 hours at the most


def _count(session: Session, state: State) -> int:
    return int(session.scalar(select(func.count()).where(inbox.c.state == state)) or 0)


def _settle(session: Session, row_id: int, **values: object) -> None:
    session.execute(update(inbox).where(inbox.c.id == row_id).values(values))
