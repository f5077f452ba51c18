"""The buttons with which a desk handles reports together, or separates them again."""

from handlers.incoming import Incoming
from services import duplicates
from services.errors import Stale
from storage.unit_of_work import UnitOfWork


def ask(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Merge…* on a desk's card."""
    duplicates.ask(uow, *_numbers(parts, 1))
    return None


def merge(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Merge with no.* under the question."""
    duplicates.merge(uow, *_numbers(parts, 2), shown_in=incoming.message_id)
    return None


def keep(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Back* under the question."""
    duplicates.keep(uow, *_numbers(parts, 1), shown_in=incoming.message_id)
    return None


def separate(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Separate again* on a desk's card, or under what says that they are merged."""
    duplicates.separate(uow, *_numbers(parts, 1), shown_in=incoming.message_id)
    return None


def _numbers(parts: list[str], many: int) -> list[str]:
    if len(parts) != many + 1:
        raise Stale
    return parts[1:]


BUTTONS = {"alike": ask, "merge": merge, "merge-no": keep, "unmerge": separate}
