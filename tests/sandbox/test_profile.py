"""What a bot says about itself, by scope and language."""

from typing import Any

import pytest

from sandbox.client import Sandbox
from tests.sandbox.bot_api import BotApi

HELP = [{"command": "help", "description": "Помоћ"}]
MENU = [{"command": "menu", "description": "Meniu"}]


async def test_commands_by_scope_and_language(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    chat = {"type": "chat", "chat_id": mila}
    assert await bot("setMyCommands", commands=HELP)
    assert await bot("setMyCommands", commands=MENU, language_code="ro")
    assert await bot("setMyCommands", commands=MENU, scope=chat, language_code="sr")
    assert await bot("getMyCommands") == HELP
    assert await bot("getMyCommands", language_code="ro") == MENU
    assert await bot("getMyCommands", scope=chat) == []
    assert await bot("getMyCommands", scope=chat, language_code="sr") == MENU
    await bot("deleteMyCommands")
    assert await bot("getMyCommands") == []
    listed = [(one["scope"], one["language_code"]) for one in (await sandbox.bot())["commands"]]
    assert listed == [({"type": "default"}, "ro"), (chat, "sr")]


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"commands": [{"command": "Помоћ", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": HELP * 101}, "BOT_COMMANDS_TOO_MUCH"),
        (
            {"commands": [{"command": "x", "description": "y" * 257}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        ({"commands": HELP, "language_code": "sr-Latn"}, "invalid language code specified"),
        ({"commands": HELP, "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        (
            {"commands": HELP, "scope": {"type": "moon"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
    ],
)
async def test_commands_that_are_refused(bot: BotApi, params: dict[str, Any], refusal: str) -> None:
    assert await bot.refused("setMyCommands", **params) == f"Bad Request: {refusal}"


@pytest.mark.parametrize(
    ("name", "field", "top"),
    [
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ],
)
async def test_texts_by_language(bot: BotApi, name: str, field: str, top: int) -> None:
    await bot(f"setMy{name}", **{field: "Стража"})
    await bot(f"setMy{name}", **{field: "Straja"}, language_code="ro")
    assert await bot(f"getMy{name}") == {field: "Стража"}
    assert await bot(f"getMy{name}", language_code="ro") == {field: "Straja"}
    assert await bot(f"getMy{name}", language_code="en") == {field: "Стража"}
    await bot(f"setMy{name}", **{field: ""}, language_code="ro")
    assert await bot(f"getMy{name}", language_code="ro") == {field: "Стража"}
    await bot(f"setMy{name}", **{field: "x" * top})
    assert "too long" in await bot.refused(f"setMy{name}", **{field: "x" * (top + 1)})


async def test_the_menu_button(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    app = {"type": "web_app", "text": "Map", "web_app": {"url": "https://example.org"}}
    await bot("setChatMenuButton", menu_button={"type": "commands"})
    await bot("setChatMenuButton", chat_id=mila, menu_button=app)
    assert await bot("getChatMenuButton", chat_id=mila) == app
    assert await bot("getChatMenuButton") == {"type": "commands"}
    assert (await sandbox.bot())["menu_buttons"] == {"0": {"type": "commands"}, str(mila): app}


async def test_me(bot: BotApi) -> None:
    me = await bot("getMe")
    assert (me["id"], me["is_bot"], me["username"]) == (4242, True, "StrajaSandboxBot")
    assert await bot("close") is True
