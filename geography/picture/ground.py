"""The ground: land of both countries, rivers, district lines and the border."""

from functools import cache

from PIL import ImageDraw

from geography import border
from geography.border import Country
from geography.layers import features, points
from geography.picture.ink import Ink
from geography.picture.mercator import Frame, Pixel, flat
from geography.point import Point

Flat = tuple[Pixel, ...]

# The border follows the middle of the Danube below the mouth of the Nera, and its banks are in no
# data we have: the line itself, drawn as wide as the river mostly is, stands for it.
_NERA_MOUTH = 44.824
_DANUBE_METRES = 800


def draw_ground(draw: ImageDraw.ImageDraw, frame: Frame, ink: Ink, unit: float) -> None:
    """All of it; `unit` is how many pixels of this drawing make one of the picture."""
    for country, ring in _lands():
        draw.polygon(frame.pixels(ring), fill=ink.land[country])
    _lines(draw, frame, _districts(), ink.districts, 1.2 * unit)
    rivers, danube = _rivers()
    _lines(draw, frame, rivers, ink.river, 2.5 * unit)
    wide = max(12 * unit, frame.length(_DANUBE_METRES))
    _lines(draw, frame, danube, ink.danube, wide)
    [line] = _border()
    _lines(draw, frame, (line,), ink.casing, 6 * unit)
    _lines(draw, frame, (line,), ink.border, 3 * unit)


def _lines(
    draw: ImageDraw.ImageDraw,
    frame: Frame,
    lines: tuple[Flat, ...],
    colour: tuple[int, int, int],
    width: float,
) -> None:
    for line in lines:
        draw.line(frame.pixels(line), fill=colour, width=round(width), joint="curve")


@cache
def _lands() -> tuple[tuple[Country, Flat], ...]:
    return tuple((country, _flat(ring)) for country, ring in border.outlines().items())


@cache
def _border() -> tuple[Flat, ...]:
    return (_flat(border.border_points()),)


@cache
def _rivers() -> tuple[tuple[Flat, ...], tuple[Flat, ...]]:
    """The lesser rivers, and the Danube with its stretch along the border."""
    kinds: dict[str, list[Flat]] = {"river": [], "danube": []}
    for feature in features("rivers"):
        line = _flat(points(feature["geometry"]["coordinates"]))
        kinds[feature["properties"]["kind"]].append(line)
    shared = [point for point in border.border_points() if point.latitude < _NERA_MOUTH]
    return tuple(kinds["river"]), (*kinds["danube"], _flat(tuple(shared)))


@cache
def _districts() -> tuple[Flat, ...]:
    [lines] = features("districts")
    return tuple(_flat(points(line)) for line in lines["geometry"]["coordinates"])


def _flat(line: tuple[Point, ...]) -> Flat:
    return tuple(map(flat, line))
