"""Every update three times, shuffled: the state is the same as when each came once."""

import asyncio
import json
import random
from collections.abc import Iterable
from typing import Any

import aiohttp
import pytest
from sqlalchemy import create_engine, select

from storage import database, tables
from storage.columns import UtcDateTime
from tests.torture import crew, left
from tests.torture.conftest import Note
from tests.torture.oracle import Verdict
from tests.torture.rig import Rig
from tests.torture.run import Run
from tests.torture.test_troubled import by_webhook
from web.webhook import SECRET_HEADER

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(0)]

Json = dict[str, Any]

# What only says how the rest came about: deliveries, who leads, when updates were heard of last.
PASSING = {"inbox", "outbox", "lease", "fact"}
# A message has another id each time it is sent; an entry is sealed when its second is over.
OF_THE_MOMENT = {"message_id", "position", "digest"}


async def heard(rig: Rig, seed: int) -> list[Json]:
    """The updates of two reports, one for the own side only, and a call for help."""
    async with rig.run() as run:
        run.guard = "listening"
        await run.start()
        async with run.desks():
            await asyncio.gather(
                run.phone(crew.REPORTERS[0]).report(f"twice-{seed}", own=False),
                run.phone(crew.REPORTERS[2]).report(f"thrice-{seed}", own=True),
                run.phone(crew.CALLERS[0]).call_for_help(),
            )
            await run.quiet()
        lines = (run.folder / "updates.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def shuffled(updates: list[Json], chance: random.Random) -> list[Json]:
    """Each three times, in any order in which the first ones keep theirs."""
    tickets = [place for place in range(len(updates)) for _ in range(3)]
    chance.shuffle(tickets)
    first = list(dict.fromkeys(tickets))
    return [updates[first.index(ticket)] for ticket in tickets]


async def replayed(rig: Rig, updates: list[Json], *, guard: str = "") -> dict[str, list[str]]:
    """What stands in each table when all these have come by webhook, in this order."""
    settings = by_webhook()
    seen: set[int] = set()
    async with rig.run(**settings) as run, aiohttp.ClientSession() as session:
        run.guard = guard
        life = await run.start()
        await run.ready()
        for update in updates:
            if update["update_id"] not in seen:
                await handled(run)  # people's updates pass each other; here they must not
            seen.add(update["update_id"])
            await post(session, settings, update)
        await handled(run)
        await run.quiet()
        await life.stopped()
        return await asyncio.to_thread(tables_of, run.url)


async def post(session: aiohttp.ClientSession, settings: dict[str, str], update: Json) -> None:
    headers = {SECRET_HEADER: settings["webhook_secret"]}
    async with session.post(settings["webhook_url"], json=update, headers=headers) as answer:
        assert answer.status == 200


async def handled(run: Run) -> None:
    async with asyncio.timeout(30):
        while left.unhandled(run.url):
            await asyncio.sleep(0.005)


def tables_of(url: str) -> dict[str, list[str]]:
    engine = create_engine(database.address(url))
    with engine.connect() as connection:
        state = {}
        for table in tables.metadata.sorted_tables:
            if table.name in PASSING:
                continue
            lasting = [
                column
                for column in table.columns
                if column.name not in OF_THE_MOMENT and not isinstance(column.type, UtcDateTime)
            ]
            found: Iterable[Any] = connection.execute(select(*lasting)) if lasting else ()
            state[table.name] = sorted(map(str, found))
    engine.dispose()
    return state


def differing(once: dict[str, list[str]], again: dict[str, list[str]]) -> list[str]:
    """What stands in one of them only."""
    return [
        f"{name}: {row}" for name, there in again.items() for row in set(there) ^ set(once[name])
    ]


async def test_three_times_is_once(rig: Rig, seed: int, kills: int, note: Note) -> None:
    updates = await heard(rig, seed)
    once = await replayed(rig, updates)
    assert len(once["sighting"]) == 2
    assert len(once["sos"]) == 1
    verdict, turns = Verdict(accepted=len(updates)), 5 if kills else 1
    for turn in range(turns):
        chance = random.Random(seed + turn)
        again = await replayed(rig, shuffled(updates, chance))
        verdict.wrong += differing(once, again)
    verdict.delivered = verdict.accepted
    note("three times, shuffled", turns, verdict)

    guardless = await replayed(rig, shuffled(updates, random.Random(seed)), guard="no-dedupe")
    twice = Verdict(wrong=differing(once, guardless))
    note("control: three times, no dedupe", 1, twice, control=True)
