"""Photos, videos and voice messages: where what came alone belongs, and the button that shows."""

from handlers import pressed
from handlers.incoming import Incoming
from services import media
from storage.unit_of_work import UnitOfWork


def show(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*📷 2* on a card."""
    media.show(uow, pressed.word(parts))
    return None


def put(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """The number of a report, for what came alone."""
    key, number = pressed.words(parts, 2)
    media.put_to(uow, pressed.whole(key), number, shown_in=incoming.message_id)
    return None


def drop(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Discard*, for what came alone."""
    media.drop(uow, *pressed.wholes(parts, 1), shown_in=incoming.message_id)
    return None


BUTTONS = {"media": show, "media-to": put, "media-drop": drop}
