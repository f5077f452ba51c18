"""Units of work in one transaction: all on disk or nobody told so."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Engine, Transaction
from sqlalchemy.exc import DBAPIError

from storage import failpoints
from storage.failpoints import Point
from storage.faults import (
    StoreBusy,
    StoreFault,
    StoreUnknown,
    StoreUnreachable,
    UnitMisused,
    database_fault,
)
from storage.guard import Guard, guard_of, stands
from storage.session import Session

Unit = Callable[[Session], object]
Tell = Callable[[Connection, frozenset[str]], None]
_WAKES = "wakes"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a unit of work: its result, or the fault to raise to its caller."""

    result: object = None
    fault: Exception | None = None
    wakes: frozenset[str] = frozenset()


class GroupLost(Exception):  # noqa: N818 what happened to the group, not a mistake
    """The transaction did not stand, or did not commit; nothing of the group is on disk."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(str(fault))
        self.fault = fault


def wake(session: Session, name: str) -> None:
    """Once this unit of work is committed, call whoever listens for `name`."""
    session.info.setdefault(_WAKES, set()).add(name)


def wakes(outcomes: Sequence[Outcome]) -> frozenset[str]:
    """Whom these units wake, all together."""
    return frozenset().union(*(outcome.wakes for outcome in outcomes))


def together(
    engine: Engine,
    units: Sequence[Unit],
    *,
    patience: float = 5.0,
    begun: Callable[[], None] = lambda: None,
    tell: Tell = lambda _connection, _names: None,
) -> list[Outcome]:
    """Run units in one transaction, each in a savepoint; where it does not stand, each alone.

    `patience` is how long, in seconds, a locked or unreachable database is tried again; `begun`
    is called as each unit begins, `tell` before the commit where somebody is to be woken by it.
    """
    try:
        return patiently(lambda: _attempt(engine, units, begun, tell), patience)
    except GroupLost as lost:
        if len(units) == 1:
            return [Outcome(fault=lost.fault)]
    except StoreFault as fault:
        return [Outcome(fault=fault) for _ in units]
    alone = [[unit] for unit in units]
    return [together(engine, one, patience=patience, begun=begun, tell=tell)[0] for one in alone]


def unit_fault(error: BaseException) -> Exception:
    """The exception to raise to the caller for what a unit of work raised.

    `SystemExit`, `KeyboardInterrupt` and the like would end the event loop, and `StopIteration`
    cannot be raised into it: they come wrapped in `UnitMisused`.
    """
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return database_fault(error) or error
    wrapped = UnitMisused(f"A unit of work raised {type(error).__name__}.")
    wrapped.__cause__ = error
    return wrapped


def patiently(attempt: Callable[[], T], patience: float) -> T:
    """Try again what the database would not even begin. Raises the fault in the end.

    `patience` is in seconds; the pauses grow, so that a server that restarts is left alone.
    """
    deadline = time.monotonic() + patience
    pause = 0.01
    while True:
        try:
            return attempt()
        except (StoreBusy, StoreUnreachable):
            if time.monotonic() + pause > deadline:
                raise
        time.sleep(pause)
        pause = min(2 * pause, 0.5)


@contextmanager
def _nothing_left_open(connection: Connection) -> Iterator[None]:
    """End the transaction whatever happened.

    After a COMMIT that failed, SQLite's is still open, and SQLAlchemy takes it for ended.
    """
    driver = connection.connection.driver_connection
    try:
        yield
    finally:
        try:
            if stands(driver):
                driver.rollback()  # type: ignore[union-attr]  # both drivers have it
        except Exception:  # noqa: BLE001 whatever is wrong with it, it is not used again
            if not connection.closed:
                connection.invalidate()


def connected(engine: Engine) -> Connection:
    """A connection, or `StoreFault`."""
    try:
        return engine.connect()
    except DBAPIError as error:
        unreachable = StoreUnreachable("The database server does not answer.")
        raise database_fault(error) or unreachable from error


def _attempt(
    engine: Engine, units: Sequence[Unit], begun: Callable[[], None], tell: Tell
) -> list[Outcome]:
    """One transaction, from BEGIN to COMMIT. Raises `StoreFault` or `GroupLost`."""
    with connected(engine) as connection, _nothing_left_open(connection):
        return _transaction(connection, units, begun, tell)


def _transaction(
    connection: Connection, units: Sequence[Unit], begun: Callable[[], None], tell: Tell
) -> list[Outcome]:
    """After `StoreUnknown` its work may be on disk, after all other faults it is not."""
    guard = guard_of(connection)
    try:
        transaction = connection.begin()
        outcomes = []
        for unit in units:
            begun()
            outcomes.append(_one(connection, guard, unit))
        _retry_if_alone(outcomes)
        begun()
        if names := wakes(outcomes):
            tell(connection, names)
        guard.must_stand()
        _commit(transaction)
    except StoreUnknown:
        raise
    except Exception as error:  # a unit's own is in its outcome: this is the transaction's
        fault = database_fault(error) or guard.cause()
        if isinstance(fault, StoreBusy | StoreUnreachable):
            raise fault from error
        raise GroupLost(fault or error) from error
    return outcomes


def _one(connection: Connection, guard: Guard, unit: Unit) -> Outcome:
    """One unit in its savepoint; what it raises is in the outcome, what this raises loses all."""
    session = Session(connection)
    session.driver_execute("SAVEPOINT unit")
    guard.enter()
    try:
        outcome = _result(session, guard, unit)
    finally:
        guard.leave()
    guard.must_stand()
    if outcome.fault:
        session.driver_execute("ROLLBACK TO SAVEPOINT unit")
    session.driver_execute("RELEASE SAVEPOINT unit")
    return outcome


def _result(session: Session, guard: Guard, unit: Unit) -> Outcome:
    try:
        result = unit(session)
        guard.must_be_whole()
    except BaseException as error:  # noqa: BLE001 not even SystemExit may end the database thread
        return Outcome(fault=unit_fault(error))
    return Outcome(result=result, wakes=frozenset(session.info.get(_WAKES, ())))


def _retry_if_alone(outcomes: Sequence[Outcome]) -> None:
    """A deadlock or a lost connection is no fault of the unit; with nobody beside it, try again."""
    if len(outcomes) == 1 and isinstance(outcomes[0].fault, StoreBusy | StoreUnreachable):
        raise outcomes[0].fault


def _commit(transaction: Transaction) -> None:
    failpoints.reached(Point.STORE_BEFORE_COMMIT)
    try:
        transaction.commit()
    except DBAPIError as error:
        if isinstance(database_fault(error), StoreUnreachable):
            raise StoreUnknown("The connection was lost while committing.") from error
        raise
    failpoints.reached(Point.STORE_AFTER_COMMIT)
