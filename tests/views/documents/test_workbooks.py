"""A day as a spreadsheet: typed cells, headings in both languages, and no formula whatever."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from geography.point import Point
from storage.sightings import Handling
from views import digest_files
from views.digests import Digest, Entry
from views.documents.orders import made
from views.sightings import Report

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "http://example.org", "'")


def day(note: str) -> Digest:
    report = Report(
        side="RS",
        sides=("RS", "RO"),
        category="cat.tobacco",
        direction="to_romania",
        seen_at=NOW,
        reported_at=NOW,
        point=Point(44.8231, 21.3359),
        note=note,
    )
    entry = Entry("RS-26-0417", report, Handling.IN_PROGRESS, 4)
    return Digest("RS", date(2026, 7, 14), (entry,))


@pytest.mark.parametrize("note", FORMULAS)
def test_what_was_written_is_text_in_the_xlsx(note: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(digest_files.workbook(day(note)))))
    cell = book.worksheets[1].cell(2, 16)
    assert (cell.value, cell.data_type, cell.hyperlink) == (note, "s", None)


@pytest.mark.parametrize("note", FORMULAS[:6])
def test_what_looks_like_a_formula_is_none_in_the_csv(note: str) -> None:
    table = digest_files.workbook(day(note)).tables[1]
    assert f",'{note}" in digest_files.as_csv(table).decode("utf-8-sig").replace('"', "")


def test_times_are_times_and_places_are_numbers_under_headings_of_both_languages() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(digest_files.workbook(day("Напомена")))))
    assert book.sheetnames == ["Бројке · Cifre", "Дојаве · Rapoarte"]
    head, row = book.worksheets[1].iter_rows(values_only=True)
    found = dict(zip(head, row, strict=True))
    assert found["Категорија / Categorie"] == "Кријумчарење цигарета / Contrabandă cu țigări"
    assert found["Време дојаве / Ora raportării (RS)"] == datetime(2026, 7, 14, 21, 5)  # noqa: DTZ001 by the clock of the heading
    assert found["Време дојаве / Ora raportării (RO)"] == datetime(2026, 7, 14, 22, 5)  # noqa: DTZ001 by the clock of the heading
    assert found["Географска ширина / Latitudine"] == 44.8231
