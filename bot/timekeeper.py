"""Notices that the wall clock was set, which no timestamp of ours survives unharmed."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from services import clock as deadline_kinds
from storage import set_back
from storage.faults import StoreFault, StoreStopped
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY = 1.0  # seconds between two looks
SET = timedelta(seconds=5)  # more than any correction that NTP makes without setting the clock


def steady() -> float:
    """Seconds that go on whatever the wall clock is set to, and while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Timekeeper:
    """Compares the wall clock with one that nobody sets.

    Set forward: said, and nothing else; what is due by the right time is due. Set back: what
    waited goes on as if it had not been.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], datetime],
        steady: Callable[[], float],
        leads: Callable[[], bool],
    ) -> None:
        self._store, self._clock, self._steady, self._leads = store, clock, steady, leads
        self._seen = self._look()
        self._task: asyncio.Task[None] | None = None
        self.jumps, self.last_jump = 0, 0.0  # how often since the start; seconds, back is negative

    def start(self) -> None:
        """Look every second from now on, in the background."""
        self._task = asyncio.create_task(self._work(), name="timekeeper")

    async def stop(self) -> None:
        """Look no more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self) -> None:
        """See whether the clock was set since the last look, and make it good."""
        (wall, even), (now, later) = self._seen, self._look()
        expected = wall + timedelta(seconds=later - even)
        self._seen = now, later
        if abs(now - expected) < SET:
            return
        self.jumps, self.last_jump = self.jumps + 1, (now - expected).total_seconds()
        log.critical("The wall clock was set.", seconds=self.last_jump, now=now)
        if now < expected and self._leads():
            await self._set_back(expected, now)

    async def _set_back(self, before: datetime, now: datetime) -> None:
        kinds = deadline_kinds.AFTER_AN_EVENT
        while True:
            try:
                await self._store.run(lambda s: set_back.make_good(s, before, now, kinds))
            except StoreStopped:
                raise
            except StoreFault as fault:
                log.warning("What waits could not be brought forward.", fault=str(fault))
                await asyncio.sleep(EVERY)
            else:
                return

    async def _work(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.look()
            except StoreStopped:
                return

    def _look(self) -> tuple[datetime, float]:
        return self._clock(), self._steady()
