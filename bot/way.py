"""Whether there is a way to Telegram at all: while there is none, one call at a time tries it."""

from bot.lanes import SLOTS

BETWEEN = 2.0  # seconds between two tries; the first message of all is that late after an outage


class Way:
    """How calls got through lately; moments are seconds of one monotonic clock.

    So a long outage costs no try of each message every few seconds, and when it is over nothing
    urgent still waits for its own next try: everything goes by its lane at once.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._next_try = float("-inf")

    @property
    def barred(self) -> bool:
        """Whether as many calls in a row as are made at once have not got through."""
        return self._failures >= SLOTS

    def met(self, now: float, *, through: bool) -> bool:
        """A call got through, whatever the answer, or not; whether the way is barred now."""
        self._failures = 0 if through else self._failures + 1
        if self.barred:
            self._next_try = now + BETWEEN
        return self.barred

    def wait(self, now: float, *, in_flight: int) -> float:
        """Seconds until a call may go; 0.0 for at once. A try under way is waited for."""
        if not self.barred:
            return 0.0
        return BETWEEN if in_flight else max(0.0, self._next_try - now)
