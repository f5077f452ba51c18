"""A day of a desk as tables, with headings in both languages, for spreadsheets."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from views import digests, sightings, times
from views.digests import Digest, Entry
from views.handover_sheets import LANGUAGES
from views.language import Reader

Cell = str | int | float | datetime | None  # moments without a zone, by the clock of the heading

_READERS = [Reader(language, "") for language in LANGUAGES]
# What a spreadsheet takes for a formula, https://owasp.org/www-community/attacks/CSV_Injection.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first has the headings."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Workbook:
    """Tables of one file: the figures, then every report."""

    tables: tuple[Table, Table]


def workbook(digest: Digest) -> Workbook:
    """Both tables of a day."""
    figures = Table(both(lambda reader: reader.pgettext("digest", "Figures")), _figures(digest))
    listed = Table(both(lambda reader: reader.pgettext("digest", "Reports")), _reports(digest))
    return Workbook((figures, listed))


def as_csv(table: Table) -> bytes:
    """UTF-8 with its mark, for Excel; an apostrophe goes before what looks like a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[_plain(cell) for cell in row] for row in table.rows])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str | int | float | None:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _figures(digest: Digest) -> tuple[tuple[Cell, ...], ...]:
    minutes, taken = digests.response(digest)
    rows: list[tuple[Cell, ...]] = [
        (both(lambda reader: reader.pgettext("digest", "Day")), digest.day.isoformat()),
        (both(lambda reader: reader.pgettext("digest", "Side")), digest.side),
        (both(lambda reader: reader.gettext("Total")), len(digest.entries)),
        (both(lambda r: r.pgettext("digest", "Median time until taken over, min")), minutes),
        (both(lambda reader: reader.pgettext("digest", "Taken over")), taken),
    ]
    for heading, of in (
        (both(lambda reader: reader.gettext("By category")), digests.category),
        (both(lambda reader: reader.gettext("By sector")), digests.sector),
        (both(lambda reader: reader.pgettext("digest", "By state")), digests.state),
    ):
        rows += [(), (heading, None)]
        rows += _counted(digest, of)
    return tuple(rows)


def _counted(digest: Digest, of: Callable[[Reader, Entry], str]) -> list[tuple[str, int]]:
    """How many of each in both languages, the most first."""
    found: dict[str, int] = {}
    for entry in digest.entries:
        name = both(lambda reader, entry=entry: of(reader, entry))  # type: ignore[misc]  # a default binds the loop's value
        found[name] = found.get(name, 0) + 1
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _reports(digest: Digest) -> tuple[tuple[Cell, ...], ...]:
    """Every report, in the order in which they came in."""
    headings = (
        "№",
        both(lambda reader: reader.pgettext("digest", "Number")),
        both(lambda reader: reader.pgettext("digest", "Side")),
        both(lambda reader: reader.pgettext("digest", "Category")),
        both(lambda reader: reader.term("field.direction")),
        *clocks(lambda reader: reader.pgettext("digest", "Seen")),
        *clocks(lambda reader: reader.pgettext("sheet", "Reported")),
        both(lambda reader: reader.pgettext("digest", "Latitude")),
        both(lambda reader: reader.pgettext("digest", "Longitude")),
        both(lambda reader: reader.pgettext("digest", "Accuracy, m")),
        both(lambda reader: reader.term("place.sector")),
        both(lambda reader: reader.pgettext("sheet", "State")),
        both(lambda reader: reader.pgettext("digest", "Taken over after, min")),
        both(lambda reader: reader.pgettext("sheet", "Note, word for word")),
    )
    rows = [_report(number, entry) for number, entry in enumerate(digest.entries, 1)]
    return (headings, *rows)


def _report(number: int, entry: Entry) -> tuple[Cell, ...]:
    report = entry.report
    sector = report.sector
    return (
        number,
        entry.number,
        report.side,
        both(lambda reader: digests.category(reader, entry)),
        both(lambda reader: sightings.direction(reader, report.direction)),
        *moments(report.seen_at),
        *moments(report.reported_at),
        report.point.latitude if report.point else None,
        report.point.longitude if report.point else None,
        report.accuracy,
        both(lambda reader: sightings.sector_name(reader, sector)) if sector else "",
        both(lambda reader: digests.state(reader, entry)),
        entry.minutes,
        report.note,
    )


def moments(at: datetime | None) -> list[Cell]:
    """The same moment by each clock, as a spreadsheet keeps it."""
    return [times.local(at, side).replace(tzinfo=None) if at else None for side in times.CLOCKS]


def clocks(word: Callable[[Reader], str]) -> list[str]:
    """Headings of the columns of `moments`."""
    return [f"{both(word)} ({side})" for side in times.CLOCKS]


def both(word: Callable[[Reader], str]) -> str:
    """`Категорија / Categorie`; once where both languages say the same."""
    return " / ".join(dict.fromkeys(word(reader) for reader in _READERS))
