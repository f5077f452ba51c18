"""What follows each outcome of a call: one transaction, whatever it was."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.verdicts import Kind, Verdict, repeatable
from storage import cards, failpoints, outbox, people, sending
from storage.failpoints import Point
from storage.outbox import Lane, OutboxRow
from storage.session import Session

log = structlog.get_logger(__name__)

Unreachable = Callable[[Session, int, datetime], None]
_MIGRATIONS = 5  # attempts after which a group that moves in circles is given up

_GRACE = {
    Lane.SOS: timedelta(seconds=3),
    Lane.ALERT: timedelta(seconds=20),
    Lane.REPLY: timedelta(seconds=20),
    Lane.NOTICE: timedelta(seconds=60),
    Lane.ROUTINE: timedelta(seconds=60),
}


@dataclass(frozen=True)
class Patience:
    """How long what is waited for."""

    grace: Mapping[Lane, timedelta] = field(default_factory=lambda: _GRACE)
    backoff: timedelta = timedelta(seconds=0.5)  # doubled with each attempt
    longest: timedelta = timedelta(seconds=15)
    longest_sos: timedelta = timedelta(seconds=2)
    several: timedelta = timedelta(seconds=1)  # two chats refused within it: Telegram means all
    margin: timedelta = timedelta(seconds=0.1)  # added to what Telegram asks for
    token: timedelta = timedelta(seconds=60)  # between two tries of a token that is refused
    lease: timedelta = timedelta(seconds=10)
    idle: timedelta = timedelta(seconds=1)  # should the word of another process be lost
    drain: timedelta = timedelta(seconds=12)  # for calls in flight when stopping

    def in_doubt(self, row: OutboxRow) -> timedelta:
        """How long proof is waited for; longer for what was repeated already."""
        return self.grace[row.lane] * (4 if row.repeated else 1)

    def before_retry(self, row: OutboxRow) -> timedelta:
        """How long after a try that failed, with jitter."""
        longest = self.longest_sos if row.lane == Lane.SOS else self.longest
        pause = min(longest, self.backoff * float(2 ** min(row.attempts - 1, 16)))
        return pause * random.uniform(0.5, 1.0)  # noqa: S311 spreads tries, keeps no secret


@dataclass(frozen=True)
class Settlement:
    """An outcome to be written down: of which call, when, and how long what waits."""

    row: OutboxRow
    verdict: Verdict
    now: datetime
    pause: timedelta = timedelta(0)  # before a retry
    grace: timedelta = timedelta(0)  # in doubt
    all_held: timedelta | None = None  # where Telegram refuses several chats

    def write(self, session: Session, on_unreachable: Unreachable | None) -> None:
        """All that follows; nothing where the outcome was settled before."""
        match self.verdict.kind:
            case Kind.ACCEPTED:
                outbox.sent(session, self.row.id, message_id=self.verdict.message_id, now=self.now)
            case Kind.UNKNOWN if not repeatable(self.row.method):
                self._doubt(session)
            case Kind.HELD:
                self._hold(session)
            case Kind.UNREACHABLE:
                self._unreachable(session, on_unreachable)
            case Kind.MIGRATED:
                self._migrate(session)
            case Kind.REFUSED:
                sending.bury(session, self.row, self.now, outcome=self.verdict.reason)
            case Kind.GONE if self.row.card_id:
                cards.lost(session, self.row.card_id)
                self._again(session)
            case _:
                self._again(session)
        failpoints.reached(Point.OUTBOX_BEFORE_COMMIT)

    def _doubt(self, session: Session) -> None:
        if not sending.withdraw(session, self.row, self.now):
            until = self.now + self.grace
            sending.doubt(session, self.row, until=until, outcome=self.verdict.reason)

    def _again(self, session: Session, outcome: str = "") -> None:
        if not sending.withdraw(session, self.row, self.now):
            due, outcome = self.now + self.pause, outcome or self.verdict.reason
            sending.retry(session, self.row, not_before=due, outcome=outcome)

    def _hold(self, session: Session) -> None:
        self._again(session, sending.HELD)
        if self.all_held:
            sending.hold_all(session, self.now + self.all_held, self.now)

    def _migrate(self, session: Session) -> None:
        if self.row.attempts > _MIGRATIONS:
            sending.bury(session, self.row, self.now, outcome=self.verdict.reason)
            return
        outbox.migrate(session, self.row.chat_id, self.verdict.new_chat)
        self._again(session)

    def _unreachable(self, session: Session, on_unreachable: Unreachable | None) -> None:
        row, reason = self.row, self.verdict.reason
        sending.bury(session, row, self.now, outcome=reason)
        sending.bury_chat(session, row.chat_id, self.now, outcome=reason)
        person = people.by_id(session, row.person_id) if row.person_id else None
        # A person's place in a group, or at a number that is not theirs any more, says nothing.
        if person is None or person.id is None or person.telegram_id != row.chat_id:
            return
        if person.unreachable_since is None:
            people.change(session, person.id, unreachable_since=self.now)
            if on_unreachable:
                on_unreachable(session, person.id, self.now)


def recover(session: Session, *, epoch: int, now: datetime, patience: Patience) -> int:
    """Calls that a process was making when it ended may have been accepted; how many there were."""
    left = sending.left_sending(session, epoch=epoch)
    cut_off = Verdict(Kind.UNKNOWN, "The courier ended during the call.")
    for row in left:
        grace = patience.in_doubt(row)
        Settlement(row, cut_off, now, grace=grace).write(session, None)
    return len(left)
