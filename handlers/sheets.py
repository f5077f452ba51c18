"""*Hand over as PDF*, below a report at the joint contact point."""

from handlers.incoming import Incoming
from services import handover_sheet
from services.errors import Stale
from storage.unit_of_work import UnitOfWork


def press(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """The button with a report's number."""
    if len(parts) != 2:
        raise Stale
    return handover_sheet.ask(uow, "sighting", parts[1])


BUTTONS = {"sheet": press}
