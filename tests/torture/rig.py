"""What all runs share: a stand-in for Telegram, phones, a nursery of assistants, a database."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Self

import aiohttp

from sandbox.client import Sandbox
from tests.torture import crew
from tests.torture.processes import Nursery, Telegram
from tests.torture.run import Run

LATENCY = 0.02  # seconds that a call takes, so that several are in flight when the end comes


class Rig:
    """A context manager. The database of each run is a copy of one template."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        self._runs = 0

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.template = crew.template(self.folder)
        self.nursery = await Nursery().__aenter__()
        self.telegram = await Telegram(self.folder / "phones.log").__aenter__()
        self.sandbox = Sandbox(self.telegram.url)
        await self.sandbox.limits(enabled=False)
        await self._phones()
        await self._prime()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.sandbox.close()
        await self.telegram.__aexit__()
        await self.nursery.__aexit__()

    async def _phones(self) -> None:
        """Everybody has written to the bot once, and that is past."""
        for member in crew.EVERYBODY:
            await self.sandbox.person(member.name, id=member.id)
            await self.sandbox.start(member.id, bot=crew.BOT)
        await self.forget_updates()

    async def _prime(self) -> None:
        """Let the assistant tell Telegram about itself once, or every run would begin with that."""
        async with self.run() as run:
            life = await run.start()
            await run.ready()
            await run.quiet()
            await life.stopped()
            shutil.copyfile(run.folder / "straja.db", self.template)
        # A run begins minutes after this one, and has missed nothing since.
        with closing(sqlite3.connect(self.template)) as database, database:
            forgotten = database.execute("DELETE FROM fact WHERE name = 'updates.heard'")
            assert forgotten.rowcount == 1

    async def forget_updates(self) -> None:
        """What waits for the bot is taken by nobody."""
        address = f"{self.telegram.url}/bot{crew.TOKEN}/deleteWebhook"
        async with (
            aiohttp.ClientSession() as session,
            session.post(address, json={"drop_pending_updates": True}) as answer,
        ):
            assert (await answer.json())["ok"]

    @asynccontextmanager
    async def run(self, *, url: str = "", api: str = "", **settings: str) -> AsyncIterator[Run]:
        """A run with a database of its own; `settings` of the assistant by name."""
        self._runs += 1
        folder = self.folder / f"run-{self._runs}"
        folder.mkdir()
        if not url:
            shutil.copyfile(self.template, folder / "straja.db")
            url = f"sqlite:///{folder / 'straja.db'}"
        given = {
            "bot_token": crew.TOKEN,
            "telegram_api": api or self.telegram.url,
            "database_url": url,
            "data_dir": str(folder),
            "http_port": "0",
            "send_rate": "1000",
            "remind_minutes": "60",
            "escalate_minutes": "60",
            **settings,
        }
        environment = {f"STRAJA_{name.upper()}": value for name, value in given.items()}
        run = Run(self.nursery, self.sandbox, folder, url, environment)
        await self.sandbox.clear_faults()
        run.since = len(await self.sandbox.log())
        await self.sandbox.fault("slow", seconds=LATENCY, share=1.0)
        try:
            yield run
        finally:
            await run.end()
            await self.forget_updates()
        if not run.faults or run.guard:  # else the logs and the database stay to be looked into
            shutil.rmtree(folder, ignore_errors=True)
