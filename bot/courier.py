"""Brings what is in the outbox to Telegram: the most urgent first, each at least once."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from telegram import Bot

from bot import calling
from bot.lanes import Turns
from bot.leading import Lead
from bot.outcomes import Patience, Settlement, Unreachable
from bot.pace import PRIVATE, Pace
from bot.posting import Files
from bot.taking import Taken, Taking
from bot.verdicts import Kind, Verdict, repeatable
from bot.way import Way
from storage import failpoints, sending
from storage.failpoints import Point
from storage.faults import StoreStopped
from storage.outbox import OutboxRow
from storage.session import Session
from storage.store import Store

log = structlog.get_logger(__name__)

_TELL = 3  # attempts to write an outcome together with what it makes others do


@dataclass(frozen=True, eq=False)
class _Back:
    """A call that came back: its outcome, and who waits until that is written."""

    settlement: Settlement
    call: asyncio.Task[None]
    written: asyncio.Future[bool]


class Courier:
    """One sender. Of several on one database one leads, and the others wait for it to end.

    `clock` tells the moment in UTC; `rate` is calls a second, `private` seconds between two calls
    to one person. `on_unreachable(session, person_id, now)` is called in the transaction that marks
    somebody unreachable. `counted` counts outcomes since the start by kind, and repeats that were
    accepted as "repeated".
    """

    def __init__(
        self,
        store: Store,
        bot: Bot,
        *,
        clock: Callable[[], datetime],
        rate: float = 28.0,
        private: float = PRIVATE,
        on_unreachable: Unreachable | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._store = store
        self._bot = bot
        self._clock = clock
        self._on_unreachable = on_unreachable
        self._patience = patience or Patience()
        self._idle = self._patience.idle.total_seconds()
        self._pace = Pace(rate, private=private)
        self._turns = Turns()
        self._files = Files(store)
        self._lead = Lead(store, self._pace, clock=clock, patience=self._patience)
        self._stirred = asyncio.Event()
        self._stopping = False
        self._loop: asyncio.Task[None] | None = None
        self._calls: dict[asyncio.Task[None], OutboxRow] = {}
        self._back: list[_Back] = []
        self._working = False
        self._refused: dict[int, tuple[float, float]] = {}
        self._no_token_until = float("-inf")
        self._unsure: int | None = None  # the epoch of a claim of which nobody knows
        self._unsettled: set[int] = set()
        self._way = Way()
        self.counted: Counter[str] = Counter()
        store.on_wake("outbox", self.wake)
        store.on_wake(self._lead.released, self.wake)

    def wake(self) -> None:
        """Something was queued, or time has jumped: look at once."""
        self._stirred.set()

    @property
    def leads(self) -> bool:
        """Whether this one sends."""
        return self._lead.stands

    @property
    def token_refused(self) -> bool:
        """Whether Telegram does not know the bot: nothing is sent."""
        return time.monotonic() < self._no_token_until

    @property
    def in_flight(self) -> int:
        """Calls being made."""
        return len(self._calls)

    async def run(self) -> None:
        """Send until `stop` is called."""
        self.start()
        if self._loop is not None:
            await self._loop

    def start(self) -> None:
        """Send from now on, in the background; again is no mistake."""
        if self._loop is None:
            self._working = True
            self._loop = asyncio.create_task(self._work(), name="courier")

    async def stop(self) -> None:
        """Begin nothing more, let calls in flight end, and let another courier lead.

        What does not end in time is in doubt for the next courier.
        """
        self._stopping = True
        self.wake()
        if self._loop is not None:
            await asyncio.wait([self._loop])
        if self._calls:
            await asyncio.wait(self._calls, timeout=self._patience.drain.total_seconds())
        late = list(self._calls)
        for call in late:
            call.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        with suppress(StoreStopped):
            await self._lead.end()

    async def _work(self) -> None:
        try:
            while not self._stopping:
                self._stirred.clear()
                await self._rest(await self._try_step())
        except StoreStopped:
            return
        finally:
            self._working = False
            self._tell(self._back, written=False)

    async def _try_step(self) -> float:
        try:
            return await self._step()
        except StoreStopped:
            raise
        except Exception:
            log.exception("The courier could not look into the outbox.")
            return self._idle

    async def _rest(self, pause: float) -> None:
        if pause > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stirred.wait(), pause)

    async def _step(self) -> float:
        """Write down what came back, and make the calls that may be made.

        Seconds until there may be something else to do.
        """
        await self._give_back()
        leads = await self._lead.keep()
        back, self._back = self._back, []
        taking, pause = self._look(back) if leads else (None, self._idle)
        if taking is None and not back:
            return pause
        taken = await self._exchange(back, taking)
        if taking is None:
            return pause
        return self._until_next(taken.due, taking.at) if taken.emptied else 0.0

    async def _give_back(self) -> None:
        """Queue again what was taken and not called: unmarked, for it was surely not sent."""
        epoch = self._unsure
        if epoch is None:
            return
        called = {row.id for row in self._calls.values()} | self._unsettled
        given = await self._store.run(
            lambda session: sending.give_back(session, epoch=epoch, called=called)
        )
        self._unsure = None
        log.warning("Calls that were taken and not made are queued again.", number=given)

    def _look(self, back: Sequence[_Back]) -> tuple[Taking | None, float]:
        """What may be taken once these are written down; if nothing, seconds until something may.

        Nothing is awaited between this and the handing over to the store.
        """
        now = time.monotonic()
        ended = {each.call for each in back}
        under_way = [row for call, row in self._calls.items() if call not in ended]
        if self.token_refused:
            return None, self._idle
        if wait := self._way.wait(now, in_flight=len(under_way)) or self._pace.wait(now):
            return None, min(wait, self._idle)
        only_sos = self._pace.only_sos(now)
        lanes = self._turns.open([row.lane for row in under_way], only_sos=only_sos)
        if not lanes:
            return None, self._idle
        closed = {lane: self._pace.closed(lane, now) for lane in lanes}
        room = 1 if self._way.barred else self._pace.room(now)
        return Taking(now, room, under_way, closed, self._turns.copy(), only_sos), 0.0

    async def _exchange(self, back: Sequence[_Back], taking: Taking | None) -> Taken:
        """Outcomes and claims in one commit, and then the calls, which follow it."""
        self._unsure = self._lead.epoch if taking else None
        try:
            taken = await self._store.run(lambda session: self._write(session, back, taking))
        except Exception as fault:
            self._tell(back, written=False)
            if not back or isinstance(fault, StoreStopped):
                raise
            log.warning("Outcomes could not be written with the next calls.", exc_info=fault)
            return Taken()
        self._tell(back, written=True)
        if self._lead.stands or not taken.rows:  # or this process stood still, and another may lead
            self._unsure = None
            for row in taken.rows:
                self._send(row)
        return taken

    def _write(self, session: Session, back: Sequence[_Back], taking: Taking | None) -> Taken:
        for each in back:
            each.settlement.write(session, self._on_unreachable)
        if taking is None:
            return Taken()
        return taking.take(session, epoch=self._lead.epoch or 0, now=self._clock())

    def _tell(self, back: Sequence[_Back], *, written: bool) -> None:
        """Let the calls go on: what is written is over, what is not is written by itself."""
        for each in back:
            if written:
                self._calls.pop(each.call, None)
            if not each.written.done():
                each.written.set_result(written)

    def _until_next(self, due: datetime | None, looked: float) -> float:
        """Seconds; a chat that has become free since it was looked for counts as free next."""
        opening = self._pace.next_opening(looked)
        waits = [self._idle]
        if opening is not None:
            waits.append(opening - time.monotonic())
        if due is not None:
            waits.append((due - self._clock()).total_seconds())
        return max(0.001, min(waits))

    def _send(self, row: OutboxRow) -> None:
        self._pace.went(row.chat_id, time.monotonic())
        self._turns.took(row.lane)
        call = asyncio.create_task(self._deliver(row), name=f"call {row.id}")
        self._calls[call] = row
        call.add_done_callback(self._ended)

    def _ended(self, call: asyncio.Task[None]) -> None:
        row = self._calls.pop(call, None)
        if row is None:  # its outcome is written, and its place was given to another
            return
        self.wake()
        if call.cancelled() or call.exception():
            self._unsettled.add(row.id)
        if not call.cancelled() and call.exception():
            log.error("A call could not be settled.", exc_info=call.exception())

    async def _deliver(self, row: OutboxRow) -> None:
        failpoints.reached(Point.OUTBOX_BEFORE_SEND)
        went = time.monotonic()
        try:
            verdict = await calling.call(self._bot, row, self._files)
        finally:
            self._pace.came_back(went, time.monotonic())
        failpoints.reached(Point.OUTBOX_AFTER_SEND)
        self._count(row, verdict)
        await self._settle(self._heed(row, verdict))

    async def _settle(self, settlement: Settlement) -> None:
        """Write an outcome down; until it is, the chat stays taken and nothing overtakes it."""
        if await self._settled_by_the_next_step(settlement):
            failpoints.reached(Point.OUTBOX_AFTER_COMMIT)
            return
        for attempt in itertools.count(1):
            # What fails again and again is what others do when told; the outcome itself must stand.
            told = self._on_unreachable if attempt <= _TELL else None
            try:
                await self._store.run(partial(settlement.write, on_unreachable=told))
            except StoreStopped:
                raise
            except Exception:
                log.exception("An outcome could not be written.", row=settlement.row.id)
                await asyncio.sleep(self._idle)
            else:
                failpoints.reached(Point.OUTBOX_AFTER_COMMIT)
                return

    async def _settled_by_the_next_step(self, settlement: Settlement) -> bool:
        """Have it written in the commit that takes the next calls; False where that failed."""
        call = asyncio.current_task()
        if call is None or not self._working:
            return False
        back = _Back(settlement, call, asyncio.get_running_loop().create_future())
        self._back.append(back)
        self.wake()
        return await back.written

    def _count(self, row: OutboxRow, verdict: Verdict) -> None:
        self.counted[verdict.kind] += 1
        if verdict.kind is Kind.ACCEPTED:
            self.counted["repeated"] += row.repeated
            return
        log.warning(
            "A call was not accepted.",
            row=row.id,
            method=row.method,
            kind=verdict.kind.value,
            reason=verdict.reason,
        )

    def _heed(self, row: OutboxRow, verdict: Verdict) -> Settlement:
        """Let later calls wait for what this one met; what is to be written down."""
        now = time.monotonic()
        pause, all_held = timedelta(0), None
        away = self._way.met(now, through=verdict.kind is not Kind.UNSENT)
        match verdict.kind:
            case Kind.HELD:
                pause = verdict.retry_after + self._patience.margin
                all_held = self._hold(row.chat_id, now, pause)
            case Kind.UNSENT if not away:
                pause = self._spare(row, now)
            case Kind.UNKNOWN if repeatable(row.method) and row.attempts > 1:
                pause = self._spare(row, now)
            case Kind.NO_TOKEN if not self.token_refused:
                self._no_token_until = now + self._patience.token.total_seconds()
                log.critical("Telegram refuses the bot's token: nothing is sent.")
        grace = self._patience.in_doubt(row)
        return Settlement(row, verdict, self._clock(), pause, grace, all_held)

    def _spare(self, row: OutboxRow, now: float) -> timedelta:
        """Let the chat's later calls wait behind this one, or an older text would come last."""
        pause = self._patience.before_retry(row)
        self._pace.spare(row.chat_id, now + pause.total_seconds())
        return pause

    def _hold(self, chat_id: int, now: float, pause: timedelta) -> timedelta | None:
        """Hold the chat; where several were refused just now, everything, and for how long."""
        recent = now - self._patience.several.total_seconds()
        self._refused = {each: met for each, met in self._refused.items() if met[0] > recent}
        self._refused[chat_id] = now, now + pause.total_seconds()
        self._pace.hold(chat_id, now + pause.total_seconds())
        if len(self._refused) == 1:
            return None
        until = max(until for _, until in self._refused.values())
        self._pace.hold_all(until)
        return timedelta(seconds=until - now)
