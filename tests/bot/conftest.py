"""A sandbox, and a post office: an outbox whose messages arrive on the sandbox's phones."""

from collections.abc import AsyncIterator

import pytest

from sandbox.client import Sandbox
from sandbox.server import Running, serve
from tests.bot.post import Post


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
async def post(sqlite_url: str, sandbox: Sandbox) -> AsyncIterator[Post]:
    opened = Post(sqlite_url, sandbox)
    await opened.open()
    yield opened
    await opened.close()
