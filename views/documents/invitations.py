"""Invitations to print and hand over: four on a sheet of A4, the person's language first."""

from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from itertools import pairwise
from typing import cast

import segno
from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from views import invitations as texts
from views import organisation, times
from views.invitations import Invitation
from views.language import Language, Reader

_WIDTH, _HEIGHT = 105.0, 148.5  # millimetres, as all here: A6, a quarter of A4
_MARGIN = 9.0  # wider than the edge that office printers leave white
_INNER = _WIDTH - 2 * _MARGIN
_SQUARE = 38.0  # about one millimetre a module, which old cameras read at arm's length
_SQUARE_TOP = 37.0
_STEPS_TOP = 78.0
_WARNING_TOP = 117.0  # at the least: below the steps in any case
_OVERLAP = 0.03  # or some viewers show white lines between rows of modules

_INK, _MUTED, _BLUE, _LINE = (17, 24, 39), (92, 101, 115), (20, 54, 110), (190, 197, 208)
_SMALLEST = 5.0  # points

_Lines = dict[tuple[str, float, str, float], list[str]]

_OTHER = {
    Language.SR_CYRL: Language.RO,
    Language.SR_LATN: Language.RO,
    Language.RO: Language.SR_CYRL,
}
_OF_COUNTRY = {"RS": Language.SR_CYRL, "RO": Language.RO}


def sheets(
    invitations: Sequence[Invitation],
    seen: Callable[[int, int], None] = lambda _done, _of: None,
) -> bytes:
    """A PDF with every invitation, in this order; each must have a link.

    `seen` is told how many of how many are drawn.
    """
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_title("Straja")
    _add_fonts(pdf)
    lines: _Lines = {}
    for number, invitation in enumerate(invitations):
        if number % 4 == 0:
            pdf.add_page()
            _mark_cuts(pdf)
        column, row = number % 2, number % 4 // 2
        _Card(pdf, invitation, lines, left=column * _WIDTH, top=row * _HEIGHT).draw()
        seen(number + 1, len(invitations))
    return bytes(pdf.output())


def readers(invitation: Invitation) -> tuple[Reader, Reader]:
    """The person's own language, then the other country's.

    Whoever reads English finds the language of their country second.
    """
    person = invitation.person
    own = Language(person.language)
    other = _OTHER.get(own) or _OF_COUNTRY[person.country]
    return Reader(own, person.country), Reader(other, person.country)


def _add_fonts(pdf: FPDF) -> None:
    folder = files("views.documents").joinpath("fonts")
    for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        with as_file(folder.joinpath(name)) as path:
            pdf.add_font("sans", style, path)


def _mark_cuts(pdf: FPDF) -> None:
    """Where to cut, twice."""
    pdf.set_draw_color(*_LINE)
    pdf.set_line_width(0.15)
    pdf.set_dash_pattern(dash=1.2, gap=1.2)
    pdf.line(_WIDTH, 0, _WIDTH, 2 * _HEIGHT)
    pdf.line(0, _HEIGHT, 2 * _WIDTH, _HEIGHT)
    pdf.set_dash_pattern()


class _Card:
    """One invitation, its upper left corner at `left` and `top`."""

    def __init__(
        self, pdf: FPDF, invitation: Invitation, lines: _Lines, *, left: float, top: float
    ) -> None:
        self._pdf, self._invitation, self._lines = pdf, invitation, lines
        self._left, self._top = left + _MARGIN, top
        self._readers = readers(invitation)

    def draw(self) -> None:
        """All of it."""
        self._head()
        self._person()
        self._square()
        self._code()
        below = self._steps()
        self._warning(max(_WARNING_TOP, below + 0.6))

    def _head(self) -> None:
        pdf, (own, other) = self._pdf, self._readers
        pdf.set_fill_color(*_BLUE)
        pdf.rect(self._left, self._top + 8, 1.2, 9.4, style="F")
        self._write(texts.title(own), size=15, style="B", at=(3.2, 7.4), width=54, colour=_BLUE)
        self._write(texts.purpose(own), size=6, at=(3.2, 14.4), width=_INNER - 3.2, colour=_MUTED)
        self._write(
            texts.title(other), size=10, at=(_INNER - 32, 9.2), width=32, colour=_MUTED, align="R"
        )
        self._rule(19.6)

    def _person(self) -> None:
        own, person = self._readers[0], self._invitation.person
        self._write(person.name, size=13, style="B", at=(0, 21.4), width=_INNER)
        service = organisation.service(own, person.service)
        number = f"{person.service_number} · {person.country}"
        self._write(number, size=8, at=(0, 27.6), width=_INNER, colour=_MUTED)
        where = " · ".join(part for part in (service, person.unit) if part)
        self._write(where, size=8, at=(0, 31.6), width=_INNER, colour=_MUTED)

    def _square(self) -> None:
        """The link as a QR code, drawn in runs of dark modules."""
        pdf = self._pdf
        rows = [bytes(row) for row in segno.make(self._invitation.link, error="m").matrix]
        module = _SQUARE / (len(rows) + 2)  # the card itself is white around it
        left, top = self._left, self._top + _SQUARE_TOP + module
        pdf.set_fill_color(0)
        for number, row in enumerate(rows):
            y = top + number * module
            for start, end in _runs(row):
                width = (end - start) * module
                pdf.rect(left + start * module, y, width, module + _OVERLAP, style="F")

    def _code(self) -> None:
        """Beside the square: the code to type, until when it can be used, and the bot."""
        left, width = _SQUARE + 4, _INNER - _SQUARE - 4
        self._pair(texts.code_label, at=(left, 36.6), width=width)
        groups = self._invitation.groups
        for number in range(0, len(groups), 2):
            line = "  ".join(groups[number : number + 2])
            at = (left, 43 + number * 3.4)
            self._write(line, size=14, style="B", at=at, width=width, spacing=0.9)
        self._pair(texts.until_label, at=(left, 57.6), width=width)
        for number, until in enumerate(_until(self._invitation)):
            self._write(until, size=8, style="B", at=(left, 64 + number * 4), width=width)
        bot = f"@{self._invitation.bot_username}"
        self._write(bot, size=8, at=(left, 72.4), width=width, colour=_BLUE)

    def _steps(self) -> float:
        own, other = self._readers
        below = self._list(own, size=7.2, top=_STEPS_TOP, colour=_INK)
        return self._list(other, size=6.2, top=below + 1, colour=_MUTED)

    def _list(self, reader: Reader, *, size: float, top: float, colour: tuple[int, ...]) -> float:
        """The three steps; where they end."""
        for number, step in enumerate(texts.steps(reader, self._invitation.bot_username), 1):
            self._write(f"{number}", size=size, style="B", at=(0, top), width=4, colour=_BLUE)
            top = self._flow(step, size=size, at=(4, top), width=_INNER - 4, colour=colour)
            top += 0.7
        return top

    def _warning(self, top: float) -> None:
        pdf, (own, other), width = self._pdf, self._readers, _INNER - 4
        at = (2, top + 1.4)
        below = self._flow(texts.warning(own), size=6.8, style="B", at=at, width=width)
        at = (2, below + 0.6)
        below = self._flow(texts.warning(other), size=6, at=at, width=width, colour=_MUTED)
        pdf.set_draw_color(*_INK)
        pdf.set_line_width(0.3)
        pdf.rect(self._left, self._top + top, _INNER, below + 1.4 - top)

    def _pair(
        self, label: Callable[[Reader], str], *, at: tuple[float, float], width: float
    ) -> None:
        """A small label in both languages, one above the other."""
        own, other = self._readers
        self._write(label(own), size=6, at=at, width=width, colour=_MUTED)
        below = (at[0], at[1] + 2.9)
        self._write(label(other), size=6, at=below, width=width, colour=_MUTED)

    def _write(
        self,
        text: str,
        *,
        size: float,
        at: tuple[float, float],
        width: float,
        style: str = "",
        colour: tuple[int, ...] = _INK,
        spacing: float = 0,
        align: str = "L",
    ) -> None:
        """A line, in smaller letters where it would be too long; shortened as the last resort."""
        pdf = self._pdf
        pdf.set_font("sans", style, size)
        pdf.set_char_spacing(spacing)
        long = pdf.get_string_width(text)
        if long > width:
            pdf.set_font_size(max(_SMALLEST, size * width / long))
            text = self._shortened(text, width)
        pdf.set_text_color(*colour)
        pdf.set_xy(self._left + at[0], self._top + at[1])
        pdf.cell(width, size * 0.45, text, align=align)
        pdf.set_char_spacing(0)

    def _shortened(self, text: str, width: float) -> str:
        if self._pdf.get_string_width(text) <= width * 1.001:
            return text
        while self._pdf.get_string_width(text + "…") > width:
            text = text[:-1]
        return text + "…"

    def _flow(
        self,
        text: str,
        *,
        size: float,
        at: tuple[float, float],
        width: float,
        style: str = "",
        colour: tuple[int, ...] = _INK,
    ) -> float:
        """A paragraph; where it ends."""
        pdf, left, top = self._pdf, self._left + at[0], self._top + at[1]
        pdf.set_font("sans", style, size)
        pdf.set_text_color(*colour)
        for line in self._wrapped(text, size, style, width):
            pdf.set_xy(left, top)
            pdf.cell(width, size * 0.45, line)
            top += size * 0.45
        return top - self._top

    def _wrapped(self, text: str, size: float, style: str, width: float) -> list[str]:
        """The lines of a paragraph in the font that is set; most cards have the same ones."""
        key = (text, size, style, width)
        if key not in self._lines:
            found = self._pdf.multi_cell(
                width, text=text, align="L", dry_run=True, output=MethodReturnValue.LINES
            )
            self._lines[key] = cast("list[str]", found)  # what LINES asks for
        return self._lines[key]

    def _rule(self, top: float) -> None:
        self._pdf.set_draw_color(*_LINE)
        self._pdf.set_line_width(0.2)
        self._pdf.line(self._left, self._top + top, self._left + _INNER, self._top + top)


def _until(invitation: Invitation) -> list[str]:
    """When it expires: the day and time of both countries, the person's own first."""
    at, own = invitation.expires_at, invitation.person.country
    return [
        f"{times.day(times.local(at, country), _OF_COUNTRY[country].locale)} "
        + times.clock(at, country)
        for country in sorted(times.CLOCKS, key=lambda country: country != own)
    ]


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules begin and end."""
    edges = [0, *row, 0]
    turns = [at for at, (before, now) in enumerate(pairwise(edges)) if before != now]
    return list(zip(turns[::2], turns[1::2], strict=True))
