"""Updates brought to an address: secret, order, retries, answers that carry a method."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from sandbox.client import Sandbox
from tests.sandbox.bot_api import BotApi


class Address:
    """A small server that notes what is brought and answers as told."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.raw: list[bytes] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body: dict[str, Any] | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.inside: list[int] = []
        self.most = 0
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.raw.append(await request.read())
        if self.raw[-1].startswith(b"{"):
            self.got.append(await request.json())
        self.inside.append(1)
        self.most = max(self.most, len(self.inside))
        await self.open.wait()
        self.inside.pop()
        if self.body is not None:
            return web.json_response(self.body, headers=self.headers)
        return web.Response(status=self.status, headers=self.headers)

    async def count(self, number: int) -> None:
        async with asyncio.timeout(5):
            while len(self.raw) < number:
                await asyncio.sleep(0.005)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got if "message" in update]


@pytest.fixture
async def address() -> AsyncIterator[Address]:
    address = Address()
    app = web.Application()
    app.router.add_post("/hook", address.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield address
    address.open.set()
    await runner.cleanup()


async def pending(bot: BotApi) -> int:
    return int((await bot("getWebhookInfo"))["pending_update_count"])


async def drained(bot: BotApi) -> None:
    async with asyncio.timeout(5):
        while await pending(bot):
            await asyncio.sleep(0.005)


async def test_updates_are_brought_with_the_secret(
    bot: BotApi, sandbox: Sandbox, mila: int, address: Address
) -> None:
    await sandbox.text(mila, "before")
    await bot("setWebhook", url=address.url, secret_token="s3cret_-", max_connections=7)
    await sandbox.text(mila, "after")
    await address.count(2)
    assert address.texts() == ["before", "after"]
    assert set(address.secrets) == {"s3cret_-"}
    await drained(bot)
    info = await bot("getWebhookInfo")
    assert (info["url"], info["max_connections"]) == (address.url, 7)
    assert "last_error_message" not in info


async def test_pending_updates_can_be_dropped(
    bot: BotApi, sandbox: Sandbox, mila: int, address: Address
) -> None:
    await sandbox.text(mila, "before")
    await bot("setWebhook", url=address.url, drop_pending_updates=True)
    await sandbox.text(mila, "after")
    await address.count(1)
    assert address.texts() == ["after"]
    assert address.secrets == [None]


async def test_one_chat_is_served_in_order_while_others_and_presses_go_on(
    bot: BotApi, sandbox: Sandbox, mila: int, address: Address
) -> None:
    ion = (await sandbox.person("Ion", id=202))["id"]
    keys = {"inline_keyboard": [[{"text": "Take", "callback_data": "t"}]]}
    await bot("sendMessage", chat_id=mila, text="x", reply_markup=keys)
    address.open.clear()
    await bot("setWebhook", url=address.url)
    await sandbox.text(mila, "one")
    await sandbox.text(mila, "two")
    await sandbox.text(ion, "other chat")
    await sandbox.press(mila, "Take")
    await address.count(3)
    await asyncio.sleep(0.1)
    assert sorted(address.texts()) == ["one", "other chat"]
    assert [1 for update in address.got if "callback_query" in update] == [1]
    assert address.most == 3
    address.open.set()
    await address.count(4)
    assert address.texts()[-1] == "two"


async def test_max_connections_bounds_what_runs_side_by_side(
    bot: BotApi, sandbox: Sandbox, address: Address
) -> None:
    address.open.clear()
    await bot("setWebhook", url=address.url, max_connections=2)
    for number in range(5):
        person = await sandbox.person(f"P{number}", id=300 + number)
        await sandbox.start(person["id"])
    await address.count(2)
    await asyncio.sleep(0.1)
    assert address.most == 2
    address.open.set()
    await address.count(5)
    assert address.most == 2


async def test_a_refusal_is_retried_after_one_two_four_seconds(
    bot: BotApi, sandbox: Sandbox, mila: int, address: Address
) -> None:
    await sandbox.clock(frozen=True)
    address.status = 500
    await bot("setWebhook", url=address.url)
    await sandbox.text(mila, "again and again")
    await address.count(1)
    for number, delay in enumerate((1, 2, 4, 8), start=1):
        await asyncio.sleep(0.05)
        await sandbox.advance(delay - 0.1)
        await asyncio.sleep(0.05)
        assert len(address.raw) == number, "it came too early"
        await sandbox.advance(0.2)
        await address.count(number + 1)
    info = await bot("getWebhookInfo")
    assert info["pending_update_count"] == 1
    assert info["last_error_message"] == (
        "Wrong response from the webhook: 500 Internal Server Error"
    )
    address.status = 200
    await asyncio.sleep(0.05)
    await sandbox.advance(17)
    await address.count(6)
    await drained(bot)
    assert {update["update_id"] for update in address.got} == {address.got[0]["update_id"]}


async def test_retry_after_is_honoured(
    bot: BotApi, sandbox: Sandbox, mila: int, address: Address
) -> None:
    await sandbox.clock(frozen=True)
    address.status, address.headers = 503, {"Retry-After": "30"}
    await bot("setWebhook", url=address.url)
    await sandbox.text(mila, "later")
    await address.count(1)
    await asyncio.sleep(0.05)
    await sandbox.advance(29)
    await asyncio.sleep(0.1)
    assert len(address.raw) == 1
    await sandbox.advance(2)
    await address.count(2)


async def test_a_press_is_dropped_when_it_is_too_old(
    bot: BotApi, sandbox: Sandbox, mila: int, address: Address
) -> None:
    await sandbox.clock(frozen=True)
    keys = {"inline_keyboard": [[{"text": "Take", "callback_data": "t"}]]}
    await bot("sendMessage", chat_id=mila, text="x", reply_markup=keys)
    address.status = 500
    await bot("setWebhook", url=address.url)
    await sandbox.press(mila, "Take")
    await address.count(1)
    await asyncio.sleep(0.05)
    address.status = 200
    await sandbox.advance(151)
    await asyncio.sleep(0.1)
    assert await pending(bot) == 0
    assert len(address.raw) == 1


async def test_what_would_be_retried_too_late_is_dropped_at_once(
    bot: BotApi, sandbox: Sandbox, mila: int, address: Address
) -> None:
    await sandbox.clock(frozen=True)
    keys = {"inline_keyboard": [[{"text": "Take", "callback_data": "t"}]]}
    await bot("sendMessage", chat_id=mila, text="x", reply_markup=keys)
    address.status, address.headers = 503, {"Retry-After": "200"}
    await bot("setWebhook", url=address.url)
    await sandbox.press(mila, "Take")
    await address.count(1)
    await drained(bot)
    assert len(address.raw) == 1


async def test_nobody_listening_is_an_error_and_waits(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    await bot("setWebhook", url="http://127.0.0.1:9/hook")
    await sandbox.text(mila, "lost?")
    await asyncio.sleep(0.1)
    info = await bot("getWebhookInfo")
    assert info["pending_update_count"] == 1
    assert info["last_error_message"] == "Connection refused"
    await bot("deleteWebhook")
    assert [update["message"]["text"] for update in await bot("getUpdates")] == ["lost?"]


async def test_a_method_in_the_answer_is_carried_out(
    bot: BotApi, sandbox: Sandbox, mila: int, address: Address
) -> None:
    keys = {"inline_keyboard": [[{"text": "Take", "callback_data": "t"}]]}
    await bot("sendMessage", chat_id=mila, text="x", reply_markup=keys)
    await bot("setWebhook", url=address.url)
    address.body = {"method": "sendMessage", "chat_id": mila, "text": "by the way"}
    await sandbox.press(mila, "Take")
    await sandbox.wait_for(mila, "by the way")
    [entry] = [one for one in await sandbox.log() if one["via"] == "webhook"]
    assert (entry["method"], entry["outcome"]) == ("sendMessage", "delivered")
    address.body = {"method": "deleteWebhook"}
    await sandbox.text(mila, "hello")
    await drained(bot)
    assert (await bot("getWebhookInfo"))["url"] == address.url


async def test_bytes_that_are_no_update(bot: BotApi, sandbox: Sandbox, address: Address) -> None:
    await bot("setWebhook", url=address.url, secret_token="s")
    address.status = 400
    assert await sandbox.inject_raw("not json at all") == 400
    assert address.raw == [b"not json at all"]
    assert address.secrets == ["s"]


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"url": "http://example.org/x"}, "An HTTPS URL must be provided for webhook"),
        ({"url": "https://"}, "URL host is empty"),
        (
            {"url": "http://localhost:1/x", "secret_token": "no spaces"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_what_set_webhook_refuses(bot: BotApi, params: dict[str, str], refusal: str) -> None:
    assert refusal in await bot.refused("setWebhook", **params)


async def test_set_webhook_no_more_than_once_a_second(bot: BotApi, sandbox: Sandbox) -> None:
    await bot("setWebhook", url="http://localhost:9/x")
    status, body = await bot.raw("setWebhook", json={"url": "http://localhost:9/x"})
    assert (status, body["parameters"]) == (429, {"retry_after": 1})
    await sandbox.advance(1)
    await bot("setWebhook", url="http://localhost:9/x")
