"""The test alarm after enrolment, and the introduction that follows it."""

from handlers.incoming import Incoming
from services import introduction, notify, policy
from services.errors import Stale
from services.policy import Verb
from storage.unit_of_work import UnitOfWork
from views import introduction as views


def heard(uow: UnitOfWork, incoming: Incoming, _parts: list[str]) -> str | None:
    """*I heard it*: the introduction follows."""
    policy.require(uow.actor, Verb.USE_MENU)
    reader = notify.reader_of(uow.actor)
    introduction.change(uow, incoming.message_id, views.heard(reader))
    notify.reply(uow, views.screen(reader, uow.actor.roles, 0))
    return None


def silent(uow: UnitOfWork, incoming: Incoming, _parts: list[str]) -> str | None:
    """*No sound*: what to look at on the phone."""
    policy.require(uow.actor, Verb.USE_MENU)
    introduction.change(uow, incoming.message_id, views.hints(notify.reader_of(uow.actor)))
    return None


def again(uow: UnitOfWork, incoming: Incoming, _parts: list[str]) -> str | None:
    """*Test again*."""
    policy.require(uow.actor, Verb.USE_MENU)
    hints = views.hints(notify.reader_of(uow.actor), done=True)
    introduction.change(uow, incoming.message_id, hints)
    introduction.sound(uow, uow.actor)
    return None


def begin(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/intro."""
    policy.require(uow.actor, Verb.USE_MENU)
    notify.reply(uow, views.screen(notify.reader_of(uow.actor), uow.actor.roles, 0))


def turn(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Next*, *back*, *skip* and *done*: the screen pressed becomes the one asked for."""
    policy.require(uow.actor, Verb.USE_MENU)
    if len(parts) != 2 or parts[1] not in {*map(str, range(views.SCREENS)), views.END}:
        raise Stale
    reader = notify.reader_of(uow.actor)
    ended = parts[1] == views.END
    shown = views.ended(reader) if ended else views.screen(reader, uow.actor.roles, int(parts[1]))
    notify.replace(uow, incoming.message_id, shown)
    return None


COMMANDS = {"intro": begin}
BUTTONS = {"alarm-heard": heard, "alarm-silent": silent, "alarm-again": again, "intro": turn}
