"""Whose turn it is: lanes are strict, but somebody looking at the screen soon has theirs."""

from collections.abc import Iterable

from storage.outbox import Lane

SLOTS = 8  # calls in flight: so many may be in doubt after a crash, and no more
KEPT = 2  # of them kept for SOS
REPLY_SHARE = 5  # while replies wait behind alerts, every fifth slot is theirs

_STRICT = tuple(Lane)
_REPLY_FIRST = (Lane.SOS, Lane.REPLY, Lane.ALERT, Lane.NOTICE, Lane.ROUTINE)


class Turns:
    """How many alerts have gone since the last reply."""

    def __init__(self) -> None:
        self._alerts = 0

    def open(self, in_flight: Iterable[Lane], *, only_sos: bool = False) -> tuple[Lane, ...]:
        """The lanes that may take the next slot, most urgent first; none when all are taken."""
        taken = list(in_flight)
        if len(taken) >= SLOTS:
            return ()
        others = sum(lane != Lane.SOS for lane in taken)
        if only_sos or others >= SLOTS - KEPT:
            return (Lane.SOS,)
        return _REPLY_FIRST if self._alerts >= REPLY_SHARE - 1 else _STRICT

    def copy(self) -> "Turns":
        """The same, to see what would follow."""
        other = Turns()
        other._alerts = self._alerts
        return other

    def took(self, lane: Lane) -> None:
        """A call of this lane goes."""
        if lane == Lane.REPLY:
            self._alerts = 0
        elif lane == Lane.ALERT:
            self._alerts += 1
