"""Maps are drawn in a process of their own, which ends with the assistant and never holds it up."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.drawing import Drawing, NotDrawn
from geography.picture.scene import Marker, Scene, Sign, Words
from geography.point import Point
from views.documents.maps import picture

WORDS = Words(
    language="sr-Cyrl",
    title="RS-26-4711",
    legend=((Sign.BORDER, "граница"),),
    countries=(("RO", "Румунија"), ("RS", "Србија")),
    scale=((5_000, "5 км"), (50_000, "50 км")),
    attribution="© OpenStreetMap contributors, GeoNames",
)
SCENE = Scene(WORDS, (Marker(Point(44.9, 21.4), "1"),))


@pytest.fixture
async def drawing() -> AsyncIterator[Drawing]:
    drawing = Drawing()
    yield drawing
    await drawing.stop()


def another(number: int) -> Scene:
    return replace(SCENE, markers=(Marker(Point(44.9, 21.4), str(number)),))


def worker_of(drawing: Drawing) -> int:
    assert drawing._process is not None
    return drawing._process.pid


def gone(process: int) -> bool:
    """Whether it has ended; one whose end nobody has noticed yet counts as ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


async def test_it_is_the_same_picture_as_drawn_here(drawing: Drawing) -> None:
    assert await drawing.draw(SCENE) == picture(SCENE)


async def test_equal_scenes_are_drawn_once(drawing: Drawing) -> None:
    first = await drawing.draw(SCENE)
    await drawing.stop()
    assert await drawing.draw(replace(SCENE)) is first
    assert drawing._process is None  # nothing was started for it


async def test_not_all_pictures_are_kept(drawing: Drawing) -> None:
    for number in range(70):
        drawing._kept[another(number)] = b"picture"
    await drawing.draw(SCENE)
    assert len(drawing._kept) == 64
    assert SCENE in drawing._kept
    assert another(0) not in drawing._kept


async def test_a_worker_that_was_killed_is_started_anew(drawing: Drawing) -> None:
    await drawing.draw(SCENE)
    os.kill(worker_of(drawing), signal.SIGKILL)
    try:
        assert await drawing.draw(another(2))
    except NotDrawn:  # its end was noticed by the question only
        assert await drawing.draw(another(2))


async def test_a_worker_that_hangs_is_given_up(drawing: Drawing) -> None:
    await drawing.draw(SCENE)
    hanging = worker_of(drawing)
    os.kill(hanging, signal.SIGSTOP)
    drawing._limit = 0.2
    with pytest.raises(NotDrawn):
        await drawing.draw(another(2))
    assert gone(hanging)
    drawing._limit = 20
    assert await drawing.draw(another(2)) == picture(another(2))


async def test_one_bad_scene_does_not_end_the_worker(drawing: Drawing) -> None:
    await drawing.draw(SCENE)
    before = worker_of(drawing)
    bad = replace(SCENE, words=replace(SCENE.words, scale=()))
    with pytest.raises(NotDrawn):
        await drawing.draw(bad)
    assert await drawing.draw(another(2))
    assert worker_of(drawing) == before


async def test_the_loop_goes_on_while_it_draws(drawing: Drawing) -> None:
    await drawing.draw(SCENE)
    delays: list[float] = []

    async def beat() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            delays.append(time.perf_counter() - before - 0.001)

    beating = asyncio.create_task(beat())
    for number in range(10):
        await drawing.draw(another(number))
    beating.cancel()
    assert len(delays) > 100  # it went on between question and answer
    print(f"longest delay of the loop: {max(delays) * 1000:.1f} ms")  # noqa: T201 a figure


ALONE = """
import asyncio
from bot.drawing import Drawing
from tests.bot.test_drawing import SCENE, worker_of

async def main():
    drawing = Drawing()
    await drawing.draw(SCENE)
    print(worker_of(drawing), flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


def test_the_worker_ends_when_the_assistant_is_killed() -> None:
    assistant = subprocess.Popen([sys.executable, "-c", ALONE], stdout=subprocess.PIPE, text=True)
    assert assistant.stdout is not None
    worker = int(assistant.stdout.readline())
    assert not gone(worker)
    assistant.kill()
    assistant.communicate()
    for _ in range(200):
        if gone(worker):
            return
        time.sleep(0.05)
    os.kill(worker, signal.SIGKILL)
    pytest.fail("It stayed behind.")
