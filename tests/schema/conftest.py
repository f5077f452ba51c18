"""The request log: emptied before a session's first test, judged after its last."""

from pathlib import Path

import pytest

from tests import needs

ROOT = Path(__file__).parents[2]
JUDGE = ROOT / ".venv-schema/bin/python"
REQUEST_LOG = ROOT / "tests/output/requests.jsonl"


def pytest_collection_modifyitems() -> None:
    # In each process, and before it says what it has collected: until all have, no test begins.
    REQUEST_LOG.unlink(missing_ok=True)


@pytest.fixture
def judge() -> Path:
    """The Python of the environment that has aiogram."""
    if not JUDGE.exists():
        needs.missing("No .venv-schema: `make test` or `make schema` makes it.")
    return JUDGE
