"""Everything that is drawn outside of transactions, by the kind of its deadline."""

from collections.abc import Mapping
from typing import Protocol

from services import alert_files, digest, handover_sheet, maps
from storage.deadlines import Deadline
from storage.unit_of_work import UnitOfWork
from views.orders import Order


class Feature(Protocol):
    """What a module whose files are drawn has to offer."""

    def orders(self, uow: UnitOfWork, due: Deadline) -> list[Order]:
        """What is to be drawn for a deadline now."""

    def show(self, uow: UnitOfWork, due: Deadline, drawn: Mapping[Order, bytes]) -> None:
        """Give out what was drawn, if it is still what is to be."""

    def not_drawn(self, uow: UnitOfWork, due: Deadline) -> None:
        """Nothing could be drawn."""


# Those that somebody waits for first.
KINDS: dict[str, Feature] = {
    maps.DAY: maps,
    handover_sheet.KIND: handover_sheet,
    digest.NOW: digest,
    alert_files.KIND: alert_files,
    maps.CARD: maps,
    digest.KIND: digest,
}
