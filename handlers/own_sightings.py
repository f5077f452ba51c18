"""The key that lists somebody's own reports, and the buttons under the list."""

from handlers.incoming import Incoming
from services import own_sightings
from services.errors import Stale
from storage.unit_of_work import UnitOfWork


def show(uow: UnitOfWork, _incoming: Incoming) -> None:
    """*My reports* on the large keys."""
    own_sightings.show(uow)


def turn(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Older* and *Newer* under the list."""
    page = parts[1] if len(parts) == 2 else ""
    if not (page.isascii() and page.isdigit() and len(page) < 6):
        raise Stale
    own_sightings.show(uow, int(page), shown_in=incoming.message_id)
    return None


def bring(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """A number in the list."""
    if len(parts) != 2:
        raise Stale
    own_sightings.bring(uow, parts[1])
    return None


COMMANDS = {"mine": show}
BUTTONS = {"my-reports": turn, "my-report": bring}
