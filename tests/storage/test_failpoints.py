"""A named place ends the process when it was told to, at that passing, and otherwise never."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage import failpoints
from storage.failpoints import VARIABLE, Failure, Point

ROOT = Path(__file__).parents[2]
PASSES = """
from storage.failpoints import Point, reached
for turn in range(1, 6):
    reached(Point.INBOX_AFTER_COMMIT)
    reached(Point.OUTBOX_AFTER_SEND)
    print(turn, flush=True)
"""


def passed(order: str) -> tuple[int, list[str]]:
    """The exit code of a process that comes by two places five times, and how far it came."""
    ended = subprocess.run(
        [sys.executable, "-c", PASSES],
        cwd=ROOT,
        env={**os.environ, VARIABLE: order},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout.split() or [ended.stderr]


def test_it_is_killed_there_at_that_passing() -> None:
    assert passed("outbox.after_send:kill@3") == (-signal.SIGKILL, ["1", "2"])


def test_nothing_happens_unless_it_is_ordered() -> None:
    assert passed("") == (0, ["1", "2", "3", "4", "5"])
    assert passed("outbox.after_send:kill@6") == (0, ["1", "2", "3", "4", "5"])
    assert passed("outbox.before_send:kill@1") == (0, ["1", "2", "3", "4", "5"])


@pytest.mark.parametrize(
    "wrong", ["outbox.after_send", "outbox.after_send:kill@0", "nowhere:kill@1", "1", "a:halt@1"]
)
def test_what_is_not_understood_starts_nothing(wrong: str) -> None:
    code, (said, *_) = passed(wrong)
    assert code == 1
    assert f"{VARIABLE} must look like outbox.after_send:kill@7, not {wrong}." in said


def test_an_order_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert failpoints.armed() == ""
    monkeypatch.setattr(failpoints, "_order", Failure(Point.SEAL_BEFORE_COMMIT, signal.SIGSTOP, 2))
    assert failpoints.armed() == (
        "STRAJA_FAILPOINT is set: this process ends at seal.before_commit, passing 2 (SIGSTOP). "
        "That is for tests: unset it."
    )
