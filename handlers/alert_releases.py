"""The buttons under an alert that waits for a second duty officer."""

from handlers import pressed
from handlers.incoming import Incoming
from services import alert_releases
from storage.unit_of_work import UnitOfWork


def release(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Release and send*."""
    alert_releases.release(uow, *pressed.wholes(parts, 1))
    return None


def discard(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Do not send*."""
    alert_releases.discard(uow, *pressed.wholes(parts, 1))
    return None


BUTTONS = {"alert-release": release, "alert-discard": discard}
