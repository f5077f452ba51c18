"""What can go wrong between a unit of work and the disk, in words; no unit of work is to blame."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import DBAPIError


class StoreFault(Exception):  # noqa: N818 a fault by the name the house uses
    """The database, not the work, failed; the same unit may be run again later."""


class StoreRefused(StoreFault):
    """The store will not open, back up, restore or migrate; the sentence says what to do."""


class StoreInUse(StoreRefused):
    """Another process holds the database file."""


class StoreStopped(StoreFault):
    """The store is not open (any more)."""


class StoreBusy(StoreFault):
    """Somebody else held the lock for longer than the store waits; nothing was done."""


class StoreUnreachable(StoreFault):
    """No connection to the database server; nothing was done."""


class StoreFull(StoreFault):
    """No space is left for the data; nothing was done. Goes on by itself when there is space."""


class StoreBroken(StoreFault):
    """The disk or the database file refuses; nothing was done."""


class StoreLost(StoreFault):
    """The transaction was taken away from the unit of work; nothing was done."""


class StoreUnknown(StoreFault):
    """The connection was lost while committing: done or not done, a second look must tell."""


class UnitMisused(RuntimeError):  # noqa: N818 says what was done
    """A unit of work did what it must not do: a mistake in the program, not of the database."""


Fault = Callable[[str], StoreFault]

# Primary result codes of SQLite: https://sqlite.org/rescode.html
_SQLITE_READONLY = 8
_SQLITE: dict[int, tuple[Fault, str]] = {
    5: (StoreBusy, "Another program is writing to the database file."),
    _SQLITE_READONLY: (StoreBroken, "The database file cannot be written to."),
    9: (StoreLost, "The statement was interrupted."),
    10: (StoreBroken, "The disk does not answer as it should."),
    11: (StoreBroken, "The database file is damaged."),
    13: (StoreFull, "No space is left for the database."),
    14: (StoreBroken, "The database file cannot be opened."),
    26: (StoreBroken, "The file is not a database."),
}

# PostgreSQL, appendix A (error codes): whole codes before classes.
_POSTGRESQL: dict[str, tuple[Fault, str]] = {
    "40001": (StoreBusy, "Another transaction changed the same rows."),
    "40P01": (StoreBusy, "Two transactions waited for each other."),
    "53100": (StoreFull, "No space is left for the database."),
    "53300": (StoreUnreachable, "The database server has no connection left."),
    "57014": (StoreLost, "The statement was cancelled."),
    "57": (StoreUnreachable, "The database server is restarting."),
    "08": (StoreUnreachable, "The connection to the database server was lost."),
    "58": (StoreBroken, "The database server's disk does not answer as it should."),
    "XX": (StoreBroken, "The database is damaged."),
}


def database_fault(error: BaseException | None) -> StoreFault | None:
    """The fault of the database behind an error; None where the statement itself was wrong."""
    if isinstance(error, StoreFault):
        return error
    if not isinstance(error, DBAPIError):
        return None
    found = _known(error.orig)
    if found is None and error.connection_invalidated:
        found = _POSTGRESQL["08"]
    if found is None:
        return None
    kind, sentence = found
    fault = kind(sentence)
    fault.__cause__ = error
    return fault


def is_write_refused(error: BaseException) -> bool:
    """Whether a statement tried to write where only reading is allowed."""
    original: Any = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(original, "sqlite_errorcode", None) or 0
    return bool(code & 0xFF == _SQLITE_READONLY) or getattr(original, "sqlstate", None) == "25006"


def _known(original: Any) -> tuple[Fault, str] | None:  # noqa: ANN401 each driver has its own class
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF)
    state = getattr(original, "sqlstate", None) or ""
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
