"""kill -9 at any moment: what was acknowledged is on disk, and once."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.store import opened
from tests.storage import notes
from tests.storage.notes import words

ROOT = Path(__file__).parents[2]
ROUNDS = 20


def killed(url: str, first: int, after: float, *options: str) -> set[int]:
    """What a process acknowledged in the `after` seconds before it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.acknowledging", url, str(first), *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"-1\n"
    time.sleep(after)
    process.kill()
    said = process.stdout.read()
    process.wait()
    process.stdout.close()
    return {int(line) for line in said.split(b"\n")[:-1]}


def on_disk(url: str) -> list[int]:
    with opened(url) as store:
        return [int(word) for word in store.run_blocking(words)]


@pytest.mark.alone
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_everything_acknowledged_is_on_disk_once(request: pytest.FixtureRequest, kind: str) -> None:
    url: str = request.getfixturevalue(f"{kind}_url")
    with opened(url) as store:
        store.run_blocking(notes.lay_out)
    chance = random.Random(1)
    acknowledged: set[int] = set()
    rounds = ROUNDS if kind == "sqlite" else 3
    for turn in range(rounds):
        acknowledged |= killed(url, turn * 1_000_000, chance.uniform(0.0, 0.25))
        if turn % 5 == 4 or turn == rounds - 1:
            found = on_disk(url)
            assert len(found) == len(set(found))
            assert acknowledged - set(found) == set()
    assert len(acknowledged) > 100 * rounds


def test_control_acknowledging_before_the_commit_loses(sqlite_url: str) -> None:
    with opened(sqlite_url) as store:
        store.run_blocking(notes.lay_out)
    chance = random.Random(1)
    acknowledged: set[int] = set()
    for turn in range(ROUNDS):
        acknowledged |= killed(sqlite_url, turn * 1_000_000, chance.uniform(0.0, 0.25), "early")
        if acknowledged - set(on_disk(sqlite_url)):
            return
    pytest.fail("Nothing was lost, so the test above proves nothing.")
