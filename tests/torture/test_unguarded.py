"""Positive controls: with one guard taken away, the same runs must find what is wrong."""

import pytest

from storage.failpoints import Point
from tests.torture import phones
from tests.torture.conftest import Note
from tests.torture.oracle import WINDOW, Verdict
from tests.torture.rig import Rig
from tests.torture.runs import at_work, scripted
from tests.torture.troubles import kills

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(0)]

MOST = 10  # runs in which a control must have failed


async def test_outcomes_per_hundred_cause_too_many_repeats(rig: Rig, seed: int, note: Note) -> None:
    total, runs = Verdict(), 0
    while runs < MOST and total.worst <= WINDOW:
        total += await at_work(rig, seed + runs, kills(3), guard="per-hundred")
        runs += 1
    assert total.worst > WINDOW
    note("control: outcomes per 100", runs, total, control=True)


async def test_a_call_that_is_not_written_down_first_is_repeated_unmarked(
    rig: Rig, seed: int, note: Note
) -> None:
    total, runs = Verdict(), 0
    while runs < MOST and not total.unmarked:
        order = f"{Point.OUTBOX_AFTER_SEND}:kill@{runs + 4}"
        total += (await scripted(rig, seed + runs, order, guard="not-sending-first"))[0]
        runs += 1
    assert total.unmarked
    note("control: not `sending` first", runs, total, control=True)


async def test_an_update_that_counts_twice_is_seen(
    rig: Rig, seed: int, note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phones, "STUCK", 3.0)  # whose form begins anew waits for nothing
    total, runs = Verdict(), 0
    while runs < MOST and not total.wrong:
        order = f"{Point.INBOX_AFTER_COMMIT}:kill@{runs + 1}"
        total += (await scripted(rig, seed + runs, order, guard="no-dedupe"))[0]
        runs += 1
    assert total.wrong
    note("control: no dedupe", runs, total, control=True)
