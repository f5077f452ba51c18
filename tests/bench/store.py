"""How much of its speed the store owes to the shared commit: `python -m tests.bench.store`."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable

from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, insert, select, update

from storage import store as storage_store
from storage.session import Session
from storage.store import Store

_tables = MetaData()
inbox = Table(
    "bench_inbox",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("body", String(400)),
    Column("state", Integer, nullable=False, default=0),
)
draft = Table(
    "bench_draft",
    _tables,
    Column("person", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
)
# Written once, as those of the hot tables are.
RECEIVE = insert(inbox).values(body=bindparam("body")).returning(inbox.c.id)
OPEN = select(inbox).where(inbox.c.id == bindparam("number"))
VERSION = select(draft.c.version).where(draft.c.person == bindparam("who"))
STEP = update(draft).where(draft.c.person == bindparam("who")).values(version=bindparam("next"))
DONE = update(inbox).where(inbox.c.id == bindparam("number")).values(state=1, body=None)


def update_of(person: int) -> Callable[[Session], int]:
    """One interactive update: two selects, two updates, one insert."""

    def work(session: Session) -> int:
        number: int = session.execute(RECEIVE, {"body": "x" * 300}).scalar_one()
        session.execute(OPEN, {"number": number}).one()
        version = session.execute(VERSION, {"who": person}).scalar_one()
        session.execute(STEP, {"who": person, "next": version + 1})
        session.execute(DONE, {"number": number})
        return number

    return work


async def measure(url: str, units: int, callers: int) -> tuple[float, float]:
    """Units per second, and microseconds of processor time per unit."""
    store = Store(url)
    await store.start()
    await store.run(lambda session: _tables.create_all(session.connection()))
    people = [{"person": person, "version": 0} for person in range(callers)]
    await store.run(lambda session: session.execute(insert(draft), people) and None)

    async def call(person: int) -> None:
        for _ in range(units // callers):
            await store.run(update_of(person))

    await call(0)  # statements compiled and prepared
    began, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(call(person) for person in range(callers)))
    took, used = time.perf_counter() - began, time.process_time() - used
    await store.stop()
    return units / took, used / units * 1e6


def _measure_with(largest: int, url: str, units: int) -> float:
    storage_store._GROUP = largest
    speed, used = asyncio.run(measure(url, units, 64))
    _say(f"up to {largest:2} units a commit: {speed:7.0f} units/s, {used:5.0f} µs of CPU each")
    return speed


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", help="where the disk to measure is", default=None)
    parser.add_argument("--units", type=int, default=6400)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        alone = _measure_with(1, f"sqlite:///{folder}/alone.db", options.units)
        shared = _measure_with(32, f"sqlite:///{folder}/shared.db", options.units)
    _say(f"ratio: {shared / alone:.2f}")


if __name__ == "__main__":
    main()
