"""*Hand over as PDF*, below a report at the joint contact point."""

from handlers import pressed
from handlers.incoming import Incoming
from services import handover_sheet
from storage.unit_of_work import UnitOfWork


def press(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """The button with a report's number."""
    return handover_sheet.ask(uow, "sighting", pressed.word(parts))


BUTTONS = {"sheet": press}
