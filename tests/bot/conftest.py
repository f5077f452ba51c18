"""A sandbox, a post office whose messages arrive on its phones, and the command beside both."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import control
from sandbox.client import Sandbox
from sandbox.server import Running, serve
from storage.store import Store
from storage.unit_of_work import Installation
from tests.bot.operator import Straja
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


@pytest.fixture
def straja(sqlite_url: str, tmp_path: Path) -> Straja:
    return Straja(sqlite_url, tmp_path)


@pytest.fixture
async def assistant(straja: Straja) -> AsyncIterator[Store]:
    """A store held by this process, which listens for commands as the assistant does."""
    store = Store(straja.url)
    await store.start()
    path = straja.folder / control.SOCKET
    listening = await control.listen(path, store, Installation())
    yield store
    await listening.close()
    await store.stop()
