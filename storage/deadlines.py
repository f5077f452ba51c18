"""Everything that must happen later."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    Index,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import UtcDateTime, big_id
from storage.metadata import metadata
from storage.session import Session

deadline = Table(
    "deadline",
    metadata,
    Column("id", big_id(), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("attempts", SmallInteger, nullable=False, default=0),
    Column("done_at", UtcDateTime),
    UniqueConstraint("kind", "subject"),
    Index(None, "done_at", "not_before"),
)

# Kinds whose work is too slow for a transaction: whoever does it asks for them (`due_of`).
SLOW = frozenset({"map-day", "map-card", "sheet", "digest", "digest-now", "alert-files"})


@dataclass(frozen=True)
class Deadline:
    """Something of a kind that is due for a subject."""

    id: int
    kind: str
    subject: str
    due_at: datetime
    attempts: int


def set_for(session: Session, kind: str, subject: str, *, due_at: datetime) -> None:
    """One deadline of this kind for this subject, moved where there is one."""
    drop(session, kind, subject)
    session.execute(
        insert(deadline).values(kind=kind, subject=subject, due_at=due_at, not_before=due_at)
    )


def set_once(session: Session, kind: str, subject: str, *, due_at: datetime) -> None:
    """One deadline of this kind for this subject; one that waits stands, one that is done is anew.

    Where it is being done just now, this waits for its end: what it has not seen must not be lost.
    """
    add = postgresql.insert if session.on_server else sqlite.insert
    values = {"due_at": due_at, "not_before": due_at, "attempts": 0, "done_at": None}
    adding = add(deadline).values({"kind": kind, "subject": subject} | values)
    session.execute(
        adding.on_conflict_do_update(
            index_elements=["kind", "subject"], set_=values, where=deadline.c.done_at.is_not(None)
        )
    )


def drop(session: Session, kind: str, subject: str) -> None:
    """No such deadline any more."""
    session.execute(delete(deadline).where(deadline.c.kind == kind, deadline.c.subject == subject))


def pending(session: Session, kind: str, subjects: Collection[str]) -> dict[str, datetime]:
    """When what is not done is due, by subject."""
    query = select(deadline.c.subject, deadline.c.due_at).where(
        deadline.c.kind == kind, deadline.c.subject.in_(subjects), deadline.c.done_at.is_(None)
    )
    return {row.subject: row.due_at for row in session.execute(query)}


def due(session: Session, now: datetime, *, limit: int = 50) -> list[int]:
    """Ids of what is due and not done, longest overdue first; without the `SLOW` kinds."""
    query = select(deadline.c.id).where(
        deadline.c.done_at.is_(None),
        deadline.c.not_before <= now,
        deadline.c.kind.not_in(sorted(SLOW)),
    )
    return list(session.scalars(query.order_by(deadline.c.due_at, deadline.c.id).limit(limit)))


def due_of(session: Session, kind: str, now: datetime) -> Deadline | None:
    """The longest overdue of a kind, not held."""
    columns = [deadline.c[name] for name in Deadline.__dataclass_fields__]
    query = select(*columns).where(
        deadline.c.done_at.is_(None), deadline.c.not_before <= now, deadline.c.kind == kind
    )
    row = session.execute(query.order_by(deadline.c.due_at, deadline.c.id).limit(1)).one_or_none()
    return Deadline(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names


def claim(session: Session, deadline_id: int) -> Deadline | None:
    """The deadline, held until the end of the transaction; None when done or held elsewhere."""
    columns = [deadline.c[name] for name in Deadline.__dataclass_fields__]
    query = select(*columns).where(deadline.c.id == deadline_id, deadline.c.done_at.is_(None))
    row = session.execute(query.with_for_update(skip_locked=True)).one_or_none()
    return Deadline(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names


def done(session: Session, over: Deadline, now: datetime) -> None:
    """It has happened; one that was set anew meanwhile stands, even where it took the same row."""
    same = (deadline.c.id == over.id, deadline.c.due_at == over.due_at)
    session.execute(update(deadline).where(*same).values(done_at=now))


def forget(session: Session, over: Deadline) -> None:
    """As `done`, for what nobody asks for afterwards: nothing is kept of it."""
    same = (deadline.c.id == over.id, deadline.c.due_at == over.due_at)
    session.execute(delete(deadline).where(*same))


def try_again(session: Session, deadline_id: int, not_before: datetime) -> None:
    """It failed; once more from then on."""
    _change(session, deadline_id, not_before=not_before, attempts=deadline.c.attempts + 1)


def _change(session: Session, deadline_id: int, **values: object) -> None:
    session.execute(update(deadline).where(deadline.c.id == deadline_id).values(values))
