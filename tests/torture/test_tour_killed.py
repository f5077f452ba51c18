"""kill -9 of the assistant at random moments of the tour: nothing lost, repeats marked.

Only where torture runs at full length: of what one kill does in the test suite, `test_killed.py`
sees more in less time. The sandbox's own transcript is the
oracle: what every phone shows in the end must be what it shows after a run nobody disturbed.
"""

import asyncio
import os
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.demo.stage import Stage, staged
from bot.demo.tour import Tour
from bot.demo.transcript import Transcript

KILLS = min(5, int(os.environ.get("STRAJA_TORTURE_KILLS", "0")))
SEED = int(os.environ.get("STRAJA_TORTURE_SEED", "0")) or random.randrange(10**6)
REPEATED = "↻"


@pytest.mark.at_length
@pytest.mark.timeout(0)
async def test_final_state_is_the_same_whenever_it_is_killed(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    undisturbed, duration = await _played(tmp_path / "calm", [])
    print(f"\nseed {SEED}; undisturbed: {duration:.1f} s")
    for kill in range(KILLS):
        moment = chance.uniform(0, duration)
        phones, _duration = await _played(tmp_path / f"kill-{kill}", [moment])
        repeats = sum(text.startswith(REPEATED) for shown in phones.values() for text in shown)
        print(f"kill {kill + 1} at {moment:.2f} s: {repeats} marked repeats")
        for name, texts in phones.items():
            assert _said(texts) == _said(undisturbed[name]), f"seed {SEED}, {name}"
            assert _unmarked(texts) <= _unmarked(undisturbed[name]), f"seed {SEED}, {name}"


async def _played(folder: Path, kills: list[float]) -> tuple[dict[str, list[str]], float]:
    """The tour, killed at these seconds; what each phone shows in the end, and how long it took."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        transcript = Transcript(Console(file=nowhere))
        async with staged(folder, port=0, tell=lambda _: None) as stage:
            loop = asyncio.get_running_loop()
            begun = loop.time()
            killers = [loop.call_later(moment, stage.assistant.kill) for moment in kills]
            tour = Tour(stage, transcript, patience=90)
            await tour.play()
            duration = loop.time() - begun
            for killer in killers:
                killer.cancel()
            await _quiet(stage)
            return await _phones(stage, tour.number), duration


async def _quiet(stage: Stage) -> None:
    """Until nothing has been sent for a while, repeats in doubt included."""
    last, still = -1, 0
    while still < 30:
        sent = len(await stage.sandbox.log())
        calm = sent == last or await _only_polls(stage, last)
        still = still + 1 if calm else 0
        last = sent
        await asyncio.sleep(0.1)


async def _only_polls(stage: Stage, since: int) -> bool:
    return all(entry["method"] == "getUpdates" for entry in (await stage.sandbox.log())[since:])


async def _phones(stage: Stage, number: str) -> dict[str, list[str]]:
    shown = {}
    for actor in stage.actors.values():
        messages = await stage.sandbox.messages(actor.id)
        bots = [each for each in messages if each["from"] == "bot" and not each["deleted"]]
        shown[actor.name] = [_timeless(_words(each), number) for each in bots]
    return shown


def _words(message: dict[str, Any]) -> str:
    """What a message says, or says below its picture."""
    return str(message.get("text", message.get("caption", "")))


def _timeless(text: str, number: str) -> str:
    return re.sub(r"\d\d:\d\d (?=RS|RO)", "--:-- ", text.replace(number, "NUMBER"))


def _said(texts: list[str]) -> set[str]:
    """What a phone shows, whether or not it is marked as a repeat."""
    return {text.partition("\n")[2] if text.startswith(REPEATED) else text for text in texts}


def _unmarked(texts: list[str]) -> Counter[str]:
    """How often each text stands there without the mark."""
    return Counter(text for text in texts if not text.startswith(REPEATED))
