"""Facts of this installation: its secrets, and counters of what is numbered."""

from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, Text, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session

fact = Table(
    "fact",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

series = Table(
    "series",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("used", Integer, nullable=False),
)


def read(session: Session, name: str) -> str | None:
    """The value of a fact, or none."""
    value: str | None = session.scalar(select(fact.c.value).where(fact.c.name == name))
    return value


def write(session: Session, name: str, value: str, *, now: datetime) -> None:
    """Set a fact."""
    values = {"value": value, "at": now}
    known = update(fact).where(fact.c.name == name).values(values).returning(fact.c.name)
    if session.execute(known).one_or_none() is None:
        session.execute(insert(fact).values(values | {"name": name}))


def next_in(session: Session, name: str) -> int:
    """The next number of a series, from 0; given back where the transaction is."""
    dialect = session.dialect.name
    adding = postgresql.insert if dialect == "postgresql" else sqlite.insert
    one_more = {"used": series.c.used + 1}
    taken = (
        adding(series)
        .values(name=name, used=1)
        .on_conflict_do_update(index_elements=["name"], set_=one_more)
        .returning(series.c.used)
    )
    used: int = session.execute(taken).scalar_one()
    return used - 1
