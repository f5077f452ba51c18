"""A table of the tests' own, and units of work on it."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
)

from storage.session import Session
from storage.store import Store

Work = Callable[[Session], Any]
_tables = MetaData()
note = Table(
    "note",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("word", String(40), nullable=False),
    Column("body", LargeBinary),
)
unique = Table("unique_word", _tables, Column("word", String(40), primary_key=True))
reply = Table(
    "reply",
    _tables,
    Column(
        "to", Integer, ForeignKey("note.id", deferrable=True, initially="DEFERRED"), nullable=False
    ),
)


def lay_out(session: Session) -> None:
    """Make the tables."""
    _tables.create_all(session.connection())


def write(word: str, *, size: int = 0) -> Work:
    """A unit that notes a word and returns it; `size` bytes beside it."""

    def work(session: Session) -> str:
        session.execute(insert(note).values(word=word, body=bytes(size)))
        return word

    return work


def words(session: Session) -> list[str]:
    """Everything noted, in the order it was written."""
    return list(session.scalars(select(note.c.word).order_by(note.c.id)))


def wipe(session: Session) -> None:
    """Forget everything noted."""
    session.execute(delete(note))


async def grouped(store: Store, *units: Work) -> list[Any]:
    """Run units that wait at the same moment; results and exceptions in their order.

    On SQLite they share one transaction.
    """
    gate = threading.Event()
    door = asyncio.ensure_future(store.run(lambda _session: gate.wait(10)))
    while not store.busy_for:
        await asyncio.sleep(0.001)
    waiting = [asyncio.ensure_future(store.run(unit)) for unit in units]
    await asyncio.sleep(0)
    gate.set()
    assert await door
    return await asyncio.gather(*waiting, return_exceptions=True)
