"""Places where a crash matters, by name: a test ends the process there, an installation never.

`STRAJA_FAILPOINT=outbox.after_send:kill@7` kills the process the seventh time it comes by that
place; `stop` instead of `kill` halts it until somebody sends SIGCONT. It is no setting: nothing but
the environment of the process switches it on, and without it every place costs one comparison.
"""

import itertools
import os
import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

VARIABLE = "STRAJA_FAILPOINT"


class Point(StrEnum):
    """What has just been done, or is about to be; before a commit nothing of it is on disk yet."""

    STORE_BEFORE_COMMIT = "store.before_commit"  # of any units of work that share it
    STORE_AFTER_COMMIT = "store.after_commit"  # and nobody has been told so
    START_BEFORE_COMMIT = "start.before_commit"  # the facts of the installation, its secret too
    START_AFTER_COMMIT = "start.after_commit"
    INBOX_BEFORE_COMMIT = "inbox.before_commit"  # an update is taken in
    INBOX_AFTER_COMMIT = "inbox.after_commit"  # and not confirmed to Telegram yet
    FOUND_BEFORE_COMMIT = "found.before_commit"  # an update that an earlier process left undone
    FOUND_AFTER_COMMIT = "found.after_commit"
    UPDATE_BEFORE_COMMIT = "update.before_commit"  # an update has been handled
    UPDATE_AFTER_COMMIT = "update.after_commit"
    LEAD_BEFORE_COMMIT = "lead.before_commit"  # the courier leads, what was left is in doubt
    LEAD_AFTER_COMMIT = "lead.after_commit"
    CLAIM_BEFORE_COMMIT = "claim.before_commit"  # a call is being sent
    OUTBOX_BEFORE_SEND = "outbox.before_send"  # that is on disk
    OUTBOX_AFTER_SEND = "outbox.after_send"  # its outcome is known
    OUTBOX_BEFORE_COMMIT = "outbox.before_commit"  # and is being written
    OUTBOX_AFTER_COMMIT = "outbox.after_commit"
    DEADLINE_BEFORE_COMMIT = "deadline.before_commit"  # what was due has been done
    DEADLINE_AFTER_COMMIT = "deadline.after_commit"
    SEAL_BEFORE_COMMIT = "seal.before_commit"  # audit entries have their place in the chain
    STOP_AFTER_DRAIN = "stop.after_drain"  # everything is sent, and the database still open


@dataclass(frozen=True)
class Failure:
    """What happens where: at `point`, the `passing`th time, counted from 1."""

    point: Point
    signal: signal.Signals
    passing: int
    _passings: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def strike(self) -> None:
        """One more passing; at the one that was ordered the signal comes."""
        if next(self._passings) == self.passing:
            os.kill(os.getpid(), self.signal)


_SIGNALS = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}


def ordered(environment: Mapping[str, str]) -> Failure | None:
    """What an environment asks for. Raises ValueError for what cannot be understood."""
    wish = environment.get(VARIABLE, "")
    if not wish:
        return None
    read = re.fullmatch(r"([a-z_.]+):(kill|stop)@([1-9][0-9]{0,8})", wish)
    if read is None or read[1] not in set(Point):
        raise ValueError(f"{VARIABLE} must look like {Point.OUTBOX_AFTER_SEND}:kill@7, not {wish}.")
    return Failure(Point(read[1]), _SIGNALS[read[2]], int(read[3]))


_order = ordered(os.environ)


def arm(failure: Failure | None) -> None:
    """Have this happen from now on, and nothing else."""
    global _order  # noqa: PLW0603 one process, one order
    _order = failure


def armed() -> str:
    """What is going to happen, in words for the operator; empty in every installation."""
    if _order is None:
        return ""
    return (
        f"{VARIABLE} is set: this process ends at {_order.point}, passing {_order.passing} "
        f"({_order.signal.name}). That is for tests: unset it."
    )


def reached(point: Point) -> None:
    """The work has come to this place."""
    if _order is not None and _order.point is point:
        _order.strike()
