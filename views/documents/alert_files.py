"""A file of the ledger of an alert."""

from views import alert_files, digest_files
from views.alert_files import LedgerFile
from views.documents import workbooks


def file(of: LedgerFile) -> bytes:
    """Its bytes: of the CSV, the reader's own people; of the others, all that the desk may have."""
    if of.ending == "json":
        return alert_files.as_json(of.ledger)
    book = alert_files.workbook(of.ledger)
    return workbooks.xlsx(book) if of.ending == "xlsx" else digest_files.as_csv(book.tables[1])
