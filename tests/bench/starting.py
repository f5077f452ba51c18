"""(e) From the start to the first update taken, memory idle, and memory after a burst."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench import bots
from tests.bench.bots import Bot
from tests.bench.crowd import Crowd, lines, types
from tests.bench.figures import median, tell
from tests.bench.interactive import SENT
from tests.bench.standin import Line, standin

BURST = 10_000
FIRST = 5_000_000
PEERS = {
    "python-telegram-bot, one at a time": ("ptb", "sequential"),
    "aiogram": ("aiogram_bot",),
}
SCREENS = {
    "group": {
        "text": "Шта се дешава?",
        "entities": [],
        "reply_markup": {"inline_keyboard": [[{"text": "🚶", "callback_data": "cat.people"}]]},
    }
}
_IDLE_SECONDS = 1.0
_PATIENCE = 60  # seconds without any answer until the rest counts as lost


@dataclass(frozen=True)
class Start:
    """One start."""

    seconds: float  # until readyz answered 200
    cpu: float  # seconds of processor time until then
    memory: float  # MB, a second later


@dataclass(frozen=True)
class Burst:
    """Everybody at once, each one update."""

    taken_p50: float  # milliseconds until the webhook answered 200
    taken_p99: float
    seconds: float  # until the last one had their answer
    lost: int
    peak: float  # MB, the most that was held


async def start(make: Callable[[str], Bot]) -> Start:
    """Start, look, stop."""
    async with standin() as telegram:
        bot = make(telegram.url)
        try:
            seconds = await bot.start()
            cpu = bot.cpu()
            await asyncio.sleep(_IDLE_SECONDS)
            return Start(seconds, cpu, bot.memory())
        finally:
            bot.stop()


async def burst(make: Callable[[str], Bot], number: int) -> Burst:
    """As many posts as the webhook takes over its forty lines, then the answers."""
    async with standin() as telegram:
        bot = make(telegram.url)
        try:
            await bot.start()
            crowd = Crowd(telegram, range(FIRST, FIRST + number))
            begun = time.monotonic()
            async with lines(bot.port) as connections:
                taken = sorted(await _posted(crowd, connections))
                lost = await _answered(crowd)
            seconds = time.monotonic() - begun
            await crowd.settled()
            p50, p99 = taken[number // 2] * 1000, taken[number * 99 // 100] * 1000
            return Burst(p50, p99, seconds, lost, bot.memory(peak=True))
        finally:
            bot.stop()


async def _posted(crowd: Crowd, connections: Sequence[Line]) -> list[float]:
    act, people, took = types("/sighting", **SENT), iter(crowd.people), list[float]()

    async def work(line: Line) -> None:
        for person in people:
            person.awaited = Counter(act.answer)
            begun = await crowd.tell(line, person, act)
            took.append(time.monotonic() - begun)

    async with asyncio.TaskGroup() as group:
        for line in connections:
            group.create_task(work(line))
    return took


async def _answered(crowd: Crowd) -> int:
    """How many never were."""
    waiting, since = len(crowd.people), time.monotonic()
    while waiting and time.monotonic() - since < _PATIENCE:
        await asyncio.sleep(0.02)
        now = sum(bool(person.awaited.total()) for person in crowd.people)
        if now < waiting:
            waiting, since = now, time.monotonic()
    return waiting


async def straja_alone(folder: Path, number: int) -> tuple[Start, Burst]:
    """Ours, without the others."""
    bots.enrol(bots.database(folder), range(FIRST, FIRST + number))
    begun = await start(lambda api: bots.ours(folder, api, paced=True))
    return begun, await burst(lambda api: bots.ours(folder, api), number)


async def run(folder: Path, *, rounds: int = 5, number: int = BURST) -> dict[str, Any]:
    """Starts in turn, every second round in the opposite order; then each one burst."""
    url = bots.database(folder / "ours")
    bots.enrol(url, range(FIRST, FIRST + number))

    def straja(api: str, *, paced: bool = True) -> Bot:
        return bots.ours(folder / "ours", api, paced=paced)

    def of(name: str) -> Callable[[str], Bot]:
        place = folder / PEERS[name][0]
        return lambda api: bots.peer(name, place, api, *PEERS[name], screens=SCREENS)

    makers: dict[str, Callable[[str], Bot]] = {"Straja": straja} | {
        name: of(name) for name in PEERS
    }
    starts: dict[str, list[dict[str, float]]] = {name: [] for name in makers}
    for turn in range(rounds):
        for name in list(makers)[:: -1 if turn % 2 else 1]:
            starts[name].append(asdict(await start(makers[name])))
    for name, several in starts.items():
        tell(f"{name:40} ready in {median(each['seconds'] for each in several):.2f} s")
    bursts = {}
    makers["Straja"] = lambda api: straja(api, paced=False)
    for name, maker in makers.items():
        bursts[name] = asdict(await burst(maker, number))
        tell(f"{name:40} {bursts[name]}")
    return {"starts": starts, "bursts": bursts, "number": number}
