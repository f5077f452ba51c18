"""Which of several couriers sends, and what it must know of the one before."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot import outcomes
from bot.outcomes import Patience
from bot.pace import Pace
from storage import leases, sending
from storage.session import Session
from storage.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Taken:
    """A lease, and what an earlier leader was told to wait for."""

    epoch: int
    in_doubt: int = 0
    held: dict[int, datetime] = field(default_factory=dict)
    all_held: datetime | None = None


class Lead:
    """The lease of one courier; `epoch` is None while another leads."""

    def __init__(
        self, store: Store, pace: Pace, *, clock: Callable[[], datetime], patience: Patience
    ) -> None:
        self._store = store
        self._pace = pace
        self._clock = clock
        self._patience = patience
        self._holder = uuid.uuid4().hex
        self._fresh_until = float("-inf")
        self.epoch: int | None = None

    async def keep(self) -> bool:
        """Lead or go on leading; False while another does. Cheap while the lease is fresh."""
        if time.monotonic() < self._fresh_until:
            return True
        taken = await self._store.run(self._take)
        if taken is None:
            self.epoch = None
            return False
        self._fresh_until = time.monotonic() + self._patience.lease.total_seconds() / 2
        if taken.epoch != self.epoch:
            self._resume(taken)
            self.epoch = taken.epoch
        return True

    async def end(self) -> None:
        """Let another courier lead at once."""
        if self.epoch is None:
            return
        self.epoch = None
        await self._store.run(
            lambda session: leases.release(
                session, sending.COURIER, holder=self._holder, now=self._clock()
            )
        )

    def _take(self, session: Session) -> _Taken | None:
        now = self._clock()
        until = now + self._patience.lease
        epoch = leases.take(session, sending.COURIER, holder=self._holder, now=now, until=until)
        if epoch is None or epoch == self.epoch:
            return _Taken(epoch) if epoch else None
        in_doubt = outcomes.recover(session, epoch=epoch, now=now, patience=self._patience)
        held, all_held = sending.held(session, now), sending.all_held_until(session)
        return _Taken(epoch, in_doubt, held, all_held)

    def _resume(self, taken: _Taken) -> None:
        """Holds are kept by the monotonic clock from here on."""
        here, now = time.monotonic(), self._clock()
        for chat_id, until in taken.held.items():
            self._pace.hold(chat_id, here + (until - now).total_seconds())
        if taken.all_held:
            self._pace.hold_all(here + (taken.all_held - now).total_seconds())
        log.info("The courier leads.", epoch=taken.epoch, in_doubt=taken.in_doubt)
