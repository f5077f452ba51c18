"""setMyCommands, getMyCommands, deleteMyCommands: by scope and language."""

import re

from sandbox.calls import Call, method
from sandbox.errors import bad_request
from sandbox.wire import Json

PLAIN = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
FIELDS = {
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def language(call: Call) -> str:
    """A two-letter code, or "" for everybody else."""
    code = call.params.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _scope(call: Call) -> Json:
    raw = call.params.structure("scope", "can't parse BotCommandScope JSON object")
    if raw is None:
        return {"type": "default"}
    if not isinstance(raw, dict):
        raise bad_request("BotCommandScope must be an Object")
    kind = str(raw.get("type"))
    if kind in PLAIN:
        return {"type": kind}
    if kind not in FIELDS:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    try:
        scope: Json = {"type": kind} | {name: int(raw[name]) for name in FIELDS[kind]}
    except (KeyError, TypeError, ValueError):
        raise bad_request("can't parse BotCommandScope: chat_id must be known") from None
    chat = call.bot.chats.get(scope["chat_id"])
    if chat is None or (chat.private and not chat.started):
        raise bad_request("chat not found")
    if chat.private and kind != "chat":
        raise bad_request("can't change commands for administrators or members of private chats")
    return scope


def _command(raw: object) -> Json:
    if not isinstance(raw, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    command = str(raw.get("command", "")).removeprefix("/")
    description = str(raw.get("description", "")).strip()
    if not re.fullmatch(r"[a-z0-9_]{1,32}", command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


@method("setMyCommands")
def set_my_commands(call: Call) -> object:
    """At most a hundred commands."""
    raw = call.params.structure("commands", "can't parse commands JSON object")
    if not isinstance(raw, list):
        raise bad_request("commands must be an Array")
    if len(raw) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(one) for one in raw]
    call.bot.profile.set_commands(_scope(call), language(call), commands)
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> object:
    """What was set for this very scope and language."""
    return call.bot.profile.get_commands(_scope(call), language(call))


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> object:
    """Forget them."""
    call.bot.profile.set_commands(_scope(call), language(call), [])
    return True
