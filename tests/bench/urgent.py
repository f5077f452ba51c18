"""(c) A call for help while messages to many wait to be sent: ours and AIORateLimiter's.

The stand-in enforces no limit here, which is in the limiter's favour: each 429 would halt it whole.
"""

import asyncio
from dataclasses import asdict, dataclass
from pathlib import Path

from storage.outbox import Lane
from storage.people import Role
from tests.bench import bots, broadcast
from tests.bench.broadcast import FIRST, PEERS, TEXT
from tests.bench.crowd import Crowd, lines, types
from tests.bench.figures import tell
from tests.bench.standin import Call, Standin, standin

DESKS = range(7_000_000, 7_000_030)
CALLER = 7_100_001
WAITING = (300, 10_000)
PEER = "python-telegram-bot, AIORateLimiter"
UNDER_WAY = 20  # messages of the backlog that have gone when help is called for
_PATIENCE = 120  # seconds


@dataclass(frozen=True)
class Reading:
    """Seconds from Telegram's post to the call accepted, for the first and the last of thirty."""

    first: float
    last: float


class Watch:
    """Sees the backlog begin to flow, and the desks being called."""

    def __init__(self) -> None:
        self._flowed = 0
        self._called: dict[int, float] = {}
        self.flows, self.complete = asyncio.Event(), asyncio.Event()

    def hear(self, call: Call) -> None:
        """A call that was taken."""
        if call.method != "sendMessage":
            return
        if call.chat in DESKS:
            self._called.setdefault(call.chat, call.moment)
            if len(self._called) == len(DESKS):
                self.complete.set()
        elif call.chat >= FIRST:
            self._flowed += 1
            if self._flowed == UNDER_WAY:
                self.flows.set()

    def reading(self, posted: float) -> Reading:
        """How long the first and the last of the desks waited."""
        return Reading(min(self._called.values()) - posted, max(self._called.values()) - posted)


async def straja(folder: Path, waiting: int) -> Reading:
    """Ours: the messages wait in the outbox, and an officer presses the key."""
    async with standin() as telegram:
        url = bots.database(folder)
        bots.enrol(url, DESKS, Role.DUTY)
        bots.enrol(url, range(CALLER, CALLER + 1))
        backlog = range(FIRST, FIRST + waiting)
        await asyncio.to_thread(broadcast.queue, folder, backlog, Lane.ROUTINE)
        bot = bots.ours(folder, telegram.url, paced=True)
        return await _measured(bot, telegram, [], "/sos")


async def peer(folder: Path, waiting: int) -> Reading:
    """The limiter: the same, both begun by a command."""
    async with standin() as telegram:
        screens = {"alert": {"text": TEXT}}
        way = PEERS[PEER]
        bot = bots.peer(PEER, folder, telegram.url, "broadcast", way, screens=screens)
        sos = f"/sos {DESKS.start} {len(DESKS)}"
        return await _measured(bot, telegram, [f"/broadcast {FIRST} {waiting}"], sos)


async def _measured(bot: bots.Bot, telegram: Standin, before: list[str], sos: str) -> Reading:
    watch = Watch()
    crowd = Crowd(telegram, [CALLER])
    telegram.heard = watch.hear
    try:
        await bot.start()
        async with lines(bot.port, 1) as (line,), asyncio.timeout(_PATIENCE):
            for command in before:
                await crowd.tell(line, crowd.people[0], types(command))
            await watch.flows.wait()
            await asyncio.sleep(0.5)
            posted = await crowd.tell(line, crowd.people[0], types(sos))
            await watch.complete.wait()
        return watch.reading(posted)
    finally:
        bot.stop()


async def run(folder: Path, *, rounds: int = 5) -> dict[str, list[dict[str, float]]]:
    """Ours one after the other; the limiter's all at once, for they only wait, and for long."""
    result: dict[str, list[dict[str, float]]] = {}
    for turn in range(rounds):
        for waiting in WAITING:
            reading = await straja(folder / f"{turn}-{waiting}", waiting)
            _note(result, f"Straja, {waiting:,} waiting", reading)
    ways = [peer(folder / f"peer{turn}", WAITING[0]) for turn in range(rounds)]
    for reading in await asyncio.gather(*ways):
        _note(result, f"{PEER}, {WAITING[0]} waiting", reading)
    return result


def _note(result: dict[str, list[dict[str, float]]], name: str, reading: Reading) -> None:
    tell(f"{name:50} first {reading.first:6.2f} s, last of 30 {reading.last:6.2f} s")
    result.setdefault(name, []).append(asdict(reading))
