"""The story told by `straja demo --tour`; `make ci` plays it, and here it must be able to fail."""

import os
import subprocess
import sys


def test_story_is_missing_a_step_when_nothing_is_sent() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--tour"],
        env={**os.environ, "STRAJA_SENDING": "held"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert told.returncode == 1
    assert "Missing: " in told.stdout
