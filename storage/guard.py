"""Keeps a unit of work inside the transaction it was given."""

import sqlite3
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.exc import DBAPIError

from storage.faults import StoreFault, StoreLost, UnitMisused, database_fault

_IN_TRANSACTION = {2, 3}  # libpq's PQTRANS_INTRANS and PQTRANS_INERROR


class Guard:
    """What is known of one connection while a unit of work runs on it.

    After a failed statement PostgreSQL refuses every further one until a rollback, and SQLite
    none; the guard makes both refuse, so that no unit works on one database alone.
    """

    def __init__(self, driver: Any) -> None:  # noqa: ANN401 each driver has its own class
        self._driver = driver
        self._inside = False
        self._failed: DBAPIError | None = None  # and not rolled back yet
        self._last: DBAPIError | None = None

    def enter(self) -> None:
        """A unit of work begins."""
        self._inside, self._failed, self._last = True, None, None

    def leave(self) -> None:
        """The connection is the store's again."""
        self._inside = False

    def must_stand(self) -> None:
        """Raise what ended the transaction, if it has ended.

        `StoreFault` where the database did it, `UnitMisused` where the unit did.
        """
        if stands(self._driver):
            return
        if self._last is None:
            raise UnitMisused("A unit of work must not commit or roll back the transaction.")
        raise self.cause() or StoreLost("The transaction is gone.") from self._last

    def cause(self) -> StoreFault | None:
        """What the database did last to the unit, where it did something."""
        return database_fault(self._last)

    def must_be_whole(self) -> None:
        """Raise `UnitMisused` after a failed statement that nobody has rolled back."""
        if self._failed is not None:
            raise UnitMisused(
                "A statement failed; only within begin_nested() may the work go on after that."
            ) from self._failed

    def before_statement(self) -> None:
        """Refuse a statement that would run outside the transaction or after a failed one."""
        if self._inside:
            self.must_stand()
            self.must_be_whole()

    def statement_failed(self, error: DBAPIError) -> None:
        """The driver has raised an error."""
        self._failed = self._last = error

    def rolled_back(self) -> None:
        """The failed statement is undone."""
        self._failed = None

    def authorise(self, action: int, *_: object) -> int:
        """SQLite asks at each statement it prepares: a unit may not begin, commit or roll back."""
        if self._inside and action == sqlite3.SQLITE_TRANSACTION:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK


def watch(engine: Engine) -> None:
    """Put a guard on every connection of an engine."""
    event.listen(engine, "connect", _post)
    event.listen(engine, "before_cursor_execute", _before_statement)
    event.listen(engine, "handle_error", _after_error)
    event.listen(engine, "rollback_savepoint", _at_rollback)


def guard_of(connection: Connection) -> Guard:
    """The guard of a connection; of one that nobody watches, one that only tells faults."""
    guard: Guard | None = connection.info.get("guard")
    if guard is None:
        guard = connection.info["guard"] = Guard(connection.connection.driver_connection)
    return guard


def stands(driver: Any) -> bool:  # noqa: ANN401 each driver has its own class
    """Whether a transaction is open, asked of the driver, which asks the database.

    SQLite rolls everything back without a word when the disk is full, an input or output error
    occurs or a statement is interrupted: https://sqlite.org/lang_transaction.html, section 3.
    """
    if isinstance(driver, sqlite3.Connection):
        with suppress(sqlite3.ProgrammingError):  # a closed connection
            return driver.in_transaction
        return False
    return int(driver.pgconn.transaction_status) in _IN_TRANSACTION


def _post(driver: Any, record: Any) -> None:  # noqa: ANN401 the driver's and the pool's own classes
    guard = record.info["guard"] = Guard(driver)
    if isinstance(driver, sqlite3.Connection):
        driver.set_authorizer(guard.authorise)


def _before_statement(connection: Connection, *_: object) -> None:
    guard_of(connection).before_statement()


def _after_error(context: ExceptionContext) -> None:
    error = context.sqlalchemy_exception
    if context.connection is not None and isinstance(error, DBAPIError):
        guard_of(context.connection).statement_failed(error)


def _at_rollback(connection: Connection, *_: object) -> None:
    guard_of(connection).rolled_back()
