"""Several assistants as processes of their own on one database, and what shares updates out."""

import asyncio
import contextlib
import itertools
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Self

import aiohttp
from aiohttp import web

from web.webhook import SECRET_HEADER

SECRET = "a-secret-of-the-tests"
PATIENCE = 30.0  # seconds, for a process on a machine that has much to do


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Replica:
    """One process. Its log is in a file, for whoever wonders why a test fails."""

    def __init__(self, module: str, environment: Mapping[str, str], folder: Path) -> None:
        self.port = free_port()
        self._module, self._log = module, folder / "assistant.log"
        folder.mkdir(parents=True)
        own = {"STRAJA_HTTP_PORT": str(self.port), "STRAJA_DATA_DIR": str(folder)}
        self._environment = {**os.environ, **environment, **own}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._process
        return self._process

    @property
    def said(self) -> str:
        """Everything it has printed."""
        return self._log.read_text(encoding="utf-8")

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self._module, env=self._environment, stdout=log, stderr=log
            )

    async def ready(self) -> None:
        """Wait until it takes updates in."""
        async with asyncio.timeout(PATIENCE):
            while await self.asked("readyz") is None:
                assert self.process.returncode is None, self.said
                await asyncio.sleep(0.05)

    async def asked(self, what: str) -> str | None:
        """What it answers to a GET; None where it does not, or not with 200."""
        patience = aiohttp.ClientTimeout(total=2)
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with (
                aiohttp.ClientSession(timeout=patience) as session,
                session.get(f"http://127.0.0.1:{self.port}/{what}") as answer,
            ):
                return await answer.text() if answer.status == 200 else None
        return None

    async def leads(self) -> bool:
        return "\nstraja_leads 1.0\n" in (await self.asked("metrics") or "")

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    async def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def end(self) -> None:
        """Whatever state it is in."""
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


class Forwarder:
    """Shares posts out in turn, as a balancer does; whoever does not answer is passed over."""

    def __init__(self) -> None:
        self.share_among([])
        self.taken: list[int] = []  # the ports of those that answered 200

    def share_among(self, replicas: list[Replica]) -> None:
        self._replicas, self._number = itertools.cycle(replicas), len(replicas)

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_post("/telegram", self._forward)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/telegram"
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=1))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        await self._runner.cleanup()

    async def _forward(self, request: web.Request) -> web.Response:
        body, secret = await request.read(), request.headers.get(SECRET_HEADER, "")
        for _ in range(self._number):
            port = next(self._replicas).port
            if await self.post(port, body, secret) == 200:
                self.taken.append(port)
                return web.Response()
        return web.Response(status=502)

    async def post(self, port: int, body: bytes, secret: str = SECRET) -> int:
        """Straight to one of them; the status, 0 where none came."""
        address, headers = f"http://127.0.0.1:{port}/telegram", {SECRET_HEADER: secret}
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self._session.post(address, data=body, headers=headers) as answer:
                return answer.status
        return 0


class Fleet:
    """Replicas and the forwarder before them."""

    def __init__(self, replicas: list[Replica], forwarder: Forwarder) -> None:
        self.replicas, self.forwarder = replicas, forwarder

    async def leader(self) -> Replica:
        """Who sends, once somebody does."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for replica in self.replicas:
                    if replica.process.returncode is None and await replica.leads():
                        return replica
                await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def fleet(
    number: int, folder: Path, settings: Mapping[str, str], *, module: str, webhook: bool = True
) -> AsyncIterator[Fleet]:
    """So many of them, started together; all are ready."""
    async with Forwarder() as forwarder:
        door = {"STRAJA_WEBHOOK_SECRET": SECRET, "STRAJA_WEBHOOK_URL": forwarder.url}
        given = {**settings, **(door if webhook else {})}
        replicas = [Replica(module, given, folder / f"replica-{each}") for each in range(number)]
        forwarder.share_among(replicas)
        try:
            await asyncio.gather(*(replica.start() for replica in replicas))
            await asyncio.gather(*(replica.ready() for replica in replicas))
            yield Fleet(replicas, forwarder)
        finally:
            await asyncio.gather(*(replica.end() for replica in replicas))


def environment(api: str, token: str, database_url: str, **more: Any) -> dict[str, str]:
    """Settings as of `straja run`."""
    return {
        "STRAJA_BOT_TOKEN": token,
        "STRAJA_TELEGRAM_API": api,
        "STRAJA_DATABASE_URL": database_url,
        "STRAJA_SEND_RATE": "1000",
        "STRAJA_WEBHOOK_URL": "",
        "STRAJA_TELEGRAM_PROXY": "",
        **{name: str(value) for name, value in more.items()},
    }
