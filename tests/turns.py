"""Tests in several processes at once: what stays together, what runs alone, what runs last."""

import fcntl
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

# Folders whose tests share what is started once: a Chromium, a rig of torture and its table.
TOGETHER = ("browser", "torture")


class Turns:
    """A plugin of each process. What they share are three locked files, which a crash unlocks.

    At the gate each waits for those who came before, or a test that runs alone would wait for ever.
    """

    def __init__(self, folder: Path) -> None:
        self._gate, self._room, self._session = (
            (folder / f"{name}.lock").open("w") for name in ("gate", "room", "session")
        )
        fcntl.flock(self._session, fcntl.LOCK_SH)  # held for as long as this process has tests

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Have the test wait for its turn, before the time that it may take begins."""
        if item.get_closest_marker("last"):
            self.pytest_sessionfinish()
            fcntl.flock(self._session, fcntl.LOCK_EX)
        with self._turn(alone=item.get_closest_marker("alone") is not None):
            return (yield)

    def pytest_sessionfinish(self) -> None:
        """Nothing more runs here."""
        fcntl.flock(self._session, fcntl.LOCK_UN)

    @contextmanager
    def _turn(self, *, alone: bool) -> Iterator[None]:
        with _locked(self._gate, fcntl.LOCK_EX):
            fcntl.flock(self._room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        try:
            yield
        finally:
            fcntl.flock(self._room, fcntl.LOCK_UN)


@contextmanager
def _locked(file: IO[str], how: int) -> Iterator[None]:
    fcntl.flock(file, how)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)  # also where a forked child still has the file open


def pytest_configure(config: pytest.Config) -> None:
    """Where this is one of several processes, it takes turns with the others."""
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(Turns(Path(config.option.basetemp).parent))


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups when its own turn comes
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name who stays together, and put at the end what is to be last."""
    for item in items:
        folder = item.nodeid.split("/")[1:2]
        if folder and folder[0] in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(folder[0]))
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)
