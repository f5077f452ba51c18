"""The assistant as a process of its own, started again when it ends, as a service manager does."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

READY = "On watch."
_STARTS_IN_A_ROW = 10


class Supervised:
    """One `straja run`. Its log goes to a file, and `starts` counts how often it was started."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._environment = {**os.environ, **environment}
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._stopping = False
        self.starts = 0

    @property
    def pid(self) -> int:
        """The process of the assistant; 0 before the start."""
        return self._process.pid if self._process else 0

    async def start(self) -> None:
        """Start it, and again whenever it ends. Raises RuntimeError where it never gets ready."""
        await self._launch()
        self._watch = asyncio.create_task(self._keep(), name="supervisor")
        await self._until_ready()

    async def stop(self) -> None:
        """SIGTERM, and wait until it has drained."""
        self._stopping = True
        if self._watch:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._process and self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), 20)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    def kill(self) -> None:
        """SIGKILL, as a crash or a loss of power would end it."""
        if self._process and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)

    async def _launch(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.starts += 1

    async def _keep(self) -> None:
        while self._process and not self._stopping:
            await self._process.wait()
            await asyncio.sleep(0.1)
            await self._launch()

    async def _until_ready(self) -> None:
        for _turn in range(600):
            said = self._log.read_text(encoding="utf-8", errors="replace")
            if READY in said:
                return
            if self.starts >= _STARTS_IN_A_ROW:
                raise RuntimeError(f"The assistant does not start:\n{said[-2000:]}")
            await asyncio.sleep(0.05)
        raise RuntimeError(f"The assistant is not ready after 30 s; see {self._log}.")
