"""What the tests under load stand on: a sandbox of its own process, a long queue, the figures."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert

from sandbox.client import Sandbox
from storage import outbox
from storage.outbox import Lane
from storage.session import Session
from storage.store import Store
from tests.bot.post import Post

ROOT = Path(__file__).parents[2]
FULL = os.environ.get("STRAJA_LOAD") == "full"


@asynccontextmanager
async def process(*command: str, env: dict[str, str] | None = None) -> AsyncIterator["Running"]:
    """A Python module as a process of its own, killed in the end."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *command),
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield Running(child)
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


class Running:
    """A process of the test's own."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self.child = child

    async def says(self, beginning: str) -> str:
        """The rest of the first line that begins so."""
        assert self.child.stdout
        async for line in self.child.stdout:
            text = line.decode().strip()
            if text.startswith(beginning):
                return text.removeprefix(beginning).strip()
        raise AssertionError("it ended without a word")

    def processor(self) -> float:
        """Seconds of processor time used so far; on a busy machine they say more than the clock."""
        fields = Path(f"/proc/{self.child.pid}/stat").read_text(encoding="utf-8").split(")")[-1]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> tuple[float, float]:
        """Resident now and at the most, in megabytes (1024 × 1024 bytes)."""
        status = Path(f"/proc/{self.child.pid}/status").read_text(encoding="utf-8")
        found = dict(re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", status))
        return int(found["VmRSS"]) / 1024, int(found["VmHWM"]) / 1024


@asynccontextmanager
async def sandbox_process() -> AsyncIterator[str]:
    """A sandbox on a port of its own; its address."""
    async with process("sandbox", "--port", "0") as running:
        yield await running.says("Sandbox:")


@asynccontextmanager
async def office(url: str) -> AsyncIterator[Post]:
    """A database, and what is queued in it is seen in such a sandbox."""
    async with sandbox_process() as address, Sandbox(address) as sandbox:
        post = Post(url, sandbox)
        await post.open()
        yield post
        await post.close()


async def fill(
    store: Store, chats: Sequence[int], number: int, *, lane: Lane, due: datetime
) -> None:
    """So many messages of a lane, evenly for these chats."""

    def work(session: Session) -> None:
        rows = [
            {
                "chat_id": chats[each % len(chats)],
                "lane": lane,
                "method": "sendMessage",
                "payload": f'{{"text": "{lane.name} {each}"}}',
                "due_at": due,
                "not_before": due,
                "created_at": due,
            }
            for each in range(number)
        ]
        session.execute(insert(outbox.outbox), rows)

    await store.run(work)


def percentile(figures: Sequence[float], share: float) -> float:
    """The smallest figure that so large a share does not exceed."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
