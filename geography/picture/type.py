"""The letters of the picture: DejaVu Sans, which has every letter of the three scripts."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont

HALO = 3  # pixels around letters that stand on the map


@dataclass(frozen=True)
class Type:
    """Letters of several sizes in pixels, read from a folder."""

    folder: Path

    def of(self, size: int, *, bold: bool = False) -> Font:
        """Letters of this size."""
        return _font(self.folder / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"), size)

    def fitting(self, text: str, largest: int, width: float, *, bold: bool = False) -> Font:
        """Letters of this size, or as much smaller as the text must be to fit; at least 14."""
        size = largest
        while size > 14 and self.of(size, bold=bold).getlength(text) > width:
            size -= 1
        return self.of(size, bold=bold)


@cache
def size_of(font: Font, text: str) -> tuple[float, float]:
    """The width and height of a text on the map, with its halo and a hair of room."""
    ascent, descent = font.getmetrics()
    return (font.getlength(text) + 2 * HALO + 4, (ascent + descent) * 0.9)


@cache
def _font(path: Path, size: int) -> Font:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
