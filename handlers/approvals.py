"""An administrator's taps under a request for access."""

from handlers import pressed
from handlers.incoming import Incoming
from services import approvals
from storage.unit_of_work import UnitOfWork


def approve(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Approve*."""
    approvals.approve(uow, *pressed.wholes(parts, 1))
    return None


def refuse(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Refuse*."""
    approvals.refuse(uow, *pressed.wholes(parts, 1))
    return None


BUTTONS = {"approve": approve, "refuse": refuse}
