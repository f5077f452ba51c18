"""/map: what was seen in the last 24 hours, on a map."""

from handlers.incoming import Incoming
from services import maps
from storage.unit_of_work import UnitOfWork


def show(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/map."""
    maps.day(uow)


COMMANDS = {"map": show}
