"""The button under a receipt that withdraws a report, and the two that answer the question."""

from handlers import pressed
from handlers.incoming import Incoming
from services import withdrawals
from storage.unit_of_work import UnitOfWork


def ask(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Withdraw the report* under the receipt."""
    withdrawals.ask(uow, pressed.word(parts))
    return None


def withdraw(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Withdraw the report* under the question."""
    withdrawals.withdraw(uow, pressed.word(parts), shown_in=incoming.message_id)
    return None


def keep(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Back* under the question."""
    withdrawals.keep(uow, pressed.word(parts), shown_in=incoming.message_id)
    return None


BUTTONS = {"withdraw": ask, "withdraw-yes": withdraw, "withdraw-no": keep}
