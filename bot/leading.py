"""Which of several processes sends or polls, and what it must know of the one before."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot import outcomes
from bot.outcomes import Patience
from bot.pace import Pace
from storage import failpoints, leases, sending
from storage.failpoints import Point
from storage.session import Session
from storage.store import Store, wake

log = structlog.get_logger(__name__)


class Lease:
    """The right of one process to a task; `epoch` is None while another has it.

    Taken for as long as `patience` says, renewed at half of that, and looked for now and then
    while another has it, who may have ended without a word, or stand still. `clock` tells the
    moment in UTC where there is no server that does.
    """

    def __init__(
        self, store: Store, name: str, *, clock: Callable[[], datetime], patience: Patience
    ) -> None:
        self._store, self._name = store, name
        self._clock = clock
        self._patience = patience
        self._holder = store.process + uuid.uuid4().hex[: leases.PROCESS]
        self._rest_until = float("-inf")
        self._ends = float("-inf")
        self.epoch: int | None = None
        self.released = f"lease.{name}"  # what is woken when its holder lets it go
        store.on_wake(self.released, self._look_at_once)

    @property
    def stands(self) -> bool:
        """Whether it is ours at this moment. A process that stood still finds that it is not."""
        return self.epoch is not None and time.monotonic() < self._ends

    @property
    def lasts(self) -> timedelta:
        """How long it is ours without being renewed."""
        return self._patience.lease

    async def keep(self) -> bool:
        """Take it or go on having it; False while another has. Cheap in between."""
        asked = time.monotonic()
        if asked < self._rest_until and (self.epoch is None or self.stands):
            return self.stands
        taken = await self._store.run(self._take)
        if taken is None:
            self.epoch = None
            self._rest_until = asked + self._patience.idle.total_seconds()
            return False
        lasts = self.lasts.total_seconds()
        self._rest_until, self._ends = asked + lasts / 2, asked + lasts
        epoch, known = taken
        if epoch != self.epoch:
            self.epoch = epoch
            self._begin(epoch, known)
        return True

    async def end(self) -> None:
        """Let another have it at once."""
        if self.epoch is None:
            return
        self.epoch = None
        await self._store.run(self._release)

    def _take(self, session: Session) -> tuple[int, Any] | None:
        now = leases.moment(session, self._clock())
        until = now + self.lasts
        after = leases.orphaned(session, self._name)
        epoch = leases.take(
            session, self._name, holder=self._holder, now=now, until=until, after=after
        )
        if epoch is None:
            return None
        return epoch, None if epoch == self.epoch else self._learn(session, epoch)

    def _learn(self, _session: Session, _epoch: int) -> Any:  # noqa: ANN401 what `_begin` is given
        """In the transaction that makes it ours: what must be known for the task."""

    def _begin(self, epoch: int, _known: Any) -> None:  # noqa: ANN401 what `_learn` returned
        """It is ours now and was not before."""
        log.info("This one has the task.", task=self._name, epoch=epoch)

    def _release(self, session: Session) -> None:
        now = leases.moment(session, self._clock())
        leases.release(session, self._name, holder=self._holder, now=now)
        wake(session, self.released)

    def _look_at_once(self) -> None:
        if self.epoch is None:
            self._rest_until = float("-inf")


@dataclass(frozen=True)
class _Left:
    """What an earlier leader left behind, or was told to wait for."""

    in_doubt: int = 0
    held: dict[int, datetime] = field(default_factory=dict)
    all_held: datetime | None = None


class Lead(Lease):
    """The lease of one courier."""

    def __init__(
        self, store: Store, pace: Pace, *, clock: Callable[[], datetime], patience: Patience
    ) -> None:
        super().__init__(store, sending.COURIER, clock=clock, patience=patience)
        self._pace = pace

    def _learn(self, session: Session, epoch: int) -> _Left:
        now = self._clock()
        in_doubt = outcomes.recover(session, epoch=epoch, now=now, patience=self._patience)
        left = _Left(in_doubt, sending.held(session, now), sending.all_held_until(session))
        failpoints.reached(Point.LEAD_BEFORE_COMMIT)
        return left

    def _begin(self, epoch: int, known: _Left) -> None:
        """Holds are kept by the monotonic clock from here on."""
        failpoints.reached(Point.LEAD_AFTER_COMMIT)
        here, now = time.monotonic(), self._clock()
        for chat_id, until in known.held.items():
            self._pace.hold(chat_id, here + (until - now).total_seconds())
        if known.all_held:
            self._pace.hold_all(here + (known.all_held - now).total_seconds())
        log.info("The courier leads.", epoch=epoch, in_doubt=known.in_doubt)
