"""getUpdates: waking, acknowledging, conflicts, expiry."""

import asyncio
import time

import pytest

from sandbox.client import Sandbox
from tests.sandbox.bot_api import BotApi

OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running"
)
USE_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)


def texts(updates: list[dict[str, dict[str, str]]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


@pytest.mark.alone
async def test_a_long_poll_wakes_at_once(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    begun = time.monotonic()
    waiting = asyncio.create_task(bot("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    await sandbox.text(mila, "wake up")
    assert texts(await waiting) == ["wake up"]
    assert time.monotonic() - begun < 2


@pytest.mark.alone
async def test_a_poll_ends_empty_after_its_timeout(bot: BotApi, mila: int) -> None:
    begun = time.monotonic()
    assert await bot("getUpdates", timeout=1) == []
    assert 0.9 < time.monotonic() - begun < 3
    assert mila


async def test_only_the_offset_acknowledges(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.limits(enabled=False)
    for number in range(4):
        await sandbox.text(mila, str(number))
    first = await bot("getUpdates", limit=2)
    assert texts(first) == ["0", "1"]
    assert texts(await bot("getUpdates")) == ["0", "1", "2", "3"]
    assert first[0]["update_id"] < first[1]["update_id"]
    assert texts(await bot("getUpdates", offset=first[1]["update_id"])) == ["1", "2", "3"]
    assert texts(await bot("getUpdates", offset=-1)) == ["3"]
    assert texts(await bot("getUpdates")) == ["3"]


async def test_a_hasty_poller_gets_one_update(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.text(mila, "a")
    await sandbox.text(mila, "b")
    assert len(await bot("getUpdates", offset=5)) == 2
    assert len(await bot("getUpdates", offset=5)) == 1


async def test_a_second_poller_ends_the_first(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    first = asyncio.create_task(bot.raw("getUpdates", json={"timeout": 30}))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(bot.raw("getUpdates", json={"timeout": 30}))
    status, body = await first
    assert (status, body["description"]) == (
        409,
        OTHER_POLLER,
    )
    await sandbox.text(mila, "for the second")
    status, body = await second
    assert (status, texts(body["result"])) == (200, ["for the second"])


async def test_a_poller_who_left_is_no_ghost(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    gone = asyncio.create_task(bot.raw("getUpdates", json={"timeout": 30}))
    await asyncio.sleep(0.1)
    gone.cancel()
    await asyncio.sleep(0.1)
    await sandbox.text(mila, "still here")
    assert texts(await bot("getUpdates", timeout=5)) == ["still here"]


async def test_allowed_updates_choose_kinds_and_are_remembered(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    await bot("getUpdates", allowed_updates=["message"])
    await sandbox.block(mila)
    await sandbox.start(mila)
    assert texts(await bot("getUpdates")) == ["/start"]


async def test_polling_conflicts_with_a_webhook(bot: BotApi) -> None:
    await bot("setWebhook", url="http://localhost:9/hook")
    status, body = await bot.raw("getUpdates")
    assert (status, body["description"]) == (
        409,
        USE_WEBHOOK,
    )
    await bot("deleteWebhook")
    assert await bot("getUpdates") == []


async def test_setting_a_webhook_ends_the_poller(bot: BotApi) -> None:
    waiting = asyncio.create_task(bot.raw("getUpdates", json={"timeout": 30}))
    await asyncio.sleep(0.1)
    await bot("setWebhook", url="http://localhost:9/hook")
    status, body = await waiting
    assert (status, body["description"]) == (409, "Conflict: terminated by setWebhook request")


async def test_messages_live_a_day_and_presses_two_and_a_half_minutes(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    keys = {"inline_keyboard": [[{"text": "Take", "callback_data": "t"}]]}
    await bot("sendMessage", chat_id=mila, text="x", reply_markup=keys)
    await sandbox.text(mila, "old")
    pressed = await sandbox.press(mila, "Take")
    await sandbox.advance(149)
    assert len(await bot("getUpdates", offset=1)) == 2
    await sandbox.advance(2)
    assert texts(await bot("getUpdates", offset=2)) == ["old"]
    refusal = await bot.refused(
        "answerCallbackQuery", callback_query_id=pressed["callback_query_id"]
    )
    assert "query is too old" in refusal
    await sandbox.advance(86_400)
    assert await bot("getUpdates", offset=3) == []


async def test_raw_updates_keep_their_ids_and_the_next_ones_follow(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    chat = {"id": mila, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "text": "from afar"}
    await sandbox.inject({"update_id": 900_000_000, "message": message})
    said = await sandbox.text(mila, "next")
    assert said["update_id"] == 900_000_001
    await bot("getUpdates", offset=900_000_002)
    await sandbox.inject({"update_id": 5, "message": message})
    await sandbox.inject({"update_id": 5, "message": message})
    late = await bot("getUpdates", offset=900_000_003)
    assert [update["update_id"] for update in late] == [5, 5]
    assert await bot("getUpdates", offset=900_000_004) == []


async def test_tokens(bot: BotApi) -> None:
    for token in ("nonsense", "12", "12:short", "abc:a-long-enough-secret"):
        async with bot.session.get(f"{bot.url}/bot{token}/getMe") as answer:
            assert (answer.status, (await answer.json())["description"]) == (401, "Unauthorized")
    async with bot.session.get(f"{bot.url}/bot{bot.token}/GETME") as answer:
        assert (await answer.json())["result"]["is_bot"] is True


async def test_unknown_methods_are_named(bot: BotApi) -> None:
    status, body = await bot.raw("sendDice", json={"chat_id": 1})
    assert (status, body) == (
        404,
        {
            "ok": False,
            "error_code": 404,
            "description": "Not Found: method sendDice is not in the sandbox",
        },
    )


async def test_after_log_out_nothing_works_for_ten_minutes(bot: BotApi, sandbox: Sandbox) -> None:
    await bot("logOut")
    assert await bot.refused("getMe") == "Logged out"
    await sandbox.advance(601)
    assert (await bot("getMe"))["id"] == 4242
