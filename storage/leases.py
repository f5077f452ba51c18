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
    or_,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session

lease = Table(
    "lease",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)


def take(session: Session, name: str, *, holder: str, now: datetime, until: datetime) -> int | None:
    """Lead, or go on leading; the epoch, which grows with each new leader. None: another leads.

    On SQLite the store's file lock has shown that no other process is there to wait for.
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
        where=true() if alone else or_(mine, lease.c.until <= now),
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
