"""How long an alert waits for confirmations, and who hears of it then: a ladder per severity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from storage.alerts import Severity


class Told(IntEnum):
    """Who hears of it at a step, beside those who have not answered."""

    NOBODY = 0
    DESK = 1  # of the sides whose people have not answered: the roster knows no leaders of units
    EVERY_DESK = 2  # all duty officers of both sides, on duty or not


@dataclass(frozen=True)
class Step:
    """A step of a ladder: how long after the alert was sent, and who hears of it."""

    after: timedelta
    told: Told


@dataclass(frozen=True)
class Ladder:
    """The steps of a severity; the last one comes again `every` so often."""

    steps: tuple[Step, ...]
    every: timedelta

    def due(self, step: int, sent_at: datetime) -> datetime:
        """When a step is due, counted from 1, beyond the last one as well."""
        beyond = max(0, step - len(self.steps))
        return sent_at + self.steps[min(step, len(self.steps)) - 1].after + beyond * self.every

    def next(self, step: int, sent_at: datetime, now: datetime) -> datetime:
        """When the step after this one is due, also where the machine's clock was set back."""
        after = self.due(step + 1, sent_at)
        return min(after, now + (after - self.due(step, sent_at)))

    def told(self, step: int) -> Told:
        """Who hears of it then."""
        return self.steps[min(step, len(self.steps)) - 1].told

    def reached(self, sent_at: datetime, now: datetime) -> int:
        """The newest step whose time has come; 0 before the first one."""
        step = 0
        while self.due(step + 1, sent_at) <= now:
            step += 1
        return step


def _ladder(first: int, second: int, third: int, every: int) -> Ladder:
    steps = zip((first, second, third), Told, strict=True)
    return Ladder(
        tuple(Step(timedelta(minutes=after), told) for after, told in steps),
        timedelta(minutes=every),
    )


# What is only information waits for nobody: it has no ladder.
LADDERS: Mapping[str, Ladder] = {
    Severity.EXTREME: _ladder(2, 5, 8, 5),
    Severity.SEVERE: _ladder(10, 20, 30, 60),
}
