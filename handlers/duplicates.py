"""The buttons with which a desk handles reports together, or separates them again."""

from handlers import pressed
from handlers.incoming import Incoming
from services import duplicates
from storage.unit_of_work import UnitOfWork


def ask(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Merge…* on a desk's card."""
    duplicates.ask(uow, *pressed.words(parts, 1))
    return None


def merge(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Merge with no.* under the question."""
    duplicates.merge(uow, *pressed.words(parts, 2), shown_in=incoming.message_id)
    return None


def keep(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Back* under the question."""
    duplicates.keep(uow, *pressed.words(parts, 1), shown_in=incoming.message_id)
    return None


def separate(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Separate again* on a desk's card, or under what says that they are merged."""
    duplicates.separate(uow, *pressed.words(parts, 1), shown_in=incoming.message_id)
    return None


BUTTONS = {"alike": ask, "merge": merge, "merge-no": keep, "unmerge": separate}
