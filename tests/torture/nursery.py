"""Starts assistants in milliseconds: a process that has imported everything, and forks.

It reads a JSON line for each start from stdin, `{"environment", "log", "guard"}`, and writes
`{"pid"}` at once and `{"ended", "code"}` when that assistant has ended, the code as subprocess has
it.
"""

import gc
import json
import os
import random
import signal
import sys
from typing import Any

import telegram
from sqlalchemy.dialects import sqlite

from storage import failpoints, migrate
from tests.torture import child

_PRELOADED = (telegram, sqlite, migrate)


def main() -> None:
    """Fork until stdin ends; then nothing of it is left."""
    migrate.head()  # alembic is imported when first used
    child.trusting("")
    gc.freeze()
    signal.signal(signal.SIGCHLD, lambda *_: _reap())
    children: set[int] = set()
    for line in sys.stdin:
        pid = _start(json.loads(line))
        children.add(pid)
        _say({"pid": pid})
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for pid in children:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _start(wish: dict[str, Any]) -> int:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # the pid is told before its end
    pid = os.fork()
    if pid == 0:
        _become(wish)
    return pid


def _become(wish: dict[str, Any]) -> None:
    """The child: an environment, a log and a chance of its own; it never returns."""
    code = 70
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        log = os.open(wish["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for descriptor, instead in ((0, nothing), (1, log), (2, log)):
            os.dup2(instead, descriptor)
        os.environ.update(wish["environment"])
        random.seed()
        failpoints.arm(failpoints.ordered(os.environ))
        code = child.run(wish["guard"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException as fault:  # noqa: BLE001 it must end here, whatever it is
        sys.excepthook(type(fault), fault, fault.__traceback__)
    finally:
        sys.stderr.flush()
        os._exit(code)


def _reap() -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        _say({"ended": pid, "code": os.waitstatus_to_exitcode(status)})


def _say(fact: dict[str, int]) -> None:
    os.write(1, json.dumps(fact).encode() + b"\n")
    if "pid" in fact:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


if __name__ == "__main__":
    main()
