"""Telegram's rate limits: one message a second per person, 20 a minute per group, 30 a second.

Where Telegram gives no figure, the sandbox is a little strict: a private chat has five messages in
hand and earns one a second; no second may see more than 30 messages in all; a group no more than 20
in 60 seconds, edits included. A refusal holds that chat (or the bot) for `retry_after` seconds, and
a call made into the hold later than a second after it began starts the hold anew.
"""

import math
from collections import deque
from dataclasses import dataclass, field

from sandbox.chats import Chat
from sandbox.clock import Clock
from sandbox.errors import too_many

BURST = 5
PER_SECOND = 30
OVERALL_HOLD = 3
PER_MINUTE = 20
IN_FLIGHT = 1.0


@dataclass(slots=True)
class Hold:
    """A retry_after that was told and must be obeyed."""

    began: float = 0.0
    length: int = 0
    until: float = 0.0

    def start(self, now: float, length: int) -> int:
        """Begin to hold; returns the seconds to tell."""
        self.began, self.length, self.until = now, length, now + length
        return length

    def check(self, now: float) -> None:
        """ApiError while it holds; whoever does not listen waits from the beginning."""
        if now >= self.until:
            return
        if now > self.began + IN_FLIGHT:
            raise too_many(self.start(now, self.length))
        raise too_many(math.ceil(self.until - now))


@dataclass(slots=True)
class Purse:
    """What one chat may still receive."""

    at: float
    tokens: float = BURST
    minute: deque[float] = field(default_factory=deque)
    hold: Hold = field(default_factory=Hold)

    def wait_private(self, now: float) -> int:
        """Seconds until a person may get one more message; 0 when at once."""
        self.tokens = min(BURST, self.tokens + now - self.at)
        self.at = now
        return 0 if self.tokens >= 1 else math.ceil(1 - self.tokens)

    def wait_group(self, now: float, messages: int) -> int:
        """The same for a group."""
        while self.minute and self.minute[0] <= now - 60:
            self.minute.popleft()
        if len(self.minute) + messages <= PER_MINUTE:
            return 0
        return max(1, math.ceil(self.minute[0] + 60 - now)) if self.minute else 60


@dataclass(slots=True)
class Budget:
    """What one bot may still send."""

    second: deque[float] = field(default_factory=deque)
    hold: Hold = field(default_factory=Hold)
    purses: dict[int, Purse] = field(default_factory=dict)


class Limits:
    """The limits of all bots."""

    def __init__(self, clock: Clock) -> None:
        self.enabled = True
        self._clock = clock
        self._latest = clock.now()
        self._budgets: dict[int, Budget] = {}

    def spend(self, bot_id: int, chat: Chat, *, messages: int = 1, edit: bool = False) -> None:
        """Count messages (or an edit) towards a chat; ApiError 429 where there are too many."""
        if not self.enabled:
            return
        now = self._now()
        budget = self._budgets.setdefault(bot_id, Budget())
        purse = budget.purses.setdefault(chat.id, Purse(now))
        budget.hold.check(now)
        purse.hold.check(now)
        wait = 0
        if not chat.private:
            wait = purse.wait_group(now, messages)
        elif not edit:
            wait = purse.wait_private(now)
        if wait:
            raise too_many(purse.hold.start(now, wait))
        self._spend_overall(budget, now, messages)
        if not chat.private:
            purse.minute.extend([now] * messages)
        elif not edit:
            purse.tokens -= messages

    def _spend_overall(self, budget: Budget, now: float, messages: int) -> None:
        while budget.second and budget.second[0] <= now - 1:
            budget.second.popleft()
        if len(budget.second) + messages > PER_SECOND:
            raise too_many(budget.hold.start(now, OVERALL_HOLD))
        budget.second.extend([now] * messages)

    def _now(self) -> float:
        now = self._clock.now()
        if now < self._latest:  # a clock set back would leave sendings in the future
            self._budgets.clear()
        self._latest = now
        return now
