"""The power fails at every sync: what was confirmed, to Telegram or by a call, is on the disk."""

import asyncio
import random
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.outbox import State
from tests import needs
from tests.torture import crew, powercut
from tests.torture.conftest import Note
from tests.torture.oracle import Verdict
from tests.torture.powercut import Disk, Happening
from tests.torture.processes import whole
from tests.torture.rig import Rig

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(0),
    pytest.mark.at_length,  # it needs leave to trace processes
]

SURVIVE = (0.0, 0.5, 1.0)  # of what was not synced: nothing, any half of it, or all


async def recorded(rig: Rig, seed: int, folder: Path, *guard: str) -> Path:
    """The calls of an assistant that takes a report in, and brings news to readers."""
    trace = folder / "trace"
    async with rig.run() as run:
        run.tell_readers(10, random.Random(seed))
        before = run.folder / "straja.db"
        (folder / "before.db").write_bytes(before.read_bytes())
        command = powercut.recording(trace)
        run.life = await whole(
            run.born(), run.log, *command, module="tests.torture.child", arguments=guard
        )
        await run.ready(within=60)
        async with run.desks():
            await run.phone(crew.REPORTERS[0]).report(f"power-{seed}-{len(guard)}", own=False)
            await run.quiet()
        await run.life.killed()
        async with asyncio.timeout(30):
            while not powercut.complete(trace):
                await asyncio.sleep(0.05)
        (folder / "after.db").write_bytes(_checkpointed(before))
        (folder / "place").write_text(str(run.folder))
    return trace


def _checkpointed(path: Path) -> bytes:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path.read_bytes()


def cut(folder: Path, trace: Path, *, every: int, chance: random.Random) -> Verdict:
    """Cut the power again and again, and ask what is left for what had been confirmed by then."""
    place = (folder / "place").read_text()
    disk = Disk(Path(place), {"straja.db": (folder / "before.db").read_bytes()})
    kept = _ids(folder / "after.db")
    verdict, offset, called, turn = Verdict(), 0, set[str](), 0
    for happening in powercut.happenings(trace):
        if happening.name == "sync":
            turn += 1
            if turn % every == 0:
                _look(verdict, disk, {each for each in kept if each < offset}, called, chance)
        disk.take(happening)
        moved = _offset(happening)
        offset = max(offset, moved)
        calls = set(_called(happening))
        called |= calls
        if (moved or calls) and turn % every == 0:
            _look(verdict, disk, {each for each in kept if each < offset}, called, chance)
    assert offset > 0
    assert called
    return verdict


def _look(
    verdict: Verdict, disk: Disk, confirmed: set[int], called: set[str], chance: random.Random
) -> None:
    for survive in SURVIVE:
        with tempfile.TemporaryDirectory() as found:
            disk.found(Path(found), survive=survive, chance=chance)
            path = Path(found) / "straja.db"
            verdict.kills += 1
            verdict.accepted += len(confirmed) + len(called)
            missing = [*(confirmed - _ids(path)), *(called - _sending(path))]
            verdict.delivered += len(confirmed) + len(called) - len(missing)
            verdict.lost += [f"{each}, {survive:.0%} survived" for each in missing]
            if (damage := _damage(path)) != "ok":
                verdict.wrong.append(damage)


def _ids(path: Path) -> set[int]:
    return {int(row[0]) for row in _rows(path, "SELECT update_id FROM inbox")}


def _sending(path: Path) -> set[str]:
    """The news whose call may have been made."""
    query = f"SELECT payload FROM outbox WHERE state != {int(State.QUEUED)}"  # noqa: S608 a number
    return {tag for row in _rows(path, query) for tag in re.findall(r"vest-\d+", str(row[0]))}


def _damage(path: Path) -> str:
    rows = list(_rows(path, "PRAGMA integrity_check"))
    return str(rows[0][0]) if rows else "the file cannot be read"


def _rows(path: Path, query: str) -> Iterator[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        yield from connection.execute(query).fetchall()
    except sqlite3.DatabaseError:
        return
    finally:
        connection.close()


def _offset(happening: Happening) -> int:
    """What Telegram may forget: updates below this one."""
    asked = re.search(rb"/getUpdates\?\S*offset=(\d+)", happening.data)
    return int(asked[1]) if asked else 0


def _called(happening: Happening) -> Iterator[str]:
    if "socket" in happening.path and b"sendMessage" in happening.data:
        yield from (tag.decode() for tag in re.findall(rb"vest-\d+", happening.data))


@pytest.mark.parametrize("guard", ["", "no-sync"])
async def test_the_power_fails(rig: Rig, seed: int, note: Note, tmp_path: Path, guard: str) -> None:
    needs.program("strace", "strace")
    trace = await recorded(rig, seed, tmp_path, *([guard] if guard else []))
    assert guard or any(each.name == "sync" for each in powercut.happenings(trace))
    verdict = cut(tmp_path, trace, every=1, chance=random.Random(seed))
    name = "control: synchronous=OFF, power cut" if guard else "power cut at each sync"
    note(name, 1, verdict, control=bool(guard))
