"""Killed at every named place and at random moments: nothing lost, repeats few and marked."""

import itertools

import pytest

from storage.failpoints import Point
from tests.torture.conftest import Note
from tests.torture.oracle import Verdict
from tests.torture.rig import Rig
from tests.torture.runs import at_work, scripted
from tests.torture.troubles import halts
from tests.torture.troubles import kills as killed

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(0)]

PER_RUN = 20  # kills of one assistant before everything it did is judged
SHORT = 6  # kills in the test suite

# What an earlier one leaves behind, a later one needs.
CHAINS = (
    (
        Point.START_BEFORE_COMMIT,
        Point.STORE_BEFORE_COMMIT,
        Point.LEAD_BEFORE_COMMIT,
        Point.INBOX_BEFORE_COMMIT,
        Point.UPDATE_BEFORE_COMMIT,
        Point.FOUND_BEFORE_COMMIT,
        Point.FOUND_AFTER_COMMIT,
        Point.CLAIM_BEFORE_COMMIT,
    ),
    (
        Point.START_AFTER_COMMIT,
        Point.STORE_AFTER_COMMIT,
        Point.LEAD_AFTER_COMMIT,
        Point.INBOX_AFTER_COMMIT,
        Point.UPDATE_AFTER_COMMIT,
        Point.OUTBOX_BEFORE_SEND,
        Point.OUTBOX_AFTER_SEND,
        Point.OUTBOX_BEFORE_COMMIT,
        Point.OUTBOX_AFTER_COMMIT,
    ),
    (
        Point.SEAL_BEFORE_COMMIT,
        Point.DEADLINE_BEFORE_COMMIT,
        Point.DEADLINE_AFTER_COMMIT,
        Point.STOP_AFTER_DRAIN,
    ),
)


async def test_nothing_happens_where_nothing_is_done(rig: Rig, seed: int, note: Note) -> None:
    verdict, ends = await scripted(rig, seed)
    assert (ends, verdict.repeated) == (0, [])
    note("undisturbed", 1, verdict)


@pytest.mark.at_length
@pytest.mark.parametrize("point", list(Point))
async def test_killed_at_each_passing_of_each_place(
    rig: Rig, seed: int, note: Note, point: Point
) -> None:
    """As SQLite's own loop: the first passing, the second, …, until a run is not touched."""
    before = [f"{Point.UPDATE_BEFORE_COMMIT}:kill@1"] if point.startswith("found") else []
    total, runs = Verdict(), 0
    for passing in itertools.count(1):
        verdict, ends = await scripted(rig, seed, *before, f"{point}:kill@{passing}")
        total += verdict
        runs += 1
        if ends == len(before):
            break
    assert runs > 1, f"no run comes by {point}"
    note(f"kill at {point}", runs, total)


@pytest.mark.parametrize("points", CHAINS)
async def test_killed_at_one_place_after_the_other(
    rig: Rig, seed: int, note: Note, points: tuple[Point, ...]
) -> None:
    """In one run, each start is killed at the first passing of the next place."""
    verdict, ends = await scripted(rig, seed, *(f"{point}:kill@1" for point in points))
    assert ends == len(points)
    note(f"kill at {points[0]} and {len(points) - 1} more", 1, verdict)


async def test_every_place_is_in_a_chain() -> None:
    assert {point for chain in CHAINS for point in chain} == set(Point)


async def test_killed_at_random_moments(rig: Rig, seed: int, kills: int, note: Note) -> None:
    total, runs, wanted = Verdict(), 0, kills or SHORT
    while total.kills < wanted:
        number = min(PER_RUN, wanted - total.kills)
        total += await at_work(rig, seed + runs, killed(number))
        runs += 1
    note("SIGKILL at random", runs, total)


async def test_halted_and_woken(rig: Rig, seed: int, kills: int, note: Note) -> None:
    runs = 4 if kills else 1
    total = Verdict()
    for turn in range(runs):
        total += await at_work(rig, seed + turn, halts(4, longest=20.0 if turn == 3 else 1.0))
    note("SIGSTOP, SIGCONT", runs, total)
