"""/bulletins: what both desks publish; read, searched, and written by a desk."""

from handlers import bulletin_forms, pressed
from handlers.flow import Answers
from handlers.incoming import Incoming, Kind
from handlers.search import bounded
from services import bulletin_lists, bulletin_texts, bulletins
from storage.unit_of_work import UnitOfWork
from views.bulletins import NEW_NOTE


def show(uow: UnitOfWork, incoming: Incoming) -> None:
    """/bulletins; with words after it, they are looked for."""
    if incoming.kind == Kind.COMMAND and incoming.text:
        bulletin_lists.search(uow, bounded(incoming.text))
    else:
        bulletin_lists.show(uow)


def turn(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Older*, *Newer*, or all of them."""
    search_id, page = pressed.wholes(parts, 2)
    bulletin_lists.turn(uow, search_id, page, shown_in=incoming.message_id)
    return None


def see(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """A number of the list."""
    bulletins.see(uow, pressed.word(parts))
    return None


def mark_read(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*I have read it*."""
    return bulletins.mark_read(uow, pressed.word(parts))


def other(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*As the other side reads it*."""
    bulletin_texts.other_texts(uow, pressed.word(parts))
    return None


def ask_withdrawal(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Withdraw* on the card."""
    bulletins.ask_withdrawal(uow, pressed.word(parts))
    return None


def withdraw(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Withdraw*, once more."""
    bulletins.withdraw(uow, pressed.word(parts), shown_in=incoming.message_id)
    return None


def writing(uow: UnitOfWork, parts: list[str]) -> Answers:
    """What the form for a text begins with: *Write*, *Correct*, *Add a note*."""
    number, part = pressed.words(parts, 2)
    return bulletin_forms.writing(uow, number, None if part == NEW_NOTE else pressed.whole(part))


COMMANDS = {"bulletins": show, "bilten": show, "buletin": show}
BUTTONS = {
    "bulletins": turn,
    "bulletin": see,
    "bulletin-read": mark_read,
    "bulletin-other": other,
    "bulletin-withdraw": ask_withdrawal,
    "bulletin-drop": withdraw,
}
