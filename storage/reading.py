"""Work that only looks: one committed state of the data, beside whoever is writing."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from storage.faults import UnitMisused, database_fault, is_write_refused
from storage.group import connected, patiently, unit_fault
from storage.session import Session

T = TypeVar("T")


def look(reader: Engine, work: Callable[[Session], T], *, patience: float) -> T:
    """What `work` returns; a lost connection is tried again for `patience` seconds.

    Raises what `work` raises, `StoreFault` where the database failed, `UnitMisused` where the
    work tried to write.
    """
    try:
        return patiently(lambda: _once(reader, work), patience)
    except BaseException as error:  # not even SystemExit may end the reading thread
        if is_write_refused(error):
            raise UnitMisused("Work that only reads tried to write.") from error
        fault = unit_fault(error)
        raise fault from fault.__cause__


def _once(reader: Engine, work: Callable[[Session], T]) -> T:
    with connected(reader) as connection:
        try:
            with connection.begin():
                return work(Session(connection))
        except DBAPIError as error:
            fault = None if is_write_refused(error) else database_fault(error)
            if fault is None:
                raise
            raise fault from error
