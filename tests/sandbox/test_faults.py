"""Faults on order, and the delivery log that tells what truly happened."""

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.client import Sandbox, SandboxError
from sandbox.server import serve
from tests.sandbox.bot_api import BotApi


async def sends(sandbox: Sandbox) -> list[dict[str, Any]]:
    return [entry for entry in await sandbox.log() if entry["method"] == "sendMessage"]


async def shown(sandbox: Sandbox, chat: int) -> list[str]:
    return [one["text"] for one in await sandbox.messages(chat) if one["from"] == "bot"]


@pytest.mark.parametrize(
    ("kind", "status", "description"),
    [
        ("429", 429, "Too Many Requests: retry after 17"),
        ("500", 500, "Internal Server Error"),
        ("502", 502, "Bad Gateway"),
        ("403", 403, "Forbidden: bot was blocked by the user"),
        ("400", 400, "Bad Request: refused by a sandbox fault"),
    ],
)
async def test_faults_before_acceptance(
    bot: BotApi, sandbox: Sandbox, mila: int, kind: str, status: int, description: str
) -> None:
    await sandbox.fault(kind, method="sendMessage", seconds=17)
    got, body = await bot.raw("sendMessage", json={"chat_id": mila, "text": "one"})
    assert (got, body["description"]) == (status, description)
    assert bot.headers.get("Retry-After") == ("17" if kind == "429" else None)
    await bot("sendMessage", chat_id=mila, text="two")
    assert await shown(sandbox, mila) == ["two"]
    outcomes = [(entry["outcome"], entry["status"]) for entry in await sends(sandbox)]
    first = "failed" if status >= 500 else "refused"
    assert outcomes == [(first, status), ("delivered", 200)]
    assert [fault["fired"] for fault in await sandbox.faults()] == [1]


async def test_drop_closes_before_anything_is_accepted(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    await sandbox.fault("drop", times=2)
    for _ in range(2):
        with pytest.raises(aiohttp.ClientError):
            await bot("sendMessage", chat_id=mila, text="gone")
    assert await shown(sandbox, mila) == []
    dropped = await sends(sandbox)
    assert [(one["outcome"], one["status"], one["message_id"]) for one in dropped] == [
        ("dropped", None, None)
    ] * 2


async def test_deliver_and_hang(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.fault("deliver+hang", chat=mila, seconds=30)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await bot("sendMessage", chat_id=mila, text="heard")
    assert await shown(sandbox, mila) == ["heard"]
    [entry] = await sends(sandbox)
    assert (entry["outcome"], entry["status"], entry["fault"]) == (
        "delivered",
        None,
        "deliver+hang",
    )


async def test_a_hang_ends_with_the_true_answer(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.fault("deliver+hang", seconds=0.2)
    begun = asyncio.get_running_loop().time()
    sent = await bot("sendMessage", chat_id=mila, text="late")
    assert asyncio.get_running_loop().time() - begun > 0.2
    assert sent["text"] == "late"


async def test_deliver_and_500(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.fault("deliver+500")
    assert await bot.refused("sendMessage", chat_id=mila, text="x") == "Internal Server Error"
    assert await shown(sandbox, mila) == ["x"]
    [entry] = await sends(sandbox)
    assert (entry["outcome"], entry["status"]) == ("delivered", 500)


async def test_deliver_and_reset(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.fault("deliver+reset")
    with pytest.raises((aiohttp.ClientError, ConnectionError)):
        await bot("sendMessage", chat_id=mila, text="x")
    assert await shown(sandbox, mila) == ["x"]
    [entry] = await sends(sandbox)
    assert (entry["outcome"], entry["status"]) == ("delivered", None)


async def test_slow_calls_still_arrive(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.fault("slow", seconds=0.2)
    begun = asyncio.get_running_loop().time()
    await bot("sendMessage", chat_id=mila, text="x")
    assert asyncio.get_running_loop().time() - begun > 0.2


async def test_a_slow_call_arrives_although_its_caller_has_left(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    await sandbox.fault("slow", seconds=0.3)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await bot("sendMessage", chat_id=mila, text="x")
    assert await shown(sandbox, mila) == []
    await sandbox.wait_for(mila, "x")
    [entry] = await sends(sandbox)
    assert (entry["outcome"], entry["fault"]) == ("delivered", "slow")


async def test_migrate_moves_the_group_for_good(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    group = await sandbox.group("Nera", [mila])
    await sandbox.fault("migrate", chat=group)
    status, body = await bot.raw("sendMessage", json={"chat_id": group, "text": "x"})
    new_id = body["parameters"]["migrate_to_chat_id"]
    assert (status, body["description"]) == (
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
    )
    assert str(new_id).startswith("-100")
    refusal = await bot.refused("sendMessage", chat_id=group, text="x")
    assert refusal == "Bad Request: group chat was upgraded to a supergroup chat"
    sent = await bot("sendMessage", chat_id=new_id, text="here now")
    assert sent["chat"] == {"id": new_id, "type": "supergroup", "title": "Nera"}
    messages = [one["message"] for one in await bot("getUpdates") if "message" in one]
    assert [
        (one["chat"]["id"], one.get("migrate_to_chat_id"), one.get("migrate_from_chat_id"))
        for one in messages
    ] == [(group, new_id, None), (new_id, None, group)]


async def test_only_the_method_and_chat_meant_are_hit(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    ion = (await sandbox.person("Ion", id=202))["id"]
    await sandbox.start(ion)
    await sandbox.fault("500", method="sendmessage", chat=ion)
    await bot("sendMessage", chat_id=mila, text="x")
    await bot("sendChatAction", chat_id=ion, action="typing")
    await bot.refused("sendMessage", chat_id=ion, text="x")
    await bot("sendMessage", chat_id=ion, text="x")


async def test_a_share_of_calls_by_seed(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.limits(enabled=False)
    patterns = []
    for _ in range(2):
        fault = await sandbox.fault("500", share=0.3, seed=7)
        statuses = [
            (await bot.raw("sendMessage", json={"chat_id": mila, "text": "x"}))[0]
            for _ in range(60)
        ]
        patterns.append(statuses)
        assert 8 <= statuses.count(500) <= 30
        await sandbox.clear_faults(fault)
    assert patterns[0] == patterns[1]


async def test_faults_can_be_withdrawn(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.fault("500", times=5)
    await sandbox.clear_faults()
    await bot("sendMessage", chat_id=mila, text="x")
    with pytest.raises(SandboxError, match="There is no fault 9"):
        await sandbox.clear_faults(9)
    with pytest.raises(SandboxError, match="There is no fault 'earthquake'"):
        await sandbox.fault("earthquake")
    with pytest.raises(SandboxError, match="no metod"):
        await sandbox.fault("500", metod="sendMessage")


async def test_log_and_requests_are_also_written_to_files(tmp_path: Path) -> None:
    running = await serve(log_path=tmp_path / "log", requests_path=tmp_path / "requests")
    bot = BotApi(running.url)
    async with Sandbox(running.url) as sandbox:
        mila = (await sandbox.person("Mila"))["id"]
        await sandbox.start(mila, bot=4242)
        sent = await bot("sendMessage", chat_id=mila, text="Ж")
        await bot.refused("sendMessage", chat_id=1, text="\ud800")
        in_memory = await sandbox.log()
        asked = await sandbox.requests()
        # Read before anything is closed: every line must already be there.
        lines = (tmp_path / "log").read_text().splitlines()
        requests = (tmp_path / "requests").read_text().splitlines()
    await bot.session.close()
    await running.stop()
    assert [json.loads(line) for line in lines] == in_memory
    assert [json.loads(line) for line in requests] == asked
    first = in_memory[0]
    assert (first["n"], first["method"], first["chat_id"]) == (1, "sendMessage", mila)
    assert (first["outcome"], first["status"]) == ("delivered", 200)
    assert (first["message_id"], first["params"]["text"]) == (sent["message_id"], "Ж")
    assert first["agent"].startswith("Python/")  # what aiohttp calls itself
    assert [entry["outcome"] for entry in in_memory] == ["delivered", "refused"]


async def test_the_log_is_read_from_a_number_on(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    n = (await sandbox.log())[-1]["n"]
    await bot("sendMessage", chat_id=mila, text="x")
    [entry] = await sandbox.log(after=n)
    assert (entry["n"], entry["method"]) == (n + 1, "sendMessage")
