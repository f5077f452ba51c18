"""Who leads: of several processes on one database one does a task; a late one is fenced off."""

from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    String,
    Table,
    case,
    exists,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session

PROCESS = 16  # characters of a holder that name its process, the same for all its leases
_LIFE = 1_936_878_186  # half of an advisory lock's key; a person's has no halves

lease = Table(
    "lease",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)


def moment(session: Session, here: datetime) -> datetime:
    """By which clock leases run: the server's, for all who compete; `here` where nobody does."""
    if not session.on_server:
        return here
    theirs: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return theirs


def sign_of_life(process: str) -> str:
    """The statement by which a process says that it lives, for as long as its connection does.

    `process` is what its leases' holders begin with. The lock is shared: a connection that is lost
    and not ended yet must not keep its successor waiting.
    """
    return f"SELECT pg_advisory_lock_shared({_LIFE}, hashtext('{process}'))"


def orphaned(session: Session, name: str) -> str | None:
    """The holder of a lease whose process has ended without a word, so that nobody need wait.

    One that only stands still, or cannot be reached, has its connection still.
    """
    if not session.on_server:
        return None
    holder = session.scalar(select(lease.c.holder).where(lease.c.name == name))
    if holder is None:
        return None
    process = func.hashtext(holder[:PROCESS])
    ended = session.scalar(select(func.pg_try_advisory_xact_lock(_LIFE, process)))
    return str(holder) if ended else None


def take(
    session: Session,
    name: str,
    *,
    holder: str,
    now: datetime,
    until: datetime,
    after: str | None = None,
) -> int | None:
    """Lead, or go on leading; the epoch, which grows with each new leader. None: another leads.

    `after`: a holder that is not waited for. On SQLite the store's file lock has shown that no
    other process is there to wait for.
    """
    alone = session.dialect.name == "sqlite"
    insert = sqlite.insert if alone else postgresql.insert
    mine = lease.c.holder == holder
    fresh = insert(lease).values(name=name, holder=holder, epoch=1, until=until)
    taken = fresh.on_conflict_do_update(
        index_elements=["name"],
        set_={
            "holder": holder,
            "epoch": case((mine, lease.c.epoch), else_=lease.c.epoch + 1),
            "until": until,
        },
        where=true() if alone else or_(mine, lease.c.until <= now, lease.c.holder == after),
    )
    epoch: int | None = session.execute(taken.returning(lease.c.epoch)).scalar_one_or_none()
    return epoch


def release(session: Session, name: str, *, holder: str, now: datetime) -> None:
    """Let another lead at once."""
    held = update(lease).where(lease.c.name == name, lease.c.holder == holder)
    session.execute(held.values(until=now))


def stands(name: str, epoch: ColumnElement[int]) -> ColumnElement[bool]:
    """True in a statement while nobody has led after this epoch."""
    return exists().where(lease.c.name == name, lease.c.epoch == epoch)
