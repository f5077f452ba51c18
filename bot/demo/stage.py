"""A stage for the demo: the sandbox, an empty database, a sample roster, the assistant."""

import asyncio
import errno
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.demo.cast import SAMPLE, Actor, cast, enrol
from bot.demo.supervised import Supervised
from bot.settings import Settings
from sandbox.client import Sandbox
from sandbox.server import Running, serve
from services import enrolment, roster, roster_file
from storage import migrate
from storage.people import Person
from storage.session import Session
from storage.store import opened
from storage.unit_of_work import Installation, UnitOfWork

TOKEN = "1000001:sandbox-of-the-demo"  # noqa: S105 no secret: the sandbox takes any

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Stage:
    """Everything up, everybody enrolled."""

    url: str
    sandbox: Sandbox
    assistant: Supervised
    actors: dict[str, Actor]


@asynccontextmanager
async def staged(
    folder: Path, *, port: int, tell: Tell, opened_at: Tell = lambda _: None, **changed: str
) -> AsyncIterator[Stage]:
    """Set the stage in an empty folder; port 0 takes any free one, others the next free one.

    `opened_at` is told the page's address as soon as there is something to see on it.
    `changed` are settings of the assistant by name. Raises RuntimeError with a sentence.
    """
    tell("A stand-in for Telegram …")
    running = await _listening(port)
    settings = _settings(folder, running.url, changed)
    tell("An empty database and a sample roster …")
    codes = _prepare(settings)
    assistant = Supervised(_environment(settings, changed), folder / "assistant.log")
    try:
        async with Sandbox(running.url) as sandbox:
            tell("The assistant …")
            await assistant.start()
            actors = cast()
            opened_at(_page(running.url, actors))
            tell("Officers of both sides enrol …")
            await _enrolled(sandbox, actors, codes)
            yield Stage(running.url, sandbox, assistant, {actor.name: actor for actor in actors})
    finally:
        await assistant.stop()
        await running.stop()


def _page(url: str, actors: list[Actor]) -> str:
    """The page with everybody's phones."""
    return f"{url}/?people={','.join(str(actor.id) for actor in actors)}"


async def _enrolled(sandbox: Sandbox, actors: list[Actor], codes: dict[str, str]) -> None:
    """Everybody at once. Raises AssertionError for the first whose phone lacks an answer."""
    try:
        async with asyncio.TaskGroup() as enrolments:
            for actor in actors:
                enrolments.create_task(enrol(sandbox, actor, codes[actor.service_number]))
    except ExceptionGroup as faults:
        raise faults.exceptions[0] from None


def _prepare(settings: Settings) -> dict[str, str]:
    """A migrated database with the sample roster in it; codes by service number."""
    migrate.upgrade(settings.database_url)
    entries = roster_file.read(SAMPLE.read_bytes())
    codes = {entry.service_number: enrolment.new_code() for entry in entries}

    def bring_in(session: Session) -> None:
        uow = UnitOfWork(session, Person(), datetime.now(UTC), Installation())
        roster.bring_in(uow, entries, codes)

    with opened(settings.database_url) as store:
        store.run_blocking(bring_in)
    return codes


def _settings(folder: Path, api: str, changed: dict[str, str]) -> Settings:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Settings(
        bot_token=SecretStr(TOKEN),
        telegram_api=api,
        database_url=changed.get("database_url", f"sqlite:///{folder / 'straja.db'}"),
        webhook_url="",
        data_dir=folder,
        http_port=0,
    )


def _environment(settings: Settings, changed: dict[str, str]) -> dict[str, str]:
    plain = {
        "bot_token": TOKEN,
        "telegram_api": settings.telegram_api,
        "database_url": settings.database_url,
        "data_dir": str(settings.data_dir),
        "http_port": "0",
        "webhook_url": "",
        "telegram_proxy": "",
        **changed,
    }
    return {f"STRAJA_{name.upper()}": value for name, value in plain.items()}


async def _listening(port: int) -> Running:
    """The sandbox on this port, or on the next one that is free."""
    for candidate in [port] if port == 0 else range(port, min(port + 50, 65536)):
        try:
            return await serve(port=candidate)
        except OSError as fault:
            if fault.errno != errno.EADDRINUSE:
                raise
    raise RuntimeError(f"No port is free from {port} on; name another with --port.")
