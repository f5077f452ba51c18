"""Facts of this installation: its secrets, and counters of what is numbered."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, String, Table, Text, select
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


def read(session: Session, name: str, *, hold: bool = False) -> str | None:
    """The value of a fact, or none; with `hold`, nobody else sets it in this transaction."""
    query = select(fact.c.value).where(fact.c.name == name)
    value: str | None = session.scalar(query.with_for_update() if hold else query)
    return value


def write(session: Session, name: str, value: str, *, now: datetime) -> bool:
    """Set a fact; whether that changed it. Of several who write the same at once one has."""
    adding = _insert(session)(fact).values(name=name, value=value, at=now)
    set_ = adding.on_conflict_do_update(
        index_elements=["name"], set_={"value": value, "at": now}, where=fact.c.value != value
    )
    return session.execute(set_.returning(fact.c.name)).one_or_none() is not None


def once(session: Session, name: str, value: str, *, now: datetime) -> str:
    """A fact that is made once: `value` where there is none yet, else what was made before."""
    adding = _insert(session)(fact).values(name=name, value=value, at=now)
    session.execute(adding.on_conflict_do_nothing(index_elements=["name"]))
    made: str = session.execute(select(fact.c.value).where(fact.c.name == name)).scalar_one()
    return made


def next_in(session: Session, name: str) -> int:
    """The next number of a series, from 0; given back where the transaction is."""
    one_more = {"used": series.c.used + 1}
    taken = (
        _insert(session)(series)
        .values(name=name, used=1)
        .on_conflict_do_update(index_elements=["name"], set_=one_more)
        .returning(series.c.used)
    )
    used: int = session.execute(taken).scalar_one()
    return used - 1


def _insert(session: Session) -> Any:  # noqa: ANN401 each dialect has a class of its own
    dialect = session.dialect.name
    return postgresql.insert if dialect == "postgresql" else sqlite.insert
