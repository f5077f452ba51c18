"""(d) What an update and a message cost when years of service are stored: seen from outside."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from storage.people import Role
from tests.bench import bots, filling
from tests.bench.crowd import Crowd, in_turn, lines, presses, types
from tests.bench.figures import median, tell
from tests.bench.interactive import SENT, TAPPED, first_of, group_of
from tests.bench.standin import Call, standin
from tests.postgres import Server
from views import forms, observers
from views.language import Language, Reader

SIZES = (10**3, 10**4, 10**5, 10**6)
LEAST_PEOPLE, MOST_PEOPLE = 10**2, 10**5
MOST_ON_SERVER = 10**5
REPEATS = 5
CROWD = range(filling.FIRST, filling.FIRST + filling.ENROLLED)
DESKS = range(9_000_000, 9_000_002)
PATIENCE = 120  # seconds
_DRAINED = 150  # messages of a backlog in one measurement
_RS = Reader(Language.SR_CYRL, "RS")

Fill = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Reading:
    """Medians of one database: by kind, microseconds of processor time for an update."""

    start: float  # seconds until the assistant was ready
    cpu: dict[str, float]
    took: dict[str, float]  # milliseconds from the post to the answer accepted

    def __str__(self) -> str:
        kinds = (
            f"{kind} {cpu:5.0f} µs {self.took[kind]:4.0f} ms" for kind, cpu in self.cpu.items()
        )
        return f"ready in {self.start:.1f} s  " + "  ".join(kinds)


def _send(buttons: list[str]) -> str:
    return next(data for data in buttons if data.endswith(":send"))


# A whole report, and a step that reads little: the question after a large key, and back.
_REPORT = [
    types("/sighting", **SENT),
    presses(group_of, {}, **TAPPED),
    presses(first_of, {}, **TAPPED, **SENT),
    types("44.8231, 21.3359", **SENT),
    presses(first_of, {}, **TAPPED),
    presses(_send, {}, **TAPPED, **SENT),
]


_KEYS = [
    types(observers.over_there_label(_RS), **SENT),
    types(forms.back_label(_RS), **SENT),
] * 3


async def updates(folder: Path, url: str, *, anew: bool, people: int = len(CROWD)) -> Reading:
    """Updates on the database as it is; not `anew`, forms stand where they stood the last time."""
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(standin())
        bot = bots.ours(folder, telegram.url, database_url=url)
        stack.callback(bot.stop)
        start = await bot.start()
        connections = await stack.enter_async_context(lines(bot.port))
        crowd = Crowd(telegram, CROWD[:people])
        reporters, typists = crowd.people[::2], crowd.people[1::2]
        await in_turn(crowd, reporters, connections, _REPORT)
        await in_turn(crowd, typists, connections, _REPORT[:3] if anew else _KEYS)
        readings: dict[str, list[tuple[float, float]]] = {"key": [], "report": []}
        for _ in range(REPEATS):
            for kind, who, acts in (("key", typists, _KEYS), ("report", reporters, _REPORT)):
                before = bot.cpu()
                took = await in_turn(crowd, who, connections, acts)
                used = (bot.cpu() - before) / len(took) * 1e6
                readings[kind].append((used, median(took) * 1000))
        await crowd.settled()
    cpu = {kind: median(used for used, _ in several) for kind, several in readings.items()}
    took_ = {kind: median(took for _, took in several) for kind, several in readings.items()}
    return Reading(start, cpu, took_)


async def claims(folder: Path, url: str) -> float:
    """Microseconds of processor time for a message of a backlog: claimed, sent, settled."""
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(standin())
        counter = _Counter()
        telegram.heard = counter.hear
        bot = bots.ours(folder, telegram.url, database_url=url)
        stack.callback(bot.stop)
        await bot.start()
        used = []
        await counter.reach(_DRAINED)
        for turn in range(1, REPEATS + 1):
            before, begun = bot.cpu(), counter.number
            await counter.reach(_DRAINED * (turn + 1))
            used.append((bot.cpu() - before) / (counter.number - begun) * 1e6)
    return median(used)


class _Counter:
    """Counts messages that were taken."""

    def __init__(self) -> None:
        self.number, self._wanted, self._reached = 0, 0, asyncio.Event()

    def hear(self, call: Call) -> None:
        self.number += call.method == "sendMessage"
        if self.number >= self._wanted:
            self._reached.set()

    async def reach(self, number: int) -> None:
        self._wanted = number
        if self.number < number:
            self._reached.clear()
            async with asyncio.timeout(PATIENCE):
                await self._reached.wait()


async def _grown(
    folder: Path, url: str, what: str, fill: Fill, sizes: Iterable[int]
) -> dict[str, Any]:
    """The same database at each size; `what` names what there is more and more of."""
    enrol(url)
    readings: dict[str, Any] = {}
    begin = 0
    for size in sizes:
        await asyncio.to_thread(fill, url, begin, size)
        begin = size
        reading = await updates(folder, url, anew=not readings)
        tell(f"{size:8} {what:22} {reading}")
        readings[str(size)] = asdict(reading)
    return readings


async def _drained(folder: Path, url: str, what: str, sizes: Iterable[int]) -> dict[str, float]:
    """A backlog that grows; each time it is larger by what is sent of it."""
    enrol(url)
    readings = {}
    begin = 0
    for size in sizes:
        end = size + _DRAINED * (REPEATS + 2)
        await asyncio.to_thread(filling.backlog, url, begin, end)
        begin = end
        readings[str(size)] = await claims(folder, url)
        tell(f"{size:8} {what:22} {readings[str(size)]:5.0f} µs a message")
    return readings


def enrol(url: str) -> None:
    """Two officers at the desks, and those who report."""
    bots.enrol(url, DESKS, Role.DUTY)
    bots.enrol(url, CROWD)


async def run(folder: Path, *, largest: int = SIZES[-1]) -> dict[str, Any]:
    """Each kind of growth alone, on SQLite; the two that matter on PostgreSQL as well."""
    sizes = [size for size in SIZES if size <= largest]
    most = min(largest, MOST_PEOPLE)
    kinds: dict[str, tuple[Fill, list[int]]] = {
        "history": (filling.history, sizes),
        "due later": (filling.later, [sizes[0], largest]),
        "people": (filling.roster, [LEAST_PEOPLE, most]),
    }
    result: dict[str, Any] = {}
    for name, (fill, several) in kinds.items():
        url = bots.database(folder / name)
        result[name] = await _grown(folder / name, url, name, fill, several)
    url = bots.database(folder / "backlog")
    result["backlog"] = await _drained(folder / "backlog", url, "backlog", sizes)
    with Server() as postgres:
        few = [sizes[0], min(largest, MOST_ON_SERVER)]
        name, url = "history, PostgreSQL", postgres.url(postgres.create())
        result[name] = await _grown(folder / "server", url, name, filling.history, few)
        name, url = "backlog, PostgreSQL", postgres.url(postgres.create())
        result[name] = await _drained(folder / "server", url, name, few)
    return result
