"""(m) Map pictures: how long one takes, how large it is, and what the loop notices of it."""

import asyncio
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import one_core
from bot.drawing import Drawing
from geography.picture.drawing import map_frame
from geography.picture.scene import Scene
from geography.point import Point
from tests.bench.figures import median, tell
from views import maps
from views.language import Language, Reader
from views.maps import Entry
from views.sightings import Report

READERS = (
    Reader(Language.SR_CYRL, "RS"),
    Reader(Language.SR_LATN, "RS"),
    Reader(Language.RO, "RO"),
)
# What decides how much ground is shown: where the sightings are.
PLACES = {
    "a place": (Point(44.8975, 21.4172),),
    "a place far inland": (Point(45.40, 20.62),),
    "a day, much of the border": (
        Point(44.8975, 21.4172),
        Point(45.2501, 21.2702),
        Point(45.7401, 20.7203),
    ),
    "a day, all of the border": (Point(44.62, 22.60), Point(46.05, 20.35)),
}
_BEAT = 0.001  # seconds between two looks at the loop


@dataclass(frozen=True)
class Drawn:
    """The pictures of one kind, in three scripts."""

    kilometres: float  # across
    milliseconds: float
    kilobytes: float  # the largest


async def run(_folder: Path, *, rounds: int) -> dict[str, Any]:
    """All kinds, each `rounds` times."""
    one_core.keep()
    drawing = Drawing()
    begun = time.perf_counter()
    await drawing.draw(scene(READERS[0], PLACES["a place"], 0))
    first = (time.perf_counter() - begun) * 1000
    delays, beating = _beats()
    try:
        drawn = {
            name: asdict(await _kind(drawing, points, rounds)) for name, points in PLACES.items()
        }
        begun = time.perf_counter()
        await drawing.draw(scene(READERS[0], PLACES["a day, all of the border"], 1))
        again = (time.perf_counter() - begun) * 1000
    finally:
        beating.cancel()
        await drawing.stop()
    worst = sorted(delays)
    late = {"p99": worst[int(len(worst) * 0.99)] * 1000, "longest": worst[-1] * 1000}
    tell(f"first {first:.0f} ms, again {again:.2f} ms, loop {late}, {drawn}")
    return {"first": first, "again": again, "late": late, "drawn": drawn}


def scene(reader: Reader, points: tuple[Point, ...], number: int) -> Scene:
    """Sightings at these places; another `number` makes it another picture."""
    at = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)
    reports = [
        Report("RS", ("RS", "RO"), "cat.suspicious_vessel", "to_romania", at, point=point)
        for point in points
    ]
    if len(reports) > 1:
        day = maps.of_day(reader, [Entry("RS-26-4711", each) for each in reports])
        return replace(day, words=replace(day.words, title=f"{day.words.title} ({number})"))
    found = maps.of_report(reader, f"RS-26-{number:04}", reports[0])
    assert found is not None
    return found


async def _kind(drawing: Drawing, points: tuple[Point, ...], rounds: int) -> Drawn:
    took, sizes = [], []
    scenes = [
        scene(reader, points, number) for number in range(1, rounds + 1) for reader in READERS
    ]
    for each in scenes:
        begun = time.perf_counter()
        picture = await drawing.draw(each)
        took.append((time.perf_counter() - begun) * 1000)
        sizes.append(len(picture) / 1000)
    return Drawn(map_frame(scenes[0]).metres / 1000, median(took), max(sizes))


def _beats() -> tuple[list[float], asyncio.Task[None]]:
    """How much later than asked for the loop comes round, in seconds, from now on."""
    delays: list[float] = []

    async def beat() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_BEAT)
            delays.append(time.perf_counter() - before - _BEAT)

    return delays, asyncio.create_task(beat())
