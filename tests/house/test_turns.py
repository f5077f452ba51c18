"""Tests in several processes: none runs beside one that is alone, and the last one is the last."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOOKS = "from tests.turns import pytest_collection_modifyitems, pytest_configure\n"
THREE = ("--numprocesses", "3", "--dist", "loadgroup", "-p", "no:cacheprovider")
TESTS = """
import time

import pytest

def told(what):
    with open("log", "a") as log:
        log.write(what + "\\n")

@pytest.mark.last
def test_that_is_last():
    told("last")

@pytest.mark.parametrize("n", range(8))
def test_among_others(n):
    told("+")
    time.sleep(0.05)
    told("-")

@pytest.mark.alone
@pytest.mark.parametrize("n", range(4))
def test_alone(n):
    told("alone")
    time.sleep(0.1)
    told("was alone")
"""


def log_of_a_session(folder: Path, tests: str, hooks: str) -> list[str]:
    (folder / "conftest.py").write_text(hooks)
    (folder / "test_it.py").write_text(tests)
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-o", "markers=alone\nlast", *THREE, folder],
        cwd=folder,
        env=own | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.stdout.splitlines()[-1].startswith("13 passed"), outcome.stdout + outcome.stderr
    return (folder / "log").read_text().split("\n")[:-1]


def disturbed(log: list[str]) -> int:
    """How many of the tests that run alone saw another one begin, end or go on."""
    running, count, alone = 0, 0, False
    for what in log:
        running += {"+": 1, "-": -1}.get(what, 0)
        alone = what == "alone" or (alone and what != "was alone")
        count += alone and (what != "alone" or running > 0)
    return count


def test_a_test_that_runs_alone_is_not_disturbed_and_the_last_one_is_the_last(
    tmp_path: Path,
) -> None:
    log = log_of_a_session(tmp_path, TESTS, HOOKS)
    assert sorted(log) == sorted(
        ["+"] * 8 + ["-"] * 8 + ["alone"] * 4 + ["was alone"] * 4 + ["last"]
    )
    assert disturbed(log) == 0
    assert log[-1] == "last"


def test_without_turns_it_is_disturbed_and_the_last_one_is_not_the_last(tmp_path: Path) -> None:
    logs = []
    for attempt in range(5):  # a busy machine may happen to run one after the other
        folder = tmp_path / str(attempt)
        folder.mkdir()
        logs.append(log_of_a_session(folder, TESTS, ""))
        if disturbed(logs[-1]) and logs[-1][-1] != "last":
            return
    raise AssertionError(logs)


def test_the_suite_takes_turns() -> None:
    assert (
        "import pytest_collection_modifyitems, pytest_configure"
        in (ROOT / "tests/conftest.py").read_text()
    )
