"""Ends a process whose unit of work hangs: a thread cannot be killed, a process restarts clean."""

import asyncio
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

EXIT_CODE = 70  # EX_SOFTWARE of sysexits.h; a supervisor starts the assistant again
TRACE = "hung"  # the name of the file, in the data directory
LIMIT = 30.0  # seconds; the longest honest unit of work takes well under one


def hung_before(trace: Path) -> bool:
    """Whether the process before this one hung, by the file it left; the file goes."""
    there = trace.exists()
    trace.unlink(missing_ok=True)
    return there


class Watchdog:
    """Looks at the store every second from a thread of its own, so a blocked loop is seen too."""

    def __init__(
        self,
        busy_for: Callable[[], float],
        *,
        limit: float = LIMIT,
        end: Callable[[int], object] = os._exit,
        trace: Path | None = None,
    ) -> None:
        """`busy_for` tells how many seconds the current unit of work has been running.

        `trace`: a file to leave behind for `hung_before`.
        """
        self._busy_for, self._limit, self._end, self._trace = busy_for, limit, end, trace
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._loop_seen = time.monotonic()
        self._pulse: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Watch from now on."""
        self._loop_seen = time.monotonic()
        self._pulse = asyncio.create_task(self._beat(), name="pulse")
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._stopped.set()
        if self._pulse:
            self._pulse.cancel()

    async def _beat(self) -> None:
        while True:
            self._loop_seen = time.monotonic()
            await asyncio.sleep(1)

    def _watch(self) -> None:
        while not self._stopped.wait(min(1.0, self._limit / 4)):
            busy, silent = self._busy_for(), time.monotonic() - self._loop_seen
            if max(busy, silent) > self._limit:
                log.critical("Hung; the process ends and must be restarted.", busy_for=busy)
                if self._trace:
                    with suppress(OSError):
                        self._trace.touch()
                self._end(EXIT_CODE)
                return
