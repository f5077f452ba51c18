"""(g) Questions to the map: how long each takes, asked of many positions and texts."""

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from geography import border, crossings, danube, lands, names, places, typed
from geography.point import Point
from tests.bench.figures import median

POSITIONS = 2000
SECTOR = (
    '{"type": "Polygon", "coordinates":'
    " [[[20.9, 44.6], [21.9, 44.6], [21.9, 45.4], [20.9, 45.4], [20.9, 44.6]]]}"
)
TEXTS = (
    "44.8231, 21.3359",
    "44°49'23.2\" N, 21°20'09.2\" E",
    "34TEQ 26555 63354",
    "34T 526555 4963354",
    "речни километар 991, десна обала",
    "https://www.google.com/maps/place/X/@44.9,21.4,17z/data=!4m4!8m2!3d44.8231!4d21.3359",
    "045° 500 m",
    "три особе код моста, иду ка шуми",
)
NAMES = ("Вршац", "Жомболь", "Drobeta Turnu Sverin", "u Vršcu", "nigde nikoga")

Figures = dict[str, dict[str, float]]


async def run(_folder: Path, *, rounds: int) -> list[Figures]:
    """Microseconds of processor time of a question, a dictionary for each round."""
    return [_measured() for _round in range(rounds)]


def _measured() -> Figures:
    dice = random.Random(7)
    here = [Point(dice.uniform(43.9, 46.4), dice.uniform(19.7, 23.3)) for _ in range(POSITIONS)]
    kilometres = [dice.uniform(845.6, 1075) for _ in range(POSITIONS)]
    return {
        "nearest settlement": _asked(places.nearest, here),
        "nearest crossing": _asked(crossings.nearest, here),
        "way to the border line": _asked(border.way_to_border, here),
        "country": _asked(border.country, here),
        "inside a sector": _asked(lambda point: lands.contains(SECTOR, point), here),
        "kilometre of the Danube": _asked(danube.at, kilometres),
        "a typed place": _asked(typed.read, TEXTS * 100),
        "a name, misspelt or not": _asked(names.search, NAMES * 20),
    }


def _asked(question: Callable[[Any], object], about: Sequence[Any]) -> dict[str, float]:
    question(about[0])  # data is read when first asked
    took = []
    for each in about:
        begun = time.thread_time()
        question(each)
        took.append((time.thread_time() - begun) * 1e6)
    return {"median": median(took), "worst": sorted(took)[-1 - len(took) // 100]}
