"""One rig for all scenarios, and the table at the end."""

import os
import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.torture.oracle import Verdict
from tests.torture.rig import Rig
from tests.torture.table import Line, written

KILLS = int(os.environ.get("STRAJA_TORTURE_KILLS", "0"))  # 0: the short form, of the test suite
SEED = int(os.environ.get("STRAJA_TORTURE_SEED", "0")) or random.randrange(1, 10**6)
TABLE = Path("tests/output/torture.md")

Note = Callable[..., None]

_lines: list[Line] = []
_failures: list[str] = []


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def rig(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rig]:
    """Everything that runs share."""
    async with Rig(tmp_path_factory.mktemp("torture"), SEED) as rig:
        yield rig


@pytest.fixture
def kills() -> int:
    """How often to kill at random; 0 where every scenario is to be short."""
    return KILLS


@pytest.fixture
def seed() -> int:
    """What makes the same kills come again."""
    return SEED


@pytest.fixture
def note() -> Note:
    """Write a scenario into the table, and fail where it must not go so."""

    def noted(scenario: str, runs: int, verdict: Verdict, *, control: bool = False) -> None:
        line = Line(scenario, runs, verdict, control)
        _lines.append(line)
        told = [f"STRAJA_TORTURE_SEED={SEED}, {scenario}", *verdict.faults[:20]]
        if not line.holds:
            _failures.extend(told)
        TABLE.parent.mkdir(parents=True, exist_ok=True)
        TABLE.write_text("\n".join([_table(), *_failures]), encoding="utf-8")
        assert line.holds, "\n".join(told)

    return noted


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of the test suite what takes long, or needs leave to trace processes."""
    long = [] if KILLS else [each for each in items if each.get_closest_marker("at_length")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [each for each in items if each not in long]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table."""
    if _lines:
        terminalreporter.write_line(_table())


def _table() -> str:
    return f"STRAJA_TORTURE_SEED={SEED} STRAJA_TORTURE_KILLS={KILLS}\n\n{written(_lines)}\n"
