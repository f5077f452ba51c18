"""A skipped test is a failure in CI, and the reason is said."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest
from tests import needs

def test_that_needs_something():
    needs.program("no-such-program", "no-such-package")

@pytest.mark.xfail(strict=True)
def test_that_is_known_to_fail():
    assert False

def test_that_passes():
    pass
"""


@pytest.mark.parametrize(
    ("environment", "exit_code", "summary"),
    [
        ({}, 0, "1 passed, 1 skipped, 1 xfailed"),
        ({"CI": "true"}, 1, "1 failed, 1 passed, 1 xfailed"),
        ({"STRAJA_REQUIRE_ALL": "1"}, 1, "1 failed, 1 passed, 1 xfailed"),
    ],
)
def test_a_skip_fails_where_nothing_may_be_skipped(
    tmp_path: Path, environment: dict[str, str], exit_code: int, summary: str
) -> None:
    (tmp_path / "conftest.py").write_text("from tests.needs import pytest_runtest_makereport\n")
    (tmp_path / "test_it.py").write_text(TESTS)
    asking = {"CI", "STRAJA_REQUIRE_ALL"}
    own = {name: value for name, value in os.environ.items() if name not in asking}
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rsf", "-p", "no:cacheprovider", tmp_path],
        cwd=tmp_path,
        env=own | environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == exit_code, outcome.stdout + outcome.stderr
    assert outcome.stdout.splitlines()[-1].startswith(summary)
    assert "no-such-program is not installed (package no-such-package)." in outcome.stdout


def test_the_suite_uses_that_hook() -> None:
    assert "import pytest_runtest_makereport" in (ROOT / "tests/conftest.py").read_text()
