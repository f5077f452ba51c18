"""What happens by the clock: one line per recurring service call. APScheduler only ticks."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from geography.picture.scene import MEDIA_TYPE
from services import alert_watch, clock
from storage import audit, deadlines, enrolment, failpoints, files, inbox, media, outbox
from storage.failpoints import Point
from storage.faults import StoreFault
from storage.people import Person
from storage.session import Session
from storage.store import Store
from storage.unit_of_work import Installation, UnitOfWork

log = structlog.get_logger(__name__)

KEEP_SENT = timedelta(days=7)
KEEP_UNSENT = timedelta(days=7)  # photos of forms that were left
KEEP_ATTEMPTS = timedelta(days=1)


class Schedule:
    """Ticks while this process leads; every tick is harmless when it comes twice.

    So it is in one that led, stood still, and does not know yet that another leads: a deadline is
    claimed, and of two who would seal at once the database lets one, for a position is unique.
    """

    def __init__(
        self,
        store: Store,
        installation: Installation,
        *,
        now: Callable[[], datetime],
        leads: Callable[[], bool],
    ) -> None:
        self._store, self._installation, self._now, self._leads = store, installation, now, leads
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
        )
        self._scheduler.add_job(self.deadlines, "interval", seconds=1, max_instances=1)
        self._scheduler.add_job(self.seal, "interval", seconds=1, max_instances=1)
        every = int(alert_watch.EVERY.total_seconds())
        self._scheduler.add_job(self.watch, "interval", seconds=every, max_instances=1)
        self._scheduler.add_job(self.forget, "interval", hours=1, max_instances=1)

    def start(self) -> None:
        """Tick from now on."""
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        self._scheduler.shutdown(wait=False)

    async def deadlines(self) -> None:
        """Handle what is due, each in a transaction of its own."""
        if not self._leads():
            return
        try:
            for due in await self._store.read(lambda s: deadlines.due(s, self._now())):
                await self._one(due)
        except StoreFault as fault:
            log.warning("Deadlines wait for the database.", fault=str(fault))

    async def seal(self) -> None:
        """Seal the audit entries committed since the last second."""
        if not self._leads():
            return
        try:
            if await self._store.read(audit.unsealed):
                await self._store.run(_seal)
        except StoreFault as fault:
            log.warning("The audit log waits for the database.", fault=str(fault))

    async def watch(self) -> None:
        """Look whether an alert has gone astray."""
        if not self._leads():
            return
        try:
            for number in await self._store.run(lambda s: alert_watch.look(self._unit(s))):
                log.critical("An active alert had no next step.", number=number)
        except StoreFault as fault:
            log.warning("The look at the alerts waits for the database.", fault=str(fault))

    async def forget(self) -> None:
        """Drop what is kept for a while only."""
        now = self._now()

        def work(session: Session) -> None:
            inbox.forget(session, now - inbox.KEEP_IDS)
            outbox.forget(session, now - KEEP_SENT)
            enrolment.forget_attempts(session, now - KEEP_ATTEMPTS)
            files.forget(session, MEDIA_TYPE, now - KEEP_SENT)
            media.forget(session, now - KEEP_UNSENT)

        if self._leads():
            await self._store.run(work)

    async def _one(self, deadline_id: int) -> None:
        try:
            await self._store.run(lambda session: self._handle(session, deadline_id))
            failpoints.reached(Point.DEADLINE_AFTER_COMMIT)
        except StoreFault:
            raise
        except Exception:
            log.exception("A deadline could not be handled; it is tried again.", id=deadline_id)
            await self._store.run(lambda s: clock.postpone(self._unit(s), deadline_id))

    def _handle(self, session: Session, deadline_id: int) -> None:
        clock.handle(self._unit(session), deadline_id)
        failpoints.reached(Point.DEADLINE_BEFORE_COMMIT)

    def _unit(self, session: Session) -> UnitOfWork:
        return UnitOfWork(session, Person(), self._now(), self._installation)


def _seal(session: Session) -> None:
    audit.seal(session)
    failpoints.reached(Point.SEAL_BEFORE_COMMIT)
