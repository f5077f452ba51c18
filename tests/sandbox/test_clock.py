"""The clock that a test can move, and the program that stands alone."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from sandbox.client import Sandbox, SandboxError
from sandbox.clock import Clock
from tests.sandbox.bot_api import BotApi


async def test_advance_and_set(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.clock(set="2026-10-25T00:30:00+00:00")
    first = await bot("sendMessage", chat_id=mila, text="x")
    assert 0 <= first["date"] - 1_792_888_200 <= 2
    await sandbox.advance(3600)
    second = await bot("sendMessage", chat_id=mila, text="x")
    assert 3600 <= second["date"] - first["date"] <= 3602
    assert (await sandbox.clock())["now"].startswith("2026-10-25T01:30")
    with pytest.raises(SandboxError, match="ISO 8601"):
        await sandbox.clock(set="tomorrow")


async def test_advancing_wakes_sleepers_and_nothing_else_does() -> None:
    clock = Clock(1000.0, frozen=True)
    sleeper = asyncio.create_task(clock.sleep_until(1060))
    await asyncio.sleep(0.05)
    clock.advance(59)
    await asyncio.sleep(0.05)
    assert not sleeper.done()
    clock.advance(1)
    await asyncio.wait_for(sleeper, 1)


async def test_a_running_clock_wakes_sleepers_by_itself() -> None:
    clock = Clock()
    await asyncio.wait_for(clock.sleep_until(clock.now() + 0.05), 1)


async def test_the_program_prints_its_address_and_stops_on_a_signal(tmp_path: Path) -> None:
    log = tmp_path / "phones.log"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "sandbox", "--port", "0", "--log", str(log)),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONWARNINGS": "default"},
    )
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 10)).decode()
    url = line.removeprefix("Sandbox: ").strip()
    api = BotApi(url)
    async with Sandbox(url) as sandbox:
        assert (await sandbox.health())["ok"] is True
        waiting = asyncio.create_task(api.raw("getUpdates", json={"timeout": 30}))
        await asyncio.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 5) == 0
    waiting.cancel()
    await api.session.close()
    assert log.exists()
