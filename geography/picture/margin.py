"""What stands around the map: title above; legend, scale and whose data it is below."""

from PIL import ImageDraw

from geography.picture.ink import Ink
from geography.picture.mercator import Frame, Pixel
from geography.picture.scene import Sign, Words
from geography.picture.signs import draw_crossing, draw_observer
from geography.picture.type import Type

TITLE, FOOT = 62, 100  # pixels high

_EDGE = 20
_SIGN, _GAP = 36, 28  # for a sign before its meaning, and to the next


def draw_title(draw: ImageDraw.ImageDraw, words: Words, width: int, kind: Type, ink: Ink) -> None:
    """One line, in smaller letters where it would be too long."""
    font = kind.fitting(words.title, 32, width - 2 * _EDGE, bold=True)
    draw.text((_EDGE, TITLE / 2), words.title, ink.text, font, anchor="lm")


def draw_foot(
    draw: ImageDraw.ImageDraw, words: Words, frame: Frame, top: int, kind: Type, ink: Ink
) -> None:
    """The legend, and below it the scale and the attribution."""
    _legend(draw, words, frame.width, top + 30, kind, ink)
    base = top + 74
    metres, text = _scale(words, frame)
    right = _EDGE + frame.length(metres)
    edges = [(_EDGE, base - 6), (_EDGE, base + 6), (right, base + 6), (right, base - 6)]
    draw.line(edges, fill=ink.text, width=3)
    draw.text((right + 12, base), text, ink.text, kind.of(22, bold=True), anchor="lm")
    room = frame.width - right - 3 * _EDGE - kind.of(22, bold=True).getlength(text)
    font = kind.fitting(words.attribution, 20, room)
    draw.text((frame.width - _EDGE, base), words.attribution, ink.village, font, anchor="rm")


def _scale(words: Words, frame: Frame) -> tuple[float, str]:
    """The longest length that is at most a quarter of the picture."""
    short = [each for each in words.scale if each[0] <= frame.metres / 4]
    return max(short or words.scale[:1])


def _legend(
    draw: ImageDraw.ImageDraw, words: Words, width: int, y: float, kind: Type, ink: Ink
) -> None:
    """Each sign and what it means, in one row."""
    room = width - 2 * _EDGE - len(words.legend) * (_SIGN + _GAP) + _GAP
    font, x = kind.fitting("".join(text for _, text in words.legend), 22, room), float(_EDGE)
    for sign, text in words.legend:
        _sign(draw, sign, (x + 14, y), ink)
        draw.text((x + _SIGN, y), text, ink.text, font, anchor="lm")
        x += _SIGN + font.getlength(text) + _GAP


def _sign(draw: ImageDraw.ImageDraw, sign: Sign, at: Pixel, ink: Ink) -> None:
    x, y = at
    round_ones = {Sign.SIGHTING: ink.open, Sign.DONE: ink.done}
    if sign in round_ones:
        draw.ellipse((x - 11, y - 11, x + 11, y + 11), fill=ink.rim)
        draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill=round_ones[sign])
    elif sign is Sign.OBSERVER:
        draw_observer(draw, (x, y + 2), ink, 1)
    elif sign is Sign.CROSSING:
        draw_crossing(draw, at, ink, 1)
    elif sign is Sign.AREA:
        draw.rectangle((x - 12, y - 9, x + 12, y + 9), outline=ink.area, width=3)
    else:
        draw.line([(x - 14, y), (x + 14, y)], fill=ink.border, width=4)
