"""/digest: today so far, for a desk."""

from handlers.incoming import Incoming
from services import digest
from storage.unit_of_work import UnitOfWork


def show(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/digest."""
    digest.ask(uow)


COMMANDS = {"digest": show}
