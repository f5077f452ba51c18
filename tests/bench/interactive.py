"""(a) One step of a form, from Telegram's post to the answer accepted: ours and the peers'.

Two kinds of step. *key*: a large key, answered by one new message. *tap*: a button, answered by
stopping its spinner and by the next question in place of the one pressed. The questions, their
keyboards and their order are the same for all; the peers show what ours has shown.
"""

import itertools
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench import bots
from tests.bench.bots import Bot
from tests.bench.crowd import Act, Crowd, Person, fields, in_turn, lines, presses, types
from tests.bench.figures import tell
from tests.bench.standin import Line, Standin, standin

PEERS = {
    "python-telegram-bot, one at a time": ("ptb", "sequential"),
    "python-telegram-bot, concurrent_updates": ("ptb", "concurrent"),
    "python-telegram-bot, PicklePersistence": ("ptb", "persistent"),
    "aiogram": ("aiogram_bot",),
}
GROUP = "cat.group_people"
TAPPED = {"answerCallbackQuery": 1, "editMessageText": 1}
SENT = {"sendMessage": 1}
KINDS = ("key", "tap")
_TIMES = 2  # there and back by everybody in one measurement
Screens = dict[str, Any]
Result = dict[str, dict[str, list[dict[str, float]]]]


@dataclass(frozen=True)
class Reading:
    """One measurement of one bot."""

    rate: float  # updates a second
    cpu: float  # microseconds of the bot's processor time per update
    p50: float  # milliseconds from the post to the last call of the answer
    p99: float
    load: float  # part of a core that the stand-in itself used

    def __str__(self) -> str:
        return (
            f"{self.rate:6.0f}/s {self.cpu:6.0f} µs of CPU"
            f"  p50 {self.p50:5.0f} ms  p99 {self.p99:5.0f} ms  stand-in {self.load:.0%}"
        )


@dataclass
class Contestant:
    """A bot with its crowd: some stand at the question with buttons, some at that with keys."""

    bot: Bot
    crowd: Crowd
    lines: list[Line]
    tappers: Sequence[Person]
    typists: Sequence[Person]
    acts: dict[str, list[Act]]

    async def measure(self, kind: str, rounds: int) -> Reading:
        """Everybody of the kind goes there and back this many times."""
        self.crowd.listen()
        people = self.tappers if kind == "tap" else self.typists
        cpu, own, begun = self.bot.cpu(), time.process_time(), time.monotonic()
        took = await in_turn(self.crowd, people, self.lines, self.acts[kind] * rounds)
        elapsed = time.monotonic() - begun
        cpu, own = self.bot.cpu() - cpu, time.process_time() - own
        await self.crowd.settled()
        took.sort()
        return Reading(
            rate=len(took) / elapsed,
            cpu=cpu / len(took) * 1e6,
            p50=took[len(took) // 2] * 1000,
            p99=took[len(took) * 99 // 100] * 1000,
            load=own / elapsed,
        )


def _back(buttons: list[str]) -> str:
    return next(data for data in buttons if data.rpartition(":")[2] == "<")


def group_of(buttons: list[str]) -> str:
    """The button of a group of several categories."""
    return next(data for data in buttons if data.rpartition(":")[2] == GROUP)


def first_of(buttons: list[str]) -> str:
    """The first button."""
    return buttons[0]


@asynccontextmanager
async def straja(
    telegram: Standin, folder: Path, *, people: int = 200
) -> AsyncIterator[tuple[Contestant, Screens]]:
    """Ours, everybody at their question; and the screens it has shown on the way."""
    chats = range(5_000_000, 5_000_000 + 2 * people)
    bots.enrol(bots.database(folder), chats)
    bot = bots.ours(folder, telegram.url)
    await bot.start()
    try:
        crowd = Crowd(telegram, chats)
        async with lines(bot.port) as connections:
            screens = await _walked(crowd, connections[0], crowd.people[0])
            acts = _acts(screens)
            tappers, typists = crowd.people[:people], crowd.people[people:]
            begin, there = types("/sighting", **SENT), acts["tap"][0]
            await in_turn(crowd, tappers[1:], connections, [begin])
            to_place = presses(first_of, screens["category"], **TAPPED, **SENT)
            await in_turn(crowd, typists, connections, [begin, there, to_place])
            yield Contestant(bot, crowd, connections, tappers, typists, acts), screens
    finally:
        bot.stop()


@asynccontextmanager
async def peer(
    telegram: Standin, folder: Path, name: str, screens: Screens, *, people: int = 200
) -> AsyncIterator[Contestant]:
    """A peer, everybody at their question."""
    bot = bots.peer(name, folder, telegram.url, *PEERS[name], screens=_portable(screens))
    await bot.start()
    try:
        chats = range(5_000_000, 5_000_000 + 2 * people)
        crowd = Crowd(telegram, chats)
        async with lines(bot.port) as connections:
            tappers, typists = crowd.people[:people], crowd.people[people:]
            await in_turn(crowd, tappers, connections, [types("/sighting", **SENT)])
            await in_turn(crowd, typists, connections, [types("/place", **SENT)])
            yield Contestant(bot, crowd, connections, tappers, typists, _acts(screens))
    finally:
        bot.stop()


def _acts(screens: Screens) -> dict[str, list[Act]]:
    """There and back, in both kinds."""
    return {
        "tap": [
            presses(group_of, screens["group"], **TAPPED),
            presses(_back, screens["category"], **TAPPED),
        ],
        "key": [types(screens[name]["pressed"], **SENT) for name in ("place", "here")],
    }


async def _walked(crowd: Crowd, line: Line, scout: Person) -> Screens:
    """One person goes through the form, and what they are shown is kept; they end at *group*."""
    screens: Screens = {}

    async def see(name: str, act: Act) -> None:
        await crowd.act(line, scout, act)
        said = fields(next(each for each in scout.heard if b"reply_markup" in each.body))
        kept = {key: said[key] for key in ("text", "entities", "reply_markup") if key in said}
        screens[name] = {"entities": [], **kept}

    await see("group", types("/sighting", **SENT))
    await see("category", presses(group_of, screens["group"], **TAPPED))
    await see("place", presses(first_of, screens["category"], **TAPPED, **SENT))
    keys = [row[0]["text"] for row in screens["place"]["reply_markup"]["keyboard"]]
    pressed = next(key for key in keys if key.startswith("🧭"))
    await see("here", types(pressed, **SENT))
    screens["place"]["pressed"] = pressed
    back = [key["text"] for row in screens["here"]["reply_markup"]["keyboard"] for key in row]
    screens["here"]["pressed"] = next(key for key in back if key.startswith("‹"))
    for name in ("place", "category", "group"):
        await crowd.act(line, scout, types(screens["here"]["pressed"], **SENT))
        assert scout.heard, name
    return screens


def _portable(screens: Screens) -> Screens:
    """The same screens, the data of their buttons without what only ours needs."""

    def button(each: dict[str, Any]) -> dict[str, Any]:
        return each | {"callback_data": each["callback_data"].rpartition(":")[2]}

    portable = {}
    for name, screen in screens.items():
        markup = screen["reply_markup"]
        if "inline_keyboard" in markup:
            rows = [[button(each) for each in row] for row in markup["inline_keyboard"]]
            markup = {"inline_keyboard": rows}
        portable[name] = screen | {"reply_markup": markup}
    return portable


async def run(folder: Path, *, rounds: int = 5, only: Sequence[str] = ()) -> Result:
    """Every bot in turn, there and back; every second round in the opposite order.

    `only`: words of the peers' names; none for all of them, and `-` for ours alone.
    """
    readings: dict[str, dict[str, list[Reading]]] = {kind: {} for kind in KINDS}
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(standin())
        first, screens = await stack.enter_async_context(straja(telegram, folder / "ours"))
        everybody = [first]
        for number, name in enumerate(PEERS):
            if not only or any(word in name for word in only):
                bot = peer(telegram, folder / str(number), name, screens)
                everybody.append(await stack.enter_async_context(bot))
        for turn, kind in itertools.product(range(rounds + 1), KINDS):
            for each in everybody[:: 1 if turn % 2 else -1]:
                reading = await each.measure(kind, _TIMES)
                if turn:  # the first is to warm up
                    readings[kind].setdefault(each.bot.name, []).append(reading)
                    tell(f"{kind:4} {each.bot.name:42} {reading}")
    return {
        kind: {name: [asdict(each) for each in several] for name, several in named.items()}
        for kind, named in readings.items()
    }
