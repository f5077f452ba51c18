"""The buttons under a draft of a central system: send it, or discard it."""

from handlers import pressed
from handlers.incoming import Incoming
from services.cap import drafts
from services.errors import Stale
from storage.unit_of_work import UnitOfWork


def press(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Send the alert* or *Discard the draft*."""
    chosen, alert_id = pressed.words(parts, 2)
    if chosen == "send":
        drafts.send(uow, pressed.whole(alert_id))
    elif chosen == "drop":
        drafts.drop(uow, pressed.whole(alert_id))
    else:
        raise Stale
    return None


BUTTONS = {"cap": press}
