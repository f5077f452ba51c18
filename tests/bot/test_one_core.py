"""The assistant keeps to one core of those it may use."""

import os
import subprocess
import sys

LOOK = "import os; from bot import one_core; one_core.keep(); print(*os.sched_getaffinity(0))"


def test_it_keeps_to_one_of_the_cores_that_are_allowed() -> None:
    if sys.platform != "linux":  # only Linux is asked for it
        return
    ended = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    (core,) = map(int, ended.stdout.split())
    assert core in os.sched_getaffinity(0)


SHARE = """
import os
from bot import one_core
before = os.sched_getaffinity(0)
print(one_core.others() == ())
one_core.keep()
(kept,) = os.sched_getaffinity(0)
print(set(one_core.others()) == (before - {kept} or before))
"""


def test_a_worker_gets_the_cores_that_are_left() -> None:
    if sys.platform != "linux":
        return
    ended = subprocess.run(
        [sys.executable, "-c", SHARE], capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["True", "True"]
