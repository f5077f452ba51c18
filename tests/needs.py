"""What a test needs beside Python packages: there, or skipped loudly, or in CI a failure."""

import os
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import NoReturn

import pytest

CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Also as root, and on a machine that reaches nothing but itself.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def must_not_skip() -> bool:
    """Whether a skip is a failure: in CI, or where it was asked for."""
    return os.environ.get("CI") == "true" or os.environ.get("STRAJA_REQUIRE_ALL") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be skipped, a skipped test has failed, for the reason that it gave."""
    report = yield
    reason = call.excinfo.value if call.excinfo else None
    if isinstance(reason, pytest.skip.Exception) and must_not_skip():
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and nothing may be here: {reason}"
    return report


def missing(what: str) -> NoReturn:
    """Skip the test because of what is missing."""
    pytest.skip(f"SKIPPED: {what}")


def program(name: str, package: str) -> Path:
    """A program on the path, such as msgfmt of the package gettext."""
    found = shutil.which(name)
    if found is None:
        missing(f"{name} is not installed (package {package}).")
    return Path(found)


def chromium() -> Path:
    """The system's Chromium or Chrome, or the one that STRAJA_CHROMIUM names."""
    for candidate in (os.environ.get("STRAJA_CHROMIUM", ""), *CHROMIUMS):
        if found := shutil.which(candidate):
            return Path(found)
    missing("No Chromium: `make test` installs it where it may.")
