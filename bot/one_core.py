"""Keeps the process to one core: its threads take turns anyway, and passing the turn is dear.

Python runs one thread at a time. The event loop and the database thread pass that turn to each
other some twenty times an update, and from core to core each time costs more than the statement
that was run in between: docs/decisions/0018.
"""

import os
import sys

import structlog

log = structlog.get_logger(__name__)

_allowed: set[int] = set()
_kept: set[int] = set()


def others() -> tuple[int, ...]:
    """The cores for a worker that computes on its own: all but the one `keep` has taken.

    That one too where there is no other; none where nothing was taken.
    """
    return tuple(sorted(_allowed - _kept)) or tuple(sorted(_allowed))


def keep() -> None:
    """From now on this thread and all that it starts run on one core of those allowed.

    Replicas on one host take different ones. Whoever starts a worker that computes on its own, as a
    picture does, gives it the other cores back. Nothing happens where that cannot be asked for.
    """
    if sys.platform != "linux":
        return
    allowed = sorted(os.sched_getaffinity(0))
    core = allowed[os.getpid() % len(allowed)]
    try:
        os.sched_setaffinity(0, {core})
    except OSError as refusal:  # a container may forbid it
        log.info("The process runs on any core.", reason=refusal.strerror)
    else:
        _allowed.update(allowed)
        _kept.add(core)
