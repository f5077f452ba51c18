"""How many requests each sender may make: so many at once, then so many in a second."""

from collections.abc import Callable
from dataclasses import dataclass

AT_ONCE = 30
IN_A_SECOND = 1.0


@dataclass
class _Bucket:
    left: float
    at: float


class Rates:
    """A bucket of tokens for each sender, in the memory of this process.

    Replicas count each for itself: so many of them let through so many times as much. Only who has
    a valid token gets a bucket, so there are no more of them than senders.
    """

    def __init__(
        self,
        seconds: Callable[[], float],
        *,
        at_once: int = AT_ONCE,
        in_a_second: float = IN_A_SECOND,
    ) -> None:
        """`seconds`: of a clock that nobody sets."""
        self._seconds, self._most, self._refill = seconds, float(at_once), in_a_second
        self._buckets: dict[int, _Bucket] = {}

    def wait(self, sender_id: int) -> float:
        """0.0 where one more is let through; else the seconds after which the next would be."""
        now = self._seconds()
        bucket = self._buckets.setdefault(sender_id, _Bucket(self._most, now))
        bucket.left = min(self._most, bucket.left + (now - bucket.at) * self._refill)
        bucket.at = now
        if bucket.left < 1:
            return (1 - bucket.left) / self._refill
        bucket.left -= 1
        return 0.0
