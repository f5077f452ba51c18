"""The button under a receipt that withdraws a report, and the two that answer the question."""

from handlers.incoming import Incoming
from services import withdrawals
from services.errors import Stale
from storage.unit_of_work import UnitOfWork


def ask(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Withdraw the report* under the receipt."""
    withdrawals.ask(uow, _number(parts))
    return None


def withdraw(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Withdraw the report* under the question."""
    withdrawals.withdraw(uow, _number(parts), shown_in=incoming.message_id)
    return None


def keep(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Back* under the question."""
    withdrawals.keep(uow, _number(parts), shown_in=incoming.message_id)
    return None


def _number(parts: list[str]) -> str:
    if len(parts) != 2:
        raise Stale
    return parts[1]


BUTTONS = {"withdraw": ask, "withdraw-yes": withdraw, "withdraw-no": keep}
