"""A whole assistant against a whole sandbox, over HTTP, on a database of the test's own."""

from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from sandbox.server import Running, serve
from tests import people
from tests.people import Phone

REQUEST_LOG = Path("tests/output/requests.jsonl")
TOKEN = "1000001:" + "journeys-of-the-test-suite"

Enrol = Callable[..., Coroutine[Any, Any, Phone]]


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    REQUEST_LOG.parent.mkdir(parents=True, exist_ok=True)
    running = await serve(requests_path=REQUEST_LOG)
    yield running
    await running.stop()


@pytest.fixture
async def sandbox(running: Running) -> AsyncIterator[Sandbox]:
    async with Sandbox(running.url) as client:
        await client.limits(enabled=False)  # the courier's own pace is tested beside the courier
        yield client


@pytest.fixture
def settings(running: Running, database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings reads it, mypy does not know
        bot_token=SecretStr(TOKEN),
        telegram_api=running.url,
        database_url=database_url,
        data_dir=tmp_path,
        http_port=0,
        send_rate=1000,
    )


@pytest.fixture
async def assistant(settings: Settings, sandbox: Sandbox) -> AsyncIterator[Assistant]:
    assistant = Assistant(settings, private=0.001)
    await assistant.start()
    yield assistant
    await assistant.stop()


@pytest.fixture
def enrol(assistant: Assistant, sandbox: Sandbox) -> Enrol:
    """`await enrol("Mila", country="RS", roles="officer;duty", language="sr-Latn")`."""

    async def enrolled(name: str, **line: str) -> Phone:
        return await people.enrol(assistant, sandbox, name, **line)

    return enrolled
