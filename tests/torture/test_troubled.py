"""Telegram, the line or the database misbehaves for a while: what was accepted still arrives."""

import asyncio
import random
import socket
import sqlite3
from typing import Any

import pytest

from storage import database
from tests.postgres import Server
from tests.torture import crew
from tests.torture.conftest import Note
from tests.torture.oracle import Verdict
from tests.torture.processes import FULL, ROOM
from tests.torture.relay import Relay
from tests.torture.rig import Rig
from tests.torture.run import Run
from tests.torture.runs import at_work
from tests.torture.troubles import Trouble, faulty
from tests.torture.troubles import kills as killed

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(0)]

HANG = {"kind": "deliver+hang", "seconds": 4.0}  # longer than the assistant waits for an answer
STORMS: dict[str, list[dict[str, Any]]] = {
    "lost answers, 1 %": [HANG | {"share": 0.01}],
    "lost answers, 10 %": [HANG | {"share": 0.1}],
    "lost answers, 100 %": [HANG | {"share": 1.0}],
    "429, 30 %": [{"kind": "429", "seconds": 1, "share": 0.3}],
    "5xx, 30 %": [{"kind": "500", "share": 0.2}, {"kind": "502", "share": 0.1}],
    "5xx and reset after delivery": [
        {"kind": "deliver+500", "share": 0.15},
        {"kind": "deliver+reset", "share": 0.15},
    ],
    "connections cut, 30 %": [{"kind": "drop", "share": 0.3}],
}


@pytest.mark.at_length
@pytest.mark.parametrize("storm", STORMS)
async def test_calls_go_wrong(rig: Rig, seed: int, note: Note, storm: str) -> None:
    note(storm, 1, await at_work(rig, seed, faulty(6.0, *STORMS[storm])))


async def test_calls_go_wrong_in_every_way(rig: Rig, seed: int, note: Note) -> None:
    orders = [order | {"share": 0.06} for storm in STORMS.values() for order in storm]
    note("everything at once", 1, await at_work(rig, seed, faulty(1.5, *orders)))


async def test_killed_while_telegram_asks_to_wait(
    rig: Rig, seed: int, kills: int, note: Note
) -> None:
    """Whoever starts anew must know what the one before was told: no call comes too early."""

    async def trouble(run: Run, chance: random.Random) -> None:
        await run.sandbox.clear_faults()
        await run.sandbox.fault("429", seconds=2, share=0.3, seed=chance.randrange(10**6))
        await killed(kills // 25 or 2)(run, chance)
        await run.sandbox.clear_faults()

    note("429 and SIGKILL", 1, await at_work(rig, seed, trouble))


async def test_nobody_answers(rig: Rig, seed: int, kills: int, note: Note) -> None:
    async with Relay(rig.telegram.url) as relay:

        async def trouble(_run: Run, chance: random.Random) -> None:
            for _ in range(5 if kills else 1):
                await asyncio.sleep(chance.uniform(0.3, 1))
                await relay.cut()
                await asyncio.sleep(chance.uniform(0.3, 2))
                await relay.mend()

        verdict = await at_work(rig, seed, trouble, api=relay.url)
    note("connections refused", 1, verdict)


async def test_the_database_is_locked(rig: Rig, seed: int, kills: int, note: Note) -> None:
    """Longer than the store waits: updates are refused by 503 and come again, none is confirmed."""
    answers: list[Any] = []

    async def trouble(run: Run, _chance: random.Random) -> None:
        await run.ready()
        path = database.file_of(run.url)
        assert path
        other = sqlite3.connect(path, isolation_level=None)
        await asyncio.sleep(0.5)
        other.execute("BEGIN IMMEDIATE")
        await run.sandbox.text(crew.BYSTANDERS[0].id, "/whoami")
        await asyncio.sleep(8 if kills else 2.5)
        answers.append(await run.sandbox.bot())
        other.execute("ROLLBACK")
        other.close()

    verdict = await at_work(rig, seed, trouble, **by_webhook())
    assert "503" in answers[0]["webhook"]["last_error_message"]
    assert answers[0]["pending_update_count"] > 0
    note("database locked", 1, verdict)


async def test_the_disk_is_full(rig: Rig, seed: int, note: Note) -> None:
    """Once there is room again it goes on, without a new start."""

    async def trouble(run: Run, chance: random.Random) -> None:
        assert run.life
        await run.ready()
        await asyncio.sleep(chance.uniform(0.1, 0.5))
        run.life.send(FULL)
        async with asyncio.timeout(10):
            while "No space is left" not in run.said():
                await asyncio.sleep(0.1)
        await asyncio.sleep(1)
        run.life.send(ROOM)

    note("disk full", 1, await at_work(rig, seed, trouble))


async def test_postgresql_crashes(rig: Rig, seed: int, kills: int, note: Note) -> None:
    """The server, by `pg_ctl restart -m immediate`, and then the assistant as well."""
    with Server() as server:
        server.keep_what_is_committed()
        name = server.create()
        crew.lay_out(server.url(name))

        async def crashes(run: Run, chance: random.Random) -> None:
            await run.ready()
            for _ in range(5 if kills else 1):
                await asyncio.sleep(chance.uniform(0.3, 1.5))
                await asyncio.to_thread(server.crash)

        def fresh() -> str:
            return server.url(server.create(template=name))

        note("PostgreSQL crashes", 1, await at_work(rig, seed, crashes, url=fresh()))
        total = Verdict()
        for turn in range(kills // 100 or 1):
            trouble: Trouble = killed(10 if kills else 2)
            total += await at_work(rig, seed + turn, trouble, url=fresh())
        note("SIGKILL, PostgreSQL", kills // 100 or 1, total)


def by_webhook() -> dict[str, str]:
    """Settings by which Telegram brings updates."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": "torture",
        "http_port": str(port),
    }
