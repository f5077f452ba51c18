"""When the next call may go: evenly overall, gently to each chat, never before a hold ends.

All moments are seconds of one monotonic clock. Rates: https://core.telegram.org/bots/faq, "My bot
is hitting limits"; for how even spacing was measured against bursts see docs/decisions.
"""

import math
from collections import deque

from storage.outbox import Lane

MOST = 30  # calls in any second, which is what Telegram allows
LATE = 0.07  # seconds: a wake-up so late is made good, or the average would fall behind
PRIVATE = 1.0  # seconds between two calls to one person
GROUP = 3.0  # and to one group: twenty a minute
BURST = 5  # calls to one person that may follow each other at once, where they cannot wait
REMEMBERED = 200  # chats that were sent something; beyond, the rested are looked for and forgotten
PROMPT = frozenset({Lane.SOS, Lane.ALERT, Lane.REPLY})
ITSELF = 0  # the chat id of calls about the bot, which are not paced by chat


class Pace:
    """What has gone and what was refused, and so what is free."""

    def __init__(self, rate: float, *, private: float = PRIVATE) -> None:
        """`rate`: calls a second, overall; `private`: seconds between two calls to one person."""
        self._gap = 1.0 / rate
        self._most = max(MOST, math.ceil(rate))
        self._private = private
        self._under_way = 0
        self._back: deque[float] = deque()  # when the calls of the last second came back
        self._quickest = math.inf  # seconds that the way there and back takes at the least
        self._next = float("-inf")
        self._rested: dict[int, float] = {}  # when a chat has had its rest for all it was sent
        self._held: dict[int, float] = {}
        self._failing: dict[int, float] = {}
        self._all_held = float("-inf")

    def wait(self, now: float) -> float:
        """Seconds until any call may go; 0.0 for at once.

        A call reaches Telegram some time between going and coming back, so it counts until a
        second after it came back: however the network delays some and not others, no second there
        has more than it may. Of what even the quickest call takes, half is taken off, or a long
        way would cost as much as an uneven one.
        """
        return max(0.0, self._next - now, self._full_for(now))

    def _full_for(self, now: float) -> float:
        counts = 1.0 - self._quickest / 2 if self._quickest < 1 else 1.0
        while self._back and self._back[0] <= now - counts:
            self._back.popleft()
        if self._under_way + len(self._back) < self._most:
            return 0.0
        return self._back[0] + counts - now if self._back else self._gap

    def room(self, now: float) -> int:
        """How many calls may go at this moment, one after the other."""
        if self.wait(now):
            return 0
        late = now - max(self._next, now - LATE)
        return min(1 + int(late / self._gap), self._most - self._under_way - len(self._back))

    def went(self, chat_id: int, now: float) -> None:
        """A call goes to this chat now."""
        self._next = max(self._next, now - LATE) + self._gap
        self._under_way += 1
        if chat_id != ITSELF:
            self._rested[chat_id] = max(self._rested.get(chat_id, now), now) + self._rest(chat_id)

    def came_back(self, went: float, now: float) -> None:
        """The call that went then has been answered, or will not be."""
        self._under_way -= 1
        self._back.append(now)
        self._quickest = min(self._quickest, now - went)

    def hold(self, chat_id: int, until: float) -> None:
        """Telegram wants nothing for this chat until then."""
        self._held[chat_id] = max(until, self._held.get(chat_id, until))

    def hold_all(self, until: float) -> None:
        """Telegram is asked for nothing but SOS until then."""
        self._all_held = max(self._all_held, until)

    def spare(self, chat_id: int, until: float) -> None:
        """A call to this chat did not get through: later ones wait behind it, except SOS."""
        self._failing[chat_id] = until

    def only_sos(self, now: float) -> bool:
        """Whether everything else is held."""
        return now < self._all_held

    def closed(self, lane: Lane, now: float) -> set[int]:
        """Chats that a call of this lane must not go to yet."""
        if len(self._rested) > REMEMBERED:
            self._forget(now)
        credit = BURST - 1 if lane in PROMPT else 0
        closed = {
            chat_id
            for chat_id, rested in self._rested.items()
            if rested > now + (credit * self._private if chat_id > 0 else 0.0)
        }
        closed |= _until_later(self._held, now)
        if lane != Lane.SOS:
            closed |= _until_later(self._failing, now)
        return closed

    def next_opening(self, now: float) -> float | None:
        """When the next chat becomes free for some lane; None when all are."""
        self._forget(now)
        openings = [self._all_held, *self._held.values(), *self._failing.values()]
        for rested in self._rested.values():
            openings += [rested - credit * self._private for credit in range(BURST)]
        return min((moment for moment in openings if moment > now), default=None)

    def _forget(self, now: float) -> None:
        """What is past bars nobody any more."""
        for moments in (self._rested, self._held, self._failing):
            for chat_id in [each for each, moment in moments.items() if moment <= now]:
                del moments[chat_id]

    def _rest(self, chat_id: int) -> float:
        return self._private if chat_id > 0 else GROUP


def _until_later(moments: dict[int, float], now: float) -> set[int]:
    return {chat_id for chat_id, moment in moments.items() if moment > now}
