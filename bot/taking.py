"""What is taken from the outbox in one commit: as many calls as may be made at that moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.lanes import Turns
from storage import cards, failpoints, sending
from storage.failpoints import Point
from storage.outbox import Lane, OutboxRow
from storage.session import Session


@dataclass(frozen=True)
class Taken:
    """Calls to be made now; `emptied` where no more could be found, and when there may be one."""

    rows: Sequence[OutboxRow] = ()
    emptied: bool = False
    due: datetime | None = None


@dataclass(frozen=True)
class Taking:
    """What may be taken at one moment.

    `at`: by the monotonic clock; `room`: how many calls the pace allows; `closed`: by lane, the
    chats that are not free for it.
    """

    at: float
    room: int
    in_flight: Sequence[OutboxRow]
    closed: dict[Lane, set[int]]
    turns: Turns
    only_sos: bool

    def take(self, session: Session, *, epoch: int, now: datetime) -> Taken:
        """The next calls, one after the other as if each had gone before the next was chosen."""
        rows: list[OutboxRow] = []
        turns = self.turns.copy()
        while len(rows) < self.room:
            lanes = self._lanes(turns, rows)
            if not lanes:
                break
            row = sending.claim(session, lanes, epoch=epoch, now=now)
            if row is None:
                return Taken(rows, emptied=True, due=sending.next_due(session, now))
            turns.took(row.lane)
            rows.append(cards.latest(session, row, now))
            failpoints.reached(Point.CLAIM_BEFORE_COMMIT)
        return Taken(rows)

    def _lanes(self, turns: Turns, rows: Sequence[OutboxRow]) -> list[tuple[Lane, Collection[int]]]:
        under_way = [*self.in_flight, *rows]
        chats = {row.chat_id for row in under_way}
        lanes = turns.open([row.lane for row in under_way], only_sos=self.only_sos)
        return [(lane, self.closed[lane] | chats) for lane in lanes]
