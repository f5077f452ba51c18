"""Draws the maps and documents that are asked for, outside of every transaction."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog

from bot.drawing import Drawing, NotDrawn
from services import drawings
from storage import deadlines
from storage.deadlines import Deadline
from storage.faults import StoreFault, StoreStopped
from storage.people import Person
from storage.session import Session
from storage.store import Store
from storage.unit_of_work import Installation, UnitOfWork

log = structlog.get_logger(__name__)

_LOOK = 5.0  # seconds between two looks where nobody calls


class Maps:
    """One after the other while this process leads: whoever asked for a map before any card's."""

    def __init__(
        self,
        store: Store,
        installation: Installation,
        *,
        now: Callable[[], datetime],
        leads: Callable[[], bool],
    ) -> None:
        self._store, self._installation, self._now, self._leads = store, installation, now, leads
        self._drawing = Drawing()
        self._stirred = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        store.on_wake("maps", self._stirred.set)

    def start(self) -> None:
        """Draw from now on, in the background."""
        self._task = asyncio.create_task(self._work(), name="maps")

    async def stop(self) -> None:
        """Draw no more; what is asked for stays."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._drawing.stop()

    async def catch_up(self) -> None:
        """Draw all that is due."""
        while due := await self._store.read(self._next):
            await self._one(due)

    async def _work(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stirred.wait(), _LOOK)
            self._stirred.clear()
            try:
                if self._leads():
                    await self.catch_up()
            except StoreStopped:
                return
            except StoreFault as fault:
                log.warning("Maps wait for the database.", fault=str(fault))

    def _next(self, session: Session) -> Deadline | None:
        found = (deadlines.due_of(session, kind, self._now()) for kind in drawings.KINDS)
        return next((due for due in found if due), None)

    async def _one(self, due: Deadline) -> None:
        feature = drawings.KINDS[due.kind]
        try:
            orders = await self._store.read(lambda s: feature.orders(self._unit(s), due))
            drawn = {each: await self._drawing.draw(each) for each in orders}
            await self._store.run(lambda s: feature.show(self._unit(s), due, drawn))
        except NotDrawn as fault:
            log.warning("A map could not be drawn.", subject=due.subject, fault=str(fault))
            await self._store.run(lambda s: feature.not_drawn(self._unit(s), due))
        except StoreFault:
            raise
        except Exception:
            log.exception("A map could not be made.", subject=due.subject)
            await self._store.run(lambda s: feature.not_drawn(self._unit(s), due))

    def _unit(self, session: Session) -> UnitOfWork:
        return UnitOfWork(session, Person(), self._now(), self._installation)
