"""The buttons under the board of an alert, and /alerts."""

from handlers import pressed
from handlers.incoming import Incoming
from services import alert_files, alert_lists, alert_overview, alert_reminders
from services.errors import Stale
from storage.alert_ledger import Part
from storage.unit_of_work import UnitOfWork

_LONGEST_NUMBER = 16  # signs


def show(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/alerts."""
    alert_overview.show(uow)


def open_board(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """A number in the list of a desk's alerts."""
    number = pressed.word(parts)
    if len(number) > _LONGEST_NUMBER:
        raise Stale
    alert_overview.open_board(uow, number)
    return None


def bring_own(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """A number in the list of an officer's own alerts."""
    alert_overview.bring_own(uow, *pressed.wholes(parts, 1))
    return None


def show_list(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """A list, below the board."""
    alert_id, part = pressed.words(parts, 2)
    alert_lists.show(uow, pressed.whole(alert_id), _part(part))
    return None


def turn_list(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """Another page of a list, in its place."""
    alert_id, part, page = pressed.words(parts, 3)
    shown_in, number = incoming.message_id, pressed.whole(page)
    alert_lists.show(uow, pressed.whole(alert_id), _part(part), page=number, shown_in=shown_in)
    return None


def show_words(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """Answers in words and locations, below the board."""
    alert_lists.show_words(uow, *pressed.wholes(parts, 1))
    return None


def turn_words(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """Another page of them, in its place."""
    alert_id, page = pressed.wholes(parts, 2)
    alert_lists.show_words(uow, alert_id, page=page, shown_in=incoming.message_id)
    return None


def remind(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Remind those missing*."""
    return alert_reminders.ask(uow, *pressed.wholes(parts, 1))


def files(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Files*."""
    return alert_files.ask(uow, *pressed.wholes(parts, 1))


def _part(typed: str) -> Part:
    if typed not in set(Part):
        raise Stale
    return Part(typed)


COMMANDS = {"alerts": show}
BUTTONS = {
    "alert-open": open_board,
    "alert-mine": bring_own,
    "alert-list": show_list,
    "alert-page": turn_list,
    "alert-words": show_words,
    "alert-said": turn_words,
    "alert-remind": remind,
    "alert-files": files,
}
