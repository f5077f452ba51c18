"""The sandbox's clock: it runs with real time and can be moved by a test."""

import time
from datetime import UTC, datetime

from sandbox.bell import Bell

YEAR_9999 = 253_370_764_800.0


class Clock:
    """Unix seconds; running unless frozen."""

    def __init__(self, start: float | None = None, *, frozen: bool = False) -> None:
        self._base = time.time() if start is None else start
        self._since = None if frozen else time.monotonic()
        self._moved = Bell()

    def now(self) -> float:
        """Unix seconds."""
        return self._base if self._since is None else self._base + time.monotonic() - self._since

    def iso(self) -> str:
        """The same moment, written in UTC."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat()

    def advance(self, seconds: float) -> None:
        """Move on (or back, when negative) and wake everyone who waits for a moment."""
        if not 0 <= self.now() + seconds < YEAR_9999:
            raise ValueError("no such moment")
        self._base += seconds
        self._moved.ring()

    def set(self, moment: float) -> None:
        """Move to a moment, in Unix seconds."""
        self.advance(moment - self.now())

    def freeze(self, *, frozen: bool) -> None:
        """Stop the clock where it is, or let it run again."""
        self._base = self.now()
        self._since = None if frozen else time.monotonic()
        self._moved.ring()

    async def sleep_until(self, moment: float) -> None:
        """Wait for a moment of this clock, however it comes about."""
        while (left := moment - self.now()) > 0:
            await self._moved.wait(None if self._since is None else left)
