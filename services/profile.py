"""How the assistant presents itself in Telegram: commands and descriptions."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from services.notify import reader_of
from storage import installation, outbox
from storage.outbox import Call, Lane
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import menu
from views.language import Language, Reader

# Telegram tells languages apart by two letters, so Serbian is greeted in Cyrillic, its official
# script; everybody enrolled has commands of their own, in their own script.
_GREETED = {"sr": Language.SR_CYRL, "ro": Language.RO, "": Language.EN}

ABOUT_THE_BOT = 0  # the chat of a call that belongs to none


def present(uow: UnitOfWork) -> None:
    """Queue what strangers see, where it differs from what was set last time."""
    calls = list(_greeting())
    digest = hashlib.sha256(json.dumps(calls).encode()).hexdigest()
    if not installation.write(uow.session, "profile", digest, now=uow.now):
        return
    for method, parameters in calls:
        _queue(uow, ABOUT_THE_BOT, method, parameters)


def offer_commands(uow: UnitOfWork, person: Person) -> None:
    """Queue the commands of one person, in their language and for their roles."""
    if person.telegram_id is None:
        return
    scope = {"type": "chat", "chat_id": person.telegram_id}
    commands = menu.commands(reader_of(person), person.roles)
    parameters = {"commands": commands, "scope": scope}
    _queue(uow, person.telegram_id, "setMyCommands", parameters, person_id=person.id)


def take_commands(uow: UnitOfWork, account: int | None) -> None:
    """Queue that an account which is nobody's any more has the commands of a stranger."""
    if account is not None:
        scope = {"type": "chat", "chat_id": account}
        _queue(uow, account, "deleteMyCommands", {"scope": scope})


def _greeting() -> Iterator[tuple[str, dict[str, Any]]]:
    for code, language in _GREETED.items():
        reader = Reader(language, "")
        named = {"language_code": code} if code else {}
        private = {"type": "all_private_chats"}
        commands = {"commands": menu.commands(reader, ()), "scope": private}
        yield "setMyCommands", commands | named
        yield "setMyDescription", {"description": menu.description(reader)} | named
        yield (
            "setMyShortDescription",
            {"short_description": menu.short_description(reader)} | named,
        )


def _queue(
    uow: UnitOfWork,
    chat_id: int,
    method: str,
    parameters: dict[str, Any],
    *,
    person_id: int | None = None,
) -> None:
    call = Call(
        chat_id=chat_id,
        lane=Lane.ROUTINE,
        method=method,
        payload=parameters,
        person_id=person_id,
    )
    outbox.queue(uow.session, call, uow.now)
