"""From the inbox to the edge: one update at a time per person, people side by side."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from handlers.edge import Edge, Toast
from handlers.sos import urgent
from storage import failpoints, inbox
from storage.failpoints import Point
from storage.faults import StoreFault, StoreStopped
from storage.inbox import Arrival, HeldElsewhere
from storage.session import Session
from storage.store import Store, wake

log = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """How often and when an update is tried again, and how long a failing database is let be.

    `killed`: how long one waits that was at work when a process was killed. That is hardly ever
    its own doing, so it is given up much later; where the process hung it most likely is.
    """

    retries: Sequence[timedelta] = (timedelta(seconds=1), timedelta(seconds=5))
    killed: Sequence[timedelta] = tuple(timedelta(seconds=n) for n in (1, 2, 5, 15, *[60] * 5))
    database: timedelta = timedelta(seconds=1)
    idle: timedelta = timedelta(seconds=30)
    others: timedelta = timedelta(seconds=0.1)  # for the replica that kept an update to handle it
    elsewhere: timedelta = timedelta(seconds=0.25)  # while another replica is at the person's


class Intake:
    """Takes updates in and has them handled. `clock` tells the moment in UTC."""

    def __init__(
        self,
        store: Store,
        edge: Edge,
        *,
        clock: Callable[[], datetime],
        answer: Callable[[Toast], Awaitable[None]],
        patience: Patience | None = None,
        at_once: int = 8,
        hung: bool = False,
    ) -> None:
        """`hung`: the process before this one did, over one of the updates that it left."""
        self._store, self._edge, self._clock, self._answer = store, edge, clock, answer
        self._patience = patience or Patience()
        self._at_once, self._hung = at_once, hung
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._aside: dict[int, float] = {}  # people whom another replica has, until when
        self._ahead: list[tuple[int, int]] = []
        self._urgent = 0
        self._ended: set[int] = set()
        self._found: dict[int, int] = {}
        self._found_turn = asyncio.Lock()
        self._stirred = asyncio.Event()
        self._stopping = False
        self._loop: asyncio.Task[None] | None = None
        self._answers: set[asyncio.Task[None]] = set()
        self._later: asyncio.TimerHandle | None = None
        store.on_wake("inbox", self._stirred.set, far=self._stir_later)

    async def keep(self, updates: Sequence[dict[str, Any]]) -> None:
        """Write updates down; when this returns they are on disk and may be confirmed."""
        arrivals = [replace(Arrival.of(update), urgent=urgent(update)) for update in updates]

        def work(session: Session) -> None:
            if inbox.keep(session, arrivals, self._clock()):
                wake(session, "inbox")
            failpoints.reached(Point.INBOX_BEFORE_COMMIT)

        await self._store.run(work)
        failpoints.reached(Point.INBOX_AFTER_COMMIT)
        if any(arrival.urgent for arrival in arrivals):  # looked up anew, with what overtakes
            self._urgent += 1
            self._ahead.clear()

    async def start(self) -> None:
        """Handle what waits, from now on in the background."""
        self._found = await self._store.run(inbox.undone)
        self._loop = asyncio.create_task(self._work(), name="intake")

    def _stir_later(self) -> None:
        """Another replica has kept an update, and handles it, unless it is busy or has died."""
        if self._later is None or self._later.when() <= asyncio.get_running_loop().time():
            pause = self._patience.others.total_seconds()
            self._later = asyncio.get_running_loop().call_later(pause, self._stirred.set)

    async def stop(self) -> None:
        """Begin nothing more; what has begun is finished."""
        self._stopping = True
        self._stirred.set()
        if self._loop:
            await self._loop
        await asyncio.gather(*self._busy.values(), *self._answers, return_exceptions=True)

    async def _work(self) -> None:
        while not self._stopping:
            self._stirred.clear()
            try:
                pause = await self._step()
            except StoreStopped:
                return
            except StoreFault as fault:
                log.warning("The inbox cannot be read.", fault=str(fault))
                pause = self._patience.database.total_seconds()
            await _first(self._stirred.wait(), pause)

    async def _step(self) -> float:
        """Begin what can begin now; seconds until something may be due."""
        now = self._clock()
        free = self._at_once - len(self._busy)
        for row_id, sender in await self._due(now, free) if free > 0 else ():
            self._busy[sender] = asyncio.create_task(self._handle(row_id, sender))
        if self._aside:
            return max(min(self._aside.values()) - time.monotonic(), 0.0)
        idle = self._patience.idle.total_seconds()
        if self._busy:
            return idle
        later = await self._store.read(inbox.next_due)
        wait = (later - now).total_seconds() if later else idle
        return min(max(wait, 0.05), idle)

    async def _due(self, now: datetime, number: int) -> list[tuple[int, int]]:
        """Rows that can run now, each with its sender.

        Behind thousands the look costs more than an update, so it is for several rounds at once
        where no other replica can take them.
        """
        urgent_so_far = self._urgent
        if not self._free_ahead():
            many = self._at_once * 4 + len(self._aside)
            self._ended.clear()
            found = await self._store.read(
                lambda session: inbox.next_for_each_sender(session, now, limit=many)
            )
            # Whose update ended while this was read may be listed with that very update.
            self._ahead = [pair for pair in found if pair[1] not in self._ended]
        free, alone = self._free_ahead(), self._store.file is not None
        self._ahead = free[number:] if alone and urgent_so_far == self._urgent else []
        return free[:number]

    def _free_ahead(self) -> list[tuple[int, int]]:
        taken = self._busy.keys() | self._elsewhere()
        return [pair for pair in self._ahead if pair[1] not in taken]

    def _elsewhere(self) -> set[int]:
        """Whom another replica is taken to have still."""
        now = time.monotonic()
        self._aside = {sender: until for sender, until in self._aside.items() if until > now}
        return set(self._aside)

    async def _handle(self, row_id: int, sender: int) -> None:
        try:
            if row_id in self._found:
                await self._try_found(row_id)
            else:
                await self._try(row_id)
        except HeldElsewhere:
            self._aside[sender] = time.monotonic() + self._patience.elsewhere.total_seconds()
        except StoreStopped:
            log.info("An update is left for the next start.", row=row_id)
        finally:
            del self._busy[sender]
            self._ended.add(sender)
            self._stirred.set()

    async def _try(self, row_id: int) -> None:
        try:
            toast = await self._store.run(lambda session: self._work_on(session, row_id))
            failpoints.reached(Point.UPDATE_AFTER_COMMIT)
        except (StoreStopped, HeldElsewhere):
            raise
        except StoreFault as fault:  # a fault of the database is no try of the update
            log.warning("The database failed; the update is tried again.", fault=str(fault))
            await asyncio.sleep(self._patience.database.total_seconds())
        except asyncio.CancelledError:
            raise
        except BaseException as fault:  # noqa: BLE001 whatever it is, the other people go on
            await self._failed(row_id, fault)
        else:
            self._give(toast)

    def _work_on(self, session: Session, row_id: int) -> Toast | None:
        toast = self._edge.handle(session, row_id, self._clock())
        failpoints.reached(Point.UPDATE_BEFORE_COMMIT)
        return toast

    async def _failed(self, row_id: int, fault: BaseException) -> None:
        """Count the try; after the last one bury the update and apologise."""
        reference = secrets.token_hex(4)
        log.error("An update could not be handled.", row=row_id, ref=reference, exc_info=fault)
        attempts = await self._insist(lambda session: inbox.attempts(session, row_id))
        if attempts >= len(self._patience.retries):
            await self._give_up(row_id, reference)
            return
        due = self._clock() + self._patience.retries[attempts]
        await self._insist(lambda session: inbox.try_again(session, row_id, due))

    async def _try_found(self, row_id: int) -> None:
        """An update found undone at the start may have ended the last process.

        So it counts a try, once, and runs when no other of its kind does: units of work share a
        commit, and one that hangs would take the innocent ones beside it down with it each time.
        """
        async with self._found_turn:
            if await self._count_found(row_id, self._found.pop(row_id)):
                await self._try(row_id)

    async def _count_found(self, row_id: int, seen: int) -> bool:
        tries = len(self._patience.retries if self._hung else self._patience.killed)

        def count(session: Session) -> int | None:
            attempts = inbox.count_attempt(session, row_id, seen=seen)
            if attempts and attempts <= tries:  # if it ends this process too, the next one waits
                wait = self._patience.killed[attempts - 1]
                inbox.postpone(session, row_id, self._clock() + wait)
            failpoints.reached(Point.FOUND_BEFORE_COMMIT)
            return attempts

        attempts = await self._insist(count)
        failpoints.reached(Point.FOUND_AFTER_COMMIT)
        if attempts is None or attempts <= tries:
            return True
        await self._give_up(row_id, secrets.token_hex(4))
        return False

    async def _give_up(self, row_id: int, reference: str) -> None:
        log.error("An update was given up.", row=row_id, ref=reference)
        toast = await self._insist(
            lambda session: self._edge.give_up(session, row_id, self._clock(), reference=reference)
        )
        self._give(toast)

    async def _insist(self, work: Callable[[Session], T]) -> T:
        """Run a unit of work that must not fail, until the database lets it through."""
        while True:
            try:
                return await self._store.run(work)
            except StoreStopped:
                raise
            except StoreFault as fault:
                log.warning("The database failed; once more.", fault=str(fault))
                await asyncio.sleep(self._patience.database.total_seconds())

    def _give(self, toast: Toast | None) -> None:
        if toast is None:
            return
        task = asyncio.ensure_future(self._answer(toast))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)


async def _first(waiting: Awaitable[object], seconds: float) -> None:
    try:
        await asyncio.wait_for(waiting, seconds)
    except TimeoutError:
        return
