"""An administrator's taps under a request for access."""

from handlers.incoming import Incoming
from services import approvals
from services.errors import Stale
from storage.unit_of_work import UnitOfWork


def approve(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Approve*."""
    approvals.approve(uow, _id(parts))
    return None


def refuse(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Refuse*."""
    approvals.refuse(uow, _id(parts))
    return None


def _id(parts: list[str]) -> int:
    """A number out of a button, which anybody can forge."""
    if len(parts) != 2 or not (parts[1].isascii() and parts[1].isdigit()) or len(parts[1]) > 9:
        raise Stale
    return int(parts[1])


BUTTONS = {"approve": approve, "refuse": refuse}
