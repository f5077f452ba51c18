"""A sandbox that listens on a free port, a client for its people, and a bot that speaks HTTP."""

from collections.abc import AsyncIterator

import pytest

from sandbox.client import Sandbox
from sandbox.server import Running, serve
from tests.sandbox.bot_api import BotApi


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    running = await serve()
    yield running
    await running.stop()


@pytest.fixture
async def sandbox(running: Running) -> AsyncIterator[Sandbox]:
    async with Sandbox(running.url) as client:
        yield client


@pytest.fixture
async def bot(running: Running) -> AsyncIterator[BotApi]:
    api = BotApi(running.url)
    await api("getMe")
    yield api
    await api.session.close()


@pytest.fixture
async def mila(bot: BotApi, sandbox: Sandbox) -> int:
    """Mila has pressed START, and the bot has seen it."""
    mila = await sandbox.person("Mila Jovanović", language_code="sr", phone="+38160111222", id=101)
    await sandbox.start(mila["id"])
    updates = await bot("getUpdates")
    await bot("getUpdates", offset=updates[-1]["update_id"] + 1)
    return int(mila["id"])
