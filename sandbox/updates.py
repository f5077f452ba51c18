"""Updates waiting for a bot: increasing ids, expiry, acknowledgement."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from sandbox.bell import Bell
from sandbox.clock import Clock
from sandbox.wire import Json

DAY = 86_400.0
CALLBACK_LIFETIME = 150.0
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, eq=False)
class Pending:
    """One update on its way; `lane` is the queue within which webhook delivery is serial."""

    serial: int
    update: Json
    lane: tuple[str, int]
    queued_at: float
    expires_at: float
    injected: bool = False
    offered: bool = False

    @property
    def update_id(self) -> int:
        """The id the bot sees."""
        return int(self.update["update_id"])


class Updates:
    """The queue of one bot."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.bell = Bell()
        self.allowed: list[str] | None = None
        self.listener: Callable[[Pending], None] | None = None
        self._waiting: dict[int, Pending] = {}
        self._expiries: list[tuple[float, int]] = []
        self._serial = 0
        self._next_id = 100_000_001

    def wants(self, kind: str) -> bool:
        """Whether allowed_updates lets this kind in; an empty list means the default."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def add(
        self, kind: str, content: Json, lane: tuple[str, int], lifetime: float = DAY
    ) -> int | None:
        """Queue an update and return its id; None where the bot did not ask for this kind."""
        if not self.wants(kind):
            return None
        update_id, self._next_id = self._next_id, self._next_id + 1
        self._queue({"update_id": update_id, kind: content}, lane, lifetime)
        return update_id

    def inject(self, update: Json) -> int:
        """Queue an update just as it is; an id of its own is kept, and the next ones follow it."""
        update = dict(update)
        update_id = int(update.setdefault("update_id", self._next_id))
        self._next_id = max(self._next_id, update_id + 1)
        self._queue(update, lane_of(update), DAY, injected=True)
        return update_id

    def _queue(
        self, update: Json, lane: tuple[str, int], lifetime: float, *, injected: bool = False
    ) -> None:
        self._serial += 1
        now = self.clock.now()
        expires_at = now + lifetime
        pending = Pending(self._serial, update, lane, now, expires_at, injected)
        self._waiting[pending.serial] = pending
        heapq.heappush(self._expiries, (expires_at, pending.serial))
        self.bell.ring()
        if self.listener is not None:
            self.listener(pending)

    def expire(self) -> None:
        """Forget what has grown too old; nobody is told, as with Telegram."""
        now = self.clock.now()
        while self._expiries and self._expiries[0][0] <= now:
            self._waiting.pop(heapq.heappop(self._expiries)[1], None)

    def waits(self, pending: Pending) -> bool:
        """Whether it is still neither acknowledged nor expired."""
        self.expire()
        return pending.serial in self._waiting

    def first(self, limit: int) -> list[Json]:
        """The oldest updates, which thereby count as offered."""
        self.expire()
        batch = list(islice(self._waiting.values(), limit))
        for pending in batch:
            pending.offered = True
        return [pending.update for pending in batch]

    def waiting(self) -> float:
        """For how many seconds the oldest has waited; 0 where none does."""
        return max((self.clock.now() - one.queued_at for one in self.all()), default=0.0)

    def all(self) -> list[Pending]:
        """Everything that waits."""
        self.expire()
        return list(self._waiting.values())

    def forget(self, pending: Pending) -> None:
        """It is delivered, or dropped."""
        self._waiting.pop(pending.serial, None)

    def acknowledge(self, offset: int) -> None:
        """Forget all before `offset`; a negative one keeps only so many from the end.

        An injected update with a low id is kept until it was offered once, or no poller could
        ever see an update out of order.
        """
        if offset < 0:
            for pending in self.all()[:offset]:
                self.forget(pending)
            return
        for pending in self.all():
            if pending.update_id < offset and (pending.offered or not pending.injected):
                self.forget(pending)

    def clear(self) -> None:
        """Forget everything."""
        self._waiting.clear()
        self._expiries.clear()

    def __len__(self) -> int:
        self.expire()
        return len(self._waiting)


def lane_of(update: Json) -> tuple[str, int]:
    """The webhook lane of a whole update: presses by person, everything else by chat."""
    for kind, content in update.items():
        if kind == "callback_query" and isinstance(content, dict):
            return "presses", int(content.get("from", {}).get("id", 0))
        if isinstance(content, dict) and isinstance(content.get("chat"), dict):
            return "chat", int(content["chat"].get("id", 0))
    return "injected", 0
