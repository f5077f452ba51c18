"""Every request that the tests of this session made to the sandbox is one the Bot API takes.

Sandboxes that tests start for our own assistant append to tests/output/requests.jsonl. This file
is ordered last (conftest.py). Tests that send wrong requests on purpose leave the log alone.
"""

import subprocess
from pathlib import Path

from tests import needs

ROOT = Path(__file__).parents[2]
REQUEST_LOG = ROOT / "tests/output/requests.jsonl"


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
