"""A sheet as a PDF: one page of A4, whatever its note, both languages side by side."""

import io
from importlib.resources import as_file, files
from typing import cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from geography.picture import drawing
from views.documents import maps
from views.handover_sheets import Column, Sheet

_WIDTH, _HEIGHT, _MARGIN, _GAP = 210.0, 297.0, 14.0, 8.0  # millimetres, as all here
_INNER = _WIDTH - 2 * _MARGIN
_COLUMN = (_INNER - _GAP) / 2
_BOTTOM = _HEIGHT - 12
_FOOT = 17.0  # the handling line in both languages, and when it was made
_NOTE = 82.0  # of which a note fills as much as it needs
_MAP, _LEAST_MAP = 92.0, 30.0  # the map's height at the most; one lower shows nothing
_LINE_HEIGHT = 0.45  # millimetres to a point

_INK, _MUTED, _BLUE, _LINE = (17, 24, 39), (92, 101, 115), (20, 54, 110), (190, 197, 208)
_SIZES = (9.0, 8.0, 7.0, 6.0)  # points of a note: the largest in which it has room
_ROW_SIZES = (9.0, 8.0, 7.0, 6.0, 5.0)  # and of the rows, where many steps were taken
_ROWS = 118.0


def page(sheet: Sheet) -> bytes:
    """The PDF."""
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_title(sheet.columns[0].title)
    folder = files("views.documents").joinpath("fonts")
    for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        with as_file(folder.joinpath(name)) as path:
            pdf.add_font("sans", style, path)
    pdf.add_page()
    _Page(pdf, sheet).draw()
    return bytes(pdf.output())


class _Page:
    """From top to bottom: heads, rows, note, map; the handling line at the foot."""

    def __init__(self, pdf: FPDF, sheet: Sheet) -> None:
        self._pdf, self._sheet = pdf, sheet
        self._lefts = [_MARGIN + at * (_COLUMN + _GAP) for at in range(len(sheet.columns))]

    def draw(self) -> None:
        """All of it."""
        top = self._heads()
        top = self._rows(top + 3) + 2
        if self._sheet.note:
            top = self._note(top + 2) + 2
        self._map(top + 2, _BOTTOM - _FOOT - 3)
        self._foot(_BOTTOM - _FOOT)

    def _heads(self) -> float:
        below = 0.0
        for left, column in self._columns():
            self._pdf.set_fill_color(*_BLUE)
            self._pdf.rect(left - 3, 13, 1.2, 13, style="F")
            top = self._flow(column.issued_by, size=8, at=(left, 13), colour=_MUTED)
            top = self._flow(column.title, size=14, style="B", at=(left, top + 1), colour=_BLUE)
            if column.exercise:
                top = self._flow(column.exercise, size=9, style="B", at=(left, top + 1))
            below = max(below, top)
        self._rule(below + 2)
        return below + 2

    def _rows(self, top: float) -> float:
        """Each label with what it names; both languages of a row begin at the same height."""
        size = next((s for s in _ROW_SIZES if self._height_of_rows(s) <= _ROWS), _ROW_SIZES[-1])
        for pairs in zip(*(column.rows for column in self._sheet.columns), strict=True):
            below = top
            for left, (label, value) in zip(self._lefts, pairs, strict=True):
                end = self._flow(label, size=6.5, at=(left, top), colour=_MUTED)
                below = max(below, self._flow(value, size=size, at=(left, end + 0.3)))
            top = below + 1.6
        return top

    def _height_of_rows(self, size: float) -> float:
        total = 0.0
        for pairs in zip(*(column.rows for column in self._sheet.columns), strict=True):
            lines = max(len(self._wrapped(value, size, "", _COLUMN)) for _label, value in pairs)
            total += (lines * size + 6.5) * _LINE_HEIGHT + 1.9
        return total

    def _note(self, top: float) -> float:
        self._rule(top)
        labels = " / ".join(column.note for column in self._sheet.columns)
        top = self._flow(labels, size=6.5, at=(_MARGIN, top + 2), colour=_MUTED, width=_INNER)
        text, size = self._fitting(self._sheet.note)
        return self._flow(text, size=size, at=(_MARGIN, top + 0.6), width=_INNER)

    def _fitting(self, note: str) -> tuple[str, float]:
        """The note in the largest letters in which it has room; of many lines, one run of them."""
        for text in (note, " ¶ ".join(note.splitlines())):
            for size in _SIZES:
                height = len(self._wrapped(text, size, "", _INNER)) * size * _LINE_HEIGHT
                if height <= _NOTE:
                    return text, size
        return " ¶ ".join(note.splitlines()), 5.0

    def _map(self, top: float, bottom: float) -> None:
        if self._sheet.scene is None or bottom - top < _LEAST_MAP:
            return
        height = min(_MAP, bottom - top, _INNER * drawing.HEIGHT / drawing.WIDTH)
        width = height * drawing.WIDTH / drawing.HEIGHT
        picture = io.BytesIO(maps.picture(self._sheet.scene))
        self._pdf.image(picture, x=(_WIDTH - width) / 2, y=top, w=width, h=height)

    def _foot(self, top: float) -> None:
        self._rule(top)
        for left, column in self._columns():
            below = self._flow(column.handling, size=6.5, style="B", at=(left, top + 1.6))
            self._flow(column.made, size=6.5, at=(left, below + 0.8), colour=_MUTED)

    def _columns(self) -> list[tuple[float, Column]]:
        return list(zip(self._lefts, self._sheet.columns, strict=True))

    def _flow(
        self,
        text: str,
        *,
        size: float,
        at: tuple[float, float],
        width: float = _COLUMN,
        style: str = "",
        colour: tuple[int, ...] = _INK,
    ) -> float:
        """A paragraph; where it ends."""
        pdf, (left, top) = self._pdf, at
        lines = self._wrapped(text, size, style, width)
        pdf.set_text_color(*colour)
        for line in lines:
            pdf.set_xy(left, top)
            pdf.cell(width, size * _LINE_HEIGHT, line)
            top += size * _LINE_HEIGHT
        return top

    def _wrapped(self, text: str, size: float, style: str, width: float) -> list[str]:
        self._pdf.set_font("sans", style, size)
        found = self._pdf.multi_cell(
            width, text=text, align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        return cast("list[str]", found)  # what LINES asks for

    def _rule(self, top: float) -> None:
        self._pdf.set_draw_color(*_LINE)
        self._pdf.set_line_width(0.2)
        self._pdf.line(_MARGIN, top, _WIDTH - _MARGIN, top)
