"""The key that lists somebody's own reports, and the buttons under the list."""

from handlers import pressed
from handlers.incoming import Incoming
from services import own_sightings
from storage.unit_of_work import UnitOfWork


def show(uow: UnitOfWork, _incoming: Incoming) -> None:
    """*My reports* on the large keys."""
    own_sightings.show(uow)


def turn(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Older* and *Newer* under the list."""
    (page,) = pressed.wholes(parts, 1)
    own_sightings.show(uow, page, shown_in=incoming.message_id)
    return None


def bring(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """A number in the list."""
    own_sightings.bring(uow, pressed.word(parts))
    return None


COMMANDS = {"mine": show}
BUTTONS = {"my-reports": turn, "my-report": bring}
