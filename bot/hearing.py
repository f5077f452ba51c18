"""Keeps the moment until which nothing that people sent was missed."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

from bot.timekeeper import steady
from services import outage
from storage import outage as stored
from storage.faults import StoreFault, StoreStopped
from storage.people import Person
from storage.session import Session
from storage.store import Store
from storage.unit_of_work import Installation, UnitOfWork

log = structlog.get_logger(__name__)

WRITTEN = timedelta(seconds=10)  # so often at the most, or busy hours would commit it all the time
ASKED, ASKED_AGAIN = 30.0, 5.0  # seconds between two looks at the webhook: when well, and when not
_TOLD_IN = timedelta(seconds=1)  # Telegram tells the moment of a failed call in whole seconds


class Hearing:
    """Told by polling that a poll was answered, or asking Telegram how its webhook calls fare."""

    def __init__(
        self,
        store: Store,
        installation: Installation,
        *,
        clock: Callable[[], datetime],
        steady: Callable[[], float] = steady,
    ) -> None:
        """`steady`: seconds of a clock that nobody sets."""
        self._store, self._installation = store, installation
        self._clock, self._steady = clock, steady
        self._written: float | None = None
        self._task: asyncio.Task[None] | None = None

    async def heard(self) -> None:
        """Telegram has nothing more for us: all that people sent until now is in the inbox."""
        now, even = self._clock(), self._steady()
        quiet = timedelta(seconds=even - self._written) if self._written is not None else None
        if quiet is not None and quiet < WRITTEN:
            return
        blind = await self._store.run(lambda s: outage.heard(self._unit(s, now), quiet))
        self._written = even
        if blind:
            seconds = round((blind.until - blind.since).total_seconds())
            log.warning("No updates came in for a while.", since=blind.since, seconds=seconds)

    def watch(self, bot: Bot, leads: Callable[[], bool]) -> None:
        """Ask about the webhook from now on, in the background, while this process leads."""
        self._task = asyncio.create_task(self._watch(bot, leads), name="hearing")

    async def stop(self) -> None:
        """Ask no more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self, bot: Bot, leads: Callable[[], bool]) -> None:
        while True:
            well = False
            try:
                well = leads() and await self._ask(bot)
            except StoreStopped:
                return
            except (TelegramError, StoreFault) as fault:
                log.warning("It is not known whether updates come in.", fault=str(fault))
            await asyncio.sleep(ASKED if well else ASKED_AGAIN)

    async def _ask(self, bot: Bot) -> bool:
        info = await bot.get_webhook_info()
        if not _all_brought(info, await self._store.read(stored.last_heard)):
            return False
        await self.heard()
        return True

    def _unit(self, session: Session, now: datetime) -> UnitOfWork:
        return UnitOfWork(session, Person(), now, self._installation)


def _all_brought(info: WebhookInfo, since: datetime | None) -> bool:
    """Nothing waits at Telegram, or it is only on its way: no call has failed since then."""
    if not info.pending_update_count or info.last_error_date is None:
        return True
    return since is not None and info.last_error_date <= since - _TOLD_IN
