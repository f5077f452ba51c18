"""The SOS key: what is pressed or sent becomes one call of `services.sos`."""

from typing import Any

from handlers import pressed
from handlers.incoming import Incoming, Kind
from services import sos, sos_places
from services.errors import NotInvited
from storage.unit_of_work import UnitOfWork
from views.sos import called


def call(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/sos, the key, or the word alone.

    Raises `NotInvited` for a stranger: nobody would know whom to look for, and anybody on Telegram
    could set off both desks.
    """
    if uow.actor.id is None:
        raise NotInvited
    sos.call(uow)


def locate(uow: UnitOfWork, incoming: Incoming) -> bool:
    """Whether this was the location of somebody who has called for help."""
    fix = _fix(uow, incoming)
    if fix is None or not sos_places.wants_place(uow):
        return False
    sos_places.locate(uow, fix)
    return True


def move(uow: UnitOfWork, incoming: Incoming) -> None:
    """A live location has moved, or ended."""
    fix = _fix(uow, incoming)
    if fix:
        sos_places.move(uow, fix, ended=incoming.live_until is None)


def urgent(update: dict[str, Any]) -> bool:
    """Whether an update is a call for help, told before anything of it is read or kept."""
    message = update.get("message")
    if not isinstance(message, dict) or not isinstance(message.get("text"), str):
        return False
    chat, text = message.get("chat"), message["text"]
    private = isinstance(chat, dict) and chat.get("type") == "private"
    first = text.split(maxsplit=1)[0].partition("@")[0].lower() if text.strip() else ""
    return private and (first == "/sos" or called(text))


def _fix(uow: UnitOfWork, incoming: Incoming) -> sos_places.Fix | None:
    if incoming.point is None:
        return None
    at, live_until = incoming.sent_at or uow.now, incoming.live_until
    if incoming.kind == Kind.MOVED and live_until is None:
        live_until = min(at, uow.now)  # this is how a phone says that it has ended
    return sos_places.Fix(incoming.point, at, incoming.accuracy, live_until)


def _ask(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    sos.ask_whether_by_mistake(uow, pressed.word(parts), shown_in=incoming.message_id)
    return None


def _keep(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    return sos.keep(uow, pressed.word(parts), shown_in=incoming.message_id)


def _withdraw(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    sos.withdraw(uow, pressed.word(parts), shown_in=incoming.message_id)
    return None


def _take(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    return sos.take(uow, pressed.word(parts))


def _close(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    sos.close(uow, pressed.word(parts))
    return None


COMMANDS = {"sos": call}
BUTTONS = {
    "sos-mistake": _ask,
    "sos-keep": _keep,
    "sos-withdraw": _withdraw,
    "sos-take": _take,
    "sos-close": _close,
}
