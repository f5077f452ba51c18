"""(b) A message to many, where thirty a second are allowed and one more costs three seconds."""

import asyncio
import json
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from storage.outbox import Lane, outbox
from storage.people import Role
from storage.session import Session
from storage.store import opened
from tests.bench import bots
from tests.bench.crowd import Crowd, lines, types
from tests.bench.figures import tell
from tests.bench.standin import Call, standin

RATE = 30  # messages a second that are allowed
FIRST = 6_000_000
TEXT = "⚠️ Упозорење RO-26-0417: сумњиво возило код Наидаша, креће се ка граници. " * 3
PEERS = {
    "python-telegram-bot, AIORateLimiter": "limiter",
    "python-telegram-bot, gather and sleep": "loop",
}
SHORT, LONG = 300, 3000
_PATIENCE = 20  # seconds without any message taken until the rest counts as lost
LONGEST = 150  # seconds after which a broadcast is cut off


Readings = dict[str, list[dict[str, float]]]


@dataclass(frozen=True)
class Reading:
    """One broadcast."""

    recipients: int
    served: int
    seconds: float  # from the first call to the last one that was taken
    refused: int  # calls answered with 429
    repeated: int  # messages that somebody got twice

    @property
    def share(self) -> float:
        """Of what the limit allows in that time."""
        return self.served / (self.seconds * RATE)


class Audience:
    """Counts who has been reached, and when."""

    def __init__(self, number: int) -> None:
        self._wanted = range(FIRST, FIRST + number)
        self._reached: dict[int, int] = {}
        self._first = self._last = 0.0
        self.complete = asyncio.Event()

    def hear(self, call: Call) -> None:
        """A call that was taken."""
        if call.chat not in self._wanted:
            return
        self._first, self._last = self._first or call.moment, call.moment
        self._reached[call.chat] = self._reached.get(call.chat, 0) + 1
        if len(self._reached) == len(self._wanted):
            self.complete.set()

    async def wait(self) -> None:
        """Until everybody is reached, or nobody has been for long."""
        begun = time.monotonic()
        while not self.complete.is_set():
            now = time.monotonic()
            if now - max(self._last, begun) > _PATIENCE or now - begun > LONGEST:
                return
            await asyncio.sleep(0.05)

    def reading(self, refused: int) -> Reading:
        """What came of it."""
        number, surplus = len(self._reached), sum(self._reached.values()) - len(self._reached)
        seconds = max(self._last - self._first, 1 / RATE)
        return Reading(len(self._wanted), number, seconds, refused, surplus)


def queue(folder: Path, chats: range, lane: Lane) -> None:
    """So many messages wait in the outbox of an assistant that is not running."""
    now = datetime.now(UTC)
    payload = json.dumps({"text": TEXT, "protect_content": True})
    row = {"lane": lane, "method": "sendMessage", "payload": payload, "repeat_mark": "↻"}
    row |= {"due_at": now, "not_before": now, "created_at": now}

    def work(session: Session) -> None:
        session.execute(insert(outbox), [{"chat_id": chat, **row} for chat in chats])

    with opened(bots.database(folder)) as store:
        store.run_blocking(work)


async def straja(folder: Path, number: int) -> Reading:
    """Ours: what waits in the outbox when it starts."""
    async with standin(rate=RATE) as telegram:
        bots.enrol(bots.database(folder), range(1, 3), Role.DUTY)
        await asyncio.to_thread(queue, folder, range(FIRST, FIRST + number), Lane.ALERT)
        audience = Audience(number)
        telegram.heard = audience.hear
        bot = bots.ours(folder, telegram.url, paced=True)
        try:
            await bot.start()
            await audience.wait()
        finally:
            bot.stop()
        return audience.reading(telegram.refused)


async def peer(name: str, folder: Path, number: int) -> Reading:
    """A peer, told to by a command."""
    async with standin(rate=RATE) as telegram:
        screens = {"alert": {"text": TEXT}}
        way = PEERS[name]
        bot = bots.peer(name, folder, telegram.url, "broadcast", way, screens=screens)
        try:
            await bot.start()
            crowd, audience = Crowd(telegram, [1]), Audience(number)
            telegram.heard = audience.hear
            async with lines(bot.port, 1) as (line,):
                await crowd.tell(line, crowd.people[0], types(f"/broadcast {FIRST} {number}"))
            await audience.wait()
        finally:
            bot.stop()
        return audience.reading(telegram.refused)


async def run(folder: Path, *, rounds: int = 5, long: bool = True) -> dict[str, object]:
    """Short broadcasts, and beside them one long one: first ours, then the others side by side.

    They wait far more than they work; but what one does when it is refused would jostle another.
    """
    short: Readings = {}
    at_length: Readings = {}
    for names in (["Straja"], list(PEERS)):
        slow = asyncio.create_task(_each(folder / "long", names, LONG)) if long else None
        for turn in range(rounds):
            _add(short, await _each(folder / f"short{turn}", names, SHORT))
        if slow:
            _add(at_length, await slow)
    both: dict[str, object] = {str(SHORT): short, str(LONG): at_length}
    return {number: readings for number, readings in both.items() if readings}


async def _each(folder: Path, names: list[str], number: int) -> dict[str, Reading]:
    ways = [peer(name, folder / PEERS[name], number) for name in names if name in PEERS]
    ways = ways or [straja(folder / "ours", number)]
    readings = dict(zip(names, await asyncio.gather(*ways), strict=True))
    for name, reading in readings.items():
        tell(f"{number:5} {name:40} {reading}")
    return readings


def _add(to: Readings, readings: dict[str, Reading]) -> None:
    for name, reading in readings.items():
        to.setdefault(name, []).append(asdict(reading))
