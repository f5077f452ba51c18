"""Photos, videos and voice messages: where what came alone belongs, and the button that shows."""

from handlers.incoming import Incoming
from services import media
from services.errors import Stale
from storage.unit_of_work import UnitOfWork


def show(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*📷 2* on a card."""
    if len(parts) != 2:
        raise Stale
    media.show(uow, parts[1])
    return None


def put(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """The number of a report, for what came alone."""
    if len(parts) != 3:
        raise Stale
    media.put_to(uow, number(parts[1]), parts[2], shown_in=incoming.message_id)
    return None


def drop(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Discard*, for what came alone."""
    if len(parts) != 2:
        raise Stale
    media.drop(uow, number(parts[1]), shown_in=incoming.message_id)
    return None


def number(given: str) -> int:
    """An id out of a button, which anybody can forge. Raises `Stale`."""
    if not (given.isascii() and given.isdigit()) or len(given) > 9:
        raise Stale
    return int(given)


BUTTONS = {"media": show, "media-to": put, "media-drop": drop}
