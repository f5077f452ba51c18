"""/menu, /help, /language, /whoami: what needs no form."""

from handlers.incoming import Incoming
from services import language, notify, policy, profile
from services.errors import Stale
from services.policy import Verb
from storage.unit_of_work import UnitOfWork
from views import menu as views
from views.language import Language


def show(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/menu."""
    policy.require(uow.actor, Verb.USE_MENU)
    notify.reply(uow, views.menu(notify.reader_of(uow.actor), uow.actor.roles))
    profile.offer_commands(uow, uow.actor)


def instructions(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/help."""
    policy.require(uow.actor, Verb.USE_MENU)
    notify.reply(uow, views.instructions(notify.reader_of(uow.actor), uow.actor.roles))


def whoami(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/whoami."""
    policy.require(uow.actor, Verb.USE_MENU)
    notify.reply(uow, views.whoami(notify.reader_of(uow.actor), uow.actor))


def offer_languages(uow: UnitOfWork, _incoming: Incoming) -> None:
    """/language."""
    policy.require(uow.actor, Verb.CHOOSE_LANGUAGE)
    notify.reply(uow, views.choose_language(notify.reader_of(uow.actor)))


def choose_language(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """A language's button."""
    if len(parts) != 2 or parts[1] not in set(Language):
        raise Stale
    language.choose(uow, Language(parts[1]))
    return None


COMMANDS = {
    "menu": show,
    "help": instructions,
    "whoami": whoami,
    "language": offer_languages,
}
BUTTONS = {"language": choose_language}
