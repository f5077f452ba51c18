"""Bots as processes of their own, ours and the peers': started, measured from outside, stopped."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage import migrate, people
from storage.people import Role
from storage.session import Session
from storage.store import opened
from tests.bench.standin import SECRET

ROOT = Path(__file__).parents[2]
PEERS_PYTHON = ROOT / ".venv-peers/bin/python"
TOKEN = "1000001:of-the-bench"
_START_SECONDS = 180  # a large database is checked first


@dataclass
class Bot:
    """A bot in its own process. `name` is what tables call it."""

    name: str
    command: list[str]
    folder: Path
    environment: Mapping[str, str]
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    async def start(self) -> float:
        """Start, and wait until it takes updates; how many seconds that took."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "log").open("ab") as log:
            begun = time.monotonic()
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        while not await self._ready():
            if self.process.poll() is not None or time.monotonic() - begun > _START_SECONDS:
                raise RuntimeError(f"{self.name} does not start: {self.said()}")
            await asyncio.sleep(0.01)
        return time.monotonic() - begun

    def stop(self) -> None:
        """SIGTERM, and wait."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def said(self) -> str:
        """The end of its log."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]

    def cpu(self) -> float:
        """Seconds of processor time that it has used, all threads, user and system."""
        assert self.process
        # The clock of another process, as clock_getcpuclockid(3) makes it on Linux: nanoseconds,
        # where /proc counts in hundredths of a second.
        return time.clock_gettime(~self.process.pid << 3 | 2)

    def memory(self, *, peak: bool = False) -> float:
        """Megabytes that it holds, or the most that it has held."""
        name = "VmHWM:" if peak else "VmRSS:"
        lines = self._proc("status").splitlines()
        return next(int(each.split()[1]) for each in lines if each.startswith(name)) / 1024

    def _proc(self, name: str) -> str:
        assert self.process
        return Path(f"/proc/{self.process.pid}/{name}").read_text(encoding="utf-8")

    async def _ready(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        status = await reader.readline()
        writer.close()
        return b" 200 " in status


def ours(folder: Path, api: str, *, paced: bool = False, **settings: str) -> Bot:
    """The assistant on a database in a folder; not `paced`: as fast as it can."""
    port = _free_port()
    given = {
        "bot_token": TOKEN,
        "telegram_api": api,
        "database_url": database(folder),
        "data_dir": str(folder),
        "http_port": str(port),
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": SECRET,
        "telegram_proxy": "",
        **settings,
    }
    environment = {f"STRAJA_{name.upper()}": value for name, value in given.items()}
    module = "bot.assistant" if paced else "tests.bench.ours"
    return Bot("Straja", [sys.executable, "-m", module], folder, environment, port)


def database(folder: Path) -> str:
    """The address of the database of the assistant in this folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'straja.db'}"


def peer(
    name: str, folder: Path, api: str, *command: str, screens: Mapping[str, Any] | None = None
) -> Bot:
    """A module of the peers, in their environment."""
    port = _free_port()
    environment = {
        "BENCH_API": api,
        "BENCH_FOLDER": str(folder),
        "BENCH_PORT": str(port),
        "BENCH_SCREENS": json.dumps(screens or {}),
        "BENCH_SECRET": SECRET,
        "BENCH_TOKEN": TOKEN,
        "PTB_TIMEDELTA": "1",
    }
    module, *arguments = command
    whole = [str(PEERS_PYTHON), "-m", f"tests.bench.peers.{module}", *arguments]
    return Bot(name, whole, folder, environment, port)


def enrol(url: str, chats: range, *roles: Role) -> None:
    """An upgraded database with these people in it, of both sides in turn, all enrolled."""
    migrate.upgrade(url)
    now = datetime.now(UTC)

    def person(chat: int) -> dict[str, object]:
        side = ("RS", "RO")[chat % 2]
        return {
            "service_number": f"{side}-{chat}",
            "name": f"Mila {chat}",
            "country": side,
            "service": "Гранична полиција" if side == "RS" else "Poliția de Frontieră",
            "language": "sr-Cyrl",
            "phone": f"+3816{chat}",
            "telegram_id": chat,
            "enrolled_at": now,
        }

    def work(session: Session) -> None:
        ids = people.add_all(session, [person(chat) for chat in chats])
        people.add_roles(session, dict.fromkeys(ids, roles or (Role.OFFICER,)))

    with opened(url) as store:
        store.run_blocking(work)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
