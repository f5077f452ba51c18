"""An administrator's taps under the people of a roster who wait for their country."""

from handlers import pressed
from handlers.incoming import Incoming
from services import confirmations
from storage.unit_of_work import UnitOfWork


def confirm(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Confirm* one."""
    confirmations.confirm(uow, *pressed.wholes(parts, 1))
    return None


def refuse(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Refuse* one."""
    confirmations.refuse(uow, *pressed.wholes(parts, 1))
    return None


def turn_page(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """The page before, or the page after."""
    confirmations.turn_page(uow, *pressed.wholes(parts, 2))
    return None


def ask_all(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Confirm all …*."""
    confirmations.ask_again(uow, *pressed.wholes(parts, 2), confirm=True)
    return None


def ask_none(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Refuse all …*."""
    confirmations.ask_again(uow, *pressed.wholes(parts, 2), confirm=False)
    return None


def confirm_all(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Confirm all*, when it is meant."""
    confirmations.confirm_all(uow, *pressed.wholes(parts, 2))
    return None


def refuse_all(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Refuse all*, when it is meant."""
    confirmations.refuse_all(uow, *pressed.wholes(parts, 2))
    return None


BUTTONS = {
    "confirm": confirm,
    "confirm-refuse": refuse,
    "confirm-page": turn_page,
    "confirm-ask-all": ask_all,
    "confirm-ask-none": ask_none,
    "confirm-all": confirm_all,
    "confirm-none": refuse_all,
}
