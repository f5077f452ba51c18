"""How long an idle assistant takes to answer a tap, and how much memory it holds.

`make bench` takes 40 taps; in the test suite a few show that the measurement works.
"""

import asyncio
import os
import re
import statistics
import time
from pathlib import Path

from bot.demo.cast import MILA
from bot.demo.stage import Stage, staged

TAPS = int(os.environ.get("STRAJA_BENCH_TAPS", "4"))
HUMAN_PAUSE = 1.2  # seconds; quicker taps would measure the pacing that Telegram asks for


async def test_tap(tmp_path: Path) -> None:
    async with staged(tmp_path / "stage", port=0, tell=lambda _: None) as stage:
        mila = stage.actors[MILA].id
        await stage.sandbox.keyboard(mila, "👁 Нова дојава")
        await _shown(stage, mila, "👁 Сумњива појава")
        answered, shown = [], []
        for turn in range(TAPS):
            await asyncio.sleep(HUMAN_PAUSE)
            there, back = "👁 Сумњива појава", "‹ Назад"
            label, expected = (there, back) if turn % 2 == 0 else (back, there)
            begun = time.perf_counter()
            pressed = await stage.sandbox.press(mila, label)
            await stage.sandbox.callback(pressed["callback_query_id"], wait=10)
            answered.append(time.perf_counter() - begun)
            await _shown(stage, mila, expected)
            shown.append(time.perf_counter() - begun)
        print(f"\ntaps: {TAPS}")
        print(f"tap answered, median: {statistics.median(answered) * 1000:.1f} ms")
        print(f"next screen there, median: {statistics.median(shown) * 1000:.1f} ms")
        print(f"memory of the assistant: {_resident(stage.assistant.pid):.1f} MB")


async def _shown(stage: Stage, chat: int, label: str) -> None:
    def offers(message: dict[str, object]) -> bool:
        return label in str(message.get("inline_keyboard"))

    await stage.sandbox.wait_for(chat, predicate=offers, timeout=10)


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024
