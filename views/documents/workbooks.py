"""A workbook as XLSX: typed cells, headings that stay, and nothing that is taken for a formula."""

import io
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from views.digest_files import Table, Workbook

_AS_WRITTEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_LONGEST_NAME = 31  # signs of a sheet's name
_WIDEST = 44  # signs of a column
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "·"))


def xlsx(workbook: Workbook) -> bytes:
    """The file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _AS_WRITTEN) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for table in workbook.tables:
            sheet = book.add_worksheet(table.name.translate(_FORBIDDEN)[:_LONGEST_NAME])
            _fill(sheet, table, moment, bold)
        book.worksheets()[1].freeze_panes(1, 2)
    return out.getvalue()


def _fill(sheet: Worksheet, table: Table, moment: Format, bold: Format) -> None:
    widths: dict[int, int] = {}
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, column, cell, moment)
            elif isinstance(cell, str):
                heading = row == 0 or (len(cells) == 2 and cells[1] is None)
                sheet.write_string(row, column, cell, bold if heading else None)
            elif cell is not None:
                sheet.write_number(row, column, cell)
            shown = 16 if isinstance(cell, datetime) else len(str(cell or ""))
            widths[column] = max(widths.get(column, 8), min(shown, _WIDEST))
    for column, width in widths.items():
        sheet.set_column(column, column, width + 1)
