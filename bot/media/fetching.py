"""Fetches what people have sent from Telegram, has it made clean, and lets it be kept."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot import posting
from bot.media import workshop
from bot.media.cleaned import CannotKeep, Cleaned, Why
from services import media
from storage import media as stored
from storage.faults import StoreFault, StoreStopped
from storage.media import MediaRow
from storage.people import Person
from storage.session import Session
from storage.store import Store
from storage.unit_of_work import Installation, UnitOfWork

log = structlog.get_logger(__name__)

AT_ONCE = 2  # the courier's calls and the two cores need the rest
IDLE = 1.0  # seconds until it looks again by itself
FIRST, LONGEST = 1.0, 300.0  # seconds before the second try; between two tries
GIVEN_UP = timedelta(hours=2)  # Telegram keeps the file longer, but nobody waits for it


class Fetcher:
    """Works while this process leads. What waits is in the database, so a restart loses nothing.

    Each file is tried at once, then ever more rarely, for two hours.
    """

    def __init__(
        self,
        store: Store,
        bot: Bot,
        facts: Installation,
        *,
        clock: Callable[[], datetime],
        leads: Callable[[], bool],
    ) -> None:
        self._store, self._bot, self._facts = store, bot, facts
        self._clock, self._leads = clock, leads
        self._stirred = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._running: dict[int, asyncio.Task[None]] = {}
        self._again: dict[int, tuple[int, float]] = {}  # tries that failed, and when the next is
        store.on_wake("media", self._stirred.set)

    def start(self) -> None:
        """Fetch from now on, in the background."""
        self._task = asyncio.create_task(self._work(), name="fetcher")

    async def stop(self) -> None:
        """Fetch no more; what was begun is begun anew after the next start."""
        tasks = [each for each in (self._task, *self._running.values()) if each]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            self._stirred.clear()
            try:
                if self._leads():
                    await self._begin()
            except StoreStopped:
                return
            except StoreFault as fault:
                log.warning("What was sent waits for the database.", fault=str(fault))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stirred.wait(), IDLE)

    async def _begin(self) -> None:
        rows = await self._store.read(stored.waiting)
        now = time.monotonic()
        self._again = {
            row.id or 0: self._again[row.id or 0] for row in rows if row.id in self._again
        }
        for row in rows:
            number = row.id or 0
            _tries, due = self._again.get(number, (0, now))
            if len(self._running) < AT_ONCE and number not in self._running and due <= now:
                task = asyncio.create_task(self._one(row), name=f"file {number}")
                self._running[number] = task
                task.add_done_callback(partial(self._ended, number))

    def _ended(self, number: int, _task: asyncio.Task[None]) -> None:
        self._running.pop(number, None)
        self._stirred.set()

    async def _one(self, row: MediaRow) -> None:
        try:
            cleaned = await workshop.clean(row.kind, await self._fetched(row))
            await self._store.run(lambda session: self._keep(session, row, cleaned))
        except CannotKeep as refusal:
            why = refusal.why
            log.warning("A file is not kept.", file=row.id, why=why.value)
            await self._store.run(lambda session: media.lost(self._unit(session), row.id or 0, why))
        except (TelegramError, OSError) as fault:
            self._later(row, type(fault).__name__)
        except StoreFault as fault:
            self._later(row, type(fault).__name__)
        except Exception:
            log.exception("A file could not be taken in.", file=row.id)
            self._later(row, "fault")

    async def _fetched(self, row: MediaRow) -> bytes:
        """The bytes. Raises `CannotKeep`, `TelegramError`."""
        tries, _due = self._again.get(row.id or 0, (0, 0.0))
        if tries and self._clock() - row.at > GIVEN_UP:
            raise CannotKeep(Why.NOT_FETCHED)
        try:
            found = await posting.post(self._bot, "getFile", {"file_id": row.telegram_id})
        except BadRequest as refusal:
            if "too big" in refusal.message.lower():
                raise CannotKeep(Why.TOO_LARGE) from None
            raise
        if int(found.get("file_size") or 0) > media.LARGEST:
            raise CannotKeep(Why.TOO_LARGE)
        return await self._bot.request.retrieve(f"{self._bot.base_file_url}/{found['file_path']}")

    def _later(self, row: MediaRow, reason: str) -> None:
        tries, _due = self._again.get(row.id or 0, (0, 0.0))
        pause = min(LONGEST, FIRST * 2.0 ** min(tries, 10))
        self._again[row.id or 0] = tries + 1, time.monotonic() + pause
        log.warning("A file could not be fetched yet.", file=row.id, reason=reason, pause=pause)

    def _keep(self, session: Session, row: MediaRow, cleaned: Cleaned) -> None:
        media.kept(
            self._unit(session),
            row.id or 0,
            cleaned.data,
            media_type=cleaned.media_type,
            width=cleaned.width,
            height=cleaned.height,
        )

    def _unit(self, session: Session) -> UnitOfWork:
        return UnitOfWork(session, Person(), self._clock(), self._facts)
