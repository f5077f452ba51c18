"""The processes of the rig: the stand-in for Telegram, and assistants that can be killed."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

# What an assistant of `child` takes for its disk being full, and having room again.
FULL, ROOM = signal.SIGUSR1, signal.SIGUSR2
LIFE = "STRAJA_TORTURE_LIFE"  # which start of its run an assistant of `child` is, from 1 on
ROOT = Path(__file__).parents[2]


class Life:
    """One assistant from its start to its end. `ended`: its exit code, negative for a signal."""

    def __init__(self, pid: int, ended: "asyncio.Future[int]") -> None:
        self.pid, self.ended = pid, ended

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.ended.done()

    def send(self, number: signal.Signals) -> None:
        """A signal, if it still lives."""
        if not self.over:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def killed(self) -> None:
        """SIGKILL, and gone."""
        self.send(signal.SIGKILL)
        await self.ended

    async def stopped(self, *, within: float = 20.0) -> int:
        """SIGTERM, and drained; the exit code."""
        self.send(signal.SIGTERM)
        try:
            return await asyncio.wait_for(asyncio.shield(self.ended), within)
        except TimeoutError:
            await self.killed()
            raise


class Nursery:
    """Starts assistants by forking (`tests.torture.nursery`); a context manager."""

    def __init__(self) -> None:
        self._lives: dict[int, asyncio.Future[int]] = {}
        self._begun: asyncio.Queue[Life] = asyncio.Queue()

    async def __aenter__(self) -> Self:
        self._process = await _python(
            "tests.torture.nursery", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        self._listening = asyncio.create_task(self._listen(), name="nursery")
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()
        await self._listening

    async def start(self, environment: Mapping[str, str], log: Path, guard: str = "") -> Life:
        """An assistant with this environment added."""
        assert self._process.stdin
        wish = {"environment": dict(environment), "log": str(log), "guard": guard}
        self._process.stdin.write(json.dumps(wish).encode() + b"\n")
        return await self._begun.get()

    async def _listen(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            fact = json.loads(line)
            if "pid" in fact:
                ended = self._lives[fact["pid"]] = asyncio.get_running_loop().create_future()
                self._begun.put_nowait(
                    Life(fact["pid"], ended)
                )  # it may end before it is asked for
            else:
                self._lives.pop(fact["ended"]).set_result(fact["code"])


async def whole(
    environment: Mapping[str, str],
    log: Path,
    *command: str,
    module: str = "bot.assistant",
    arguments: Sequence[str] = (),
) -> Life:
    """`python -m bot.assistant` as an installation runs it, perhaps under another command."""
    with log.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            *command,
            sys.executable,
            "-m",
            module,
            *arguments,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    return Life(process.pid, asyncio.ensure_future(process.wait()))


class Telegram:
    """The sandbox as a process of its own, which outlives whatever is done to the assistant."""

    def __init__(self, log: Path) -> None:
        """`log`: one JSON line for each call, written before the caller hears of it."""
        self._log = log
        self.url = ""

    async def __aenter__(self) -> Self:
        self._process = await _python(
            "sandbox",
            "--port",
            "0",
            "--log",
            str(self._log),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout
        self.url = (await self._process.stdout.readline()).decode().split()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._process.terminate()
        await self._process.wait()


async def _python(module: str, *arguments: str, **streams: Any) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", module, *arguments)
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, **streams)
