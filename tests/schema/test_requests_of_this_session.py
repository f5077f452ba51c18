"""Every request that the tests of this session made to the sandbox is one the Bot API takes.

Sandboxes that tests start for our own assistant append to tests/output/requests.jsonl. It
is judged when all other tests are over, whichever process they ran in (tests/turns.py). Tests
that send wrong requests on purpose leave the log alone.
"""

import subprocess
from pathlib import Path

import pytest

from tests import needs

ROOT = Path(__file__).parents[2]
REQUEST_LOG = ROOT / "tests/output/requests.jsonl"


@pytest.mark.last
def test_requests_are_what_the_bot_api_takes(judge: Path) -> None:
    if not REQUEST_LOG.exists():
        needs.missing("No test of this session wrote a request log.")
    outcome = subprocess.run(
        [judge, "-m", "schema.check", REQUEST_LOG],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
