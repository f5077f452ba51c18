"""/duty, /open, and the buttons of a shift, its end and its handover."""

from datetime import UTC, datetime

from handlers import pressed
from handlers.incoming import Incoming, Kind
from services import duty, handover, open_items
from storage.unit_of_work import UnitOfWork


def change(uow: UnitOfWork, incoming: Incoming) -> None:
    """/duty; a time of day after the command is when the shift is to end."""
    duty.change(uow, incoming.text if incoming.kind == Kind.COMMAND else "")


def show_open(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/open."""
    open_items.show(uow)


def until(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """An end of a shift, the first or a later one."""
    (minutes,) = pressed.wholes(parts, 1)
    at = datetime.fromtimestamp(minutes * 60, UTC)
    return duty.until(uow, at, shown_in=incoming.message_id)


def leave(uow: UnitOfWork, incoming: Incoming, _parts: list[str]) -> str | None:
    """*Tell all, and go off duty*."""
    duty.leave(uow, shown_in=incoming.message_id)
    return None


def hand_over(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """The name of whoever is to take over."""
    (taker,) = pressed.wholes(parts, 1)
    duty.hand_over(uow, taker, shown_in=incoming.message_id)
    return None


def accept(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*I take over the shift*."""
    handover.accept(uow, *pressed.wholes(parts, 1))
    return None


def decline(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Decline* under a handover."""
    handover.decline(uow, *pressed.wholes(parts, 2))
    return None


def offer_to(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """Another name, after somebody has declined."""
    handover.offer_to(uow, *pressed.wholes(parts, 3))
    return None


def bring(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """A number in the list of what is open."""
    open_items.bring(uow, *pressed.words(parts, 2))
    return None


COMMANDS = {"duty": change, "open": show_open}
BUTTONS = {
    "duty-until": until,
    "duty-off": leave,
    "duty-to": hand_over,
    "handover-take": accept,
    "handover-no": decline,
    "handover-to": offer_to,
    "open": bring,
}
