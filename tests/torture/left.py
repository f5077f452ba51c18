"""What a run left in its database: whether it is done, and what is wrong there."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from storage import audit, database
from storage.inbox import State as Update
from storage.outbox import UNFINISHED
from storage.store import opened
from tests.torture.phones import Story

_OPEN = ", ".join(str(int(state)) for state in UNFINISHED)
# Numbers of ours alone stand in these.
_UNSETTLED = f"SELECT count(*) FROM outbox WHERE state IN ({_OPEN})"  # noqa: S608 see above
_WAITING = f"SELECT count(*) FROM inbox WHERE state = {int(Update.WAITING)}"  # noqa: S608 see above
_DEAD = f"SELECT count(*) FROM inbox WHERE state = {int(Update.DEAD)}"  # noqa: S608 see above
_COUNTS = {name: f"SELECT count(*) FROM {name}" for name in ("sighting", "sos")}  # noqa: S608 names


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """Rows of a database, read beside whoever works on it."""
    path = database.file_of(url)
    if path:
        connection = sqlite3.connect(database.read_only(path), uri=True)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()
    engine = create_engine(database.address(url))
    try:
        with engine.connect() as connected:
            return [tuple(row) for row in connected.execute(text(query))]
    finally:
        engine.dispose()


def unhandled(url: str) -> int:
    """How many updates wait."""
    return int(rows(url, _WAITING)[0][0])


def unfinished(url: str, *more: str) -> bool:
    """Whether an update waits or a call is not settled, or one of these queries counts anything."""
    try:
        return any(rows(url, query)[0][0] for query in (_UNSETTLED, _WAITING, *more))
    except SQLAlchemyError:  # a server that has just crashed
        return True


def wrong(url: str, story: Story) -> Sequence[str]:
    """Each report and call for help is there once, the audit log whole, the file sound."""
    found = []
    for table, wanted in (("sighting", story.reports), ("sos", story.calls)):
        [(there,)] = rows(url, _COUNTS[table])
        if there != wanted:
            found.append(f"{there} rows in {table} instead of {wanted}")
    if story.given_up:
        found.append(f"{story.given_up} apologies were read")
    path = database.file_of(url)
    damage = database.quick_check(path) if path else None
    if damage:
        found.append(damage)
    with opened(url) as store:
        chain = store.run_blocking(audit.verify)
    if chain.broken_at is not None:
        found.append(f"the audit log is broken at {chain.broken_at}")
    [(dead,)] = rows(url, _DEAD)
    if dead:
        found.append(f"{dead} updates were given up")
    return found
