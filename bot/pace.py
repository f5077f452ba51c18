"""When the next call may go: evenly overall, gently to each chat, never before a hold ends.

All moments are seconds of one monotonic clock. Rates: https://core.telegram.org/bots/faq, "My bot
is hitting limits"; for how even spacing was measured against bursts see docs/decisions.
"""

from storage.outbox import Lane

PRIVATE = 1.0  # seconds between two calls to one person
GROUP = 3.0  # and to one group: twenty a minute
BURST = 5  # calls to one person that may follow each other at once, where they cannot wait
PROMPT = frozenset({Lane.SOS, Lane.ALERT, Lane.REPLY})
ITSELF = 0  # the chat id of calls about the bot, which are not paced by chat


class Pace:
    """What has gone and what was refused, and so what is free."""

    def __init__(self, rate: float, *, private: float = PRIVATE) -> None:
        """`rate`: calls a second, overall; `private`: seconds between two calls to one person."""
        self._gap = 1.0 / rate
        self._private = private
        self._next = float("-inf")
        self._rested: dict[int, float] = {}  # when a chat has had its rest for all it was sent
        self._held: dict[int, float] = {}
        self._failing: dict[int, float] = {}
        self._all_held = float("-inf")

    def wait(self, now: float) -> float:
        """Seconds until any call may go; 0.0 for at once."""
        return max(0.0, self._next - now)

    def went(self, chat_id: int, now: float) -> None:
        """A call goes to this chat now."""
        # A late wake-up is made good by at most half a gap, or the average would fall behind.
        self._next = max(self._next, now - self._gap / 2) + self._gap
        if chat_id != ITSELF:
            self._rested[chat_id] = max(self._rested.get(chat_id, now), now) + self._rest(chat_id)

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
        for moments in (self._rested, self._held, self._failing):  # the past is forgotten
            for chat_id in [each for each, moment in moments.items() if moment <= now]:
                del moments[chat_id]
        openings = [self._all_held, *self._held.values(), *self._failing.values()]
        for rested in self._rested.values():
            openings += [rested - credit * self._private for credit in range(BURST)]
        return min((moment for moment in openings if moment > now), default=None)

    def _rest(self, chat_id: int) -> float:
        return self._private if chat_id > 0 else GROUP


def _until_later(moments: dict[int, float], now: float) -> set[int]:
    return {chat_id for chat_id, moment in moments.items() if moment > now}
