"""The bytes of an order: a picture or a document."""

from geography.picture.scene import Scene
from views.alert_files import LedgerFile
from views.digest_files import Workbook
from views.documents import alert_files, handover_sheets, maps, workbooks
from views.orders import Order


def made(order: Order) -> bytes:
    """A PNG of a scene, a PDF of a sheet, an XLSX of a workbook, a file of a ledger.

    It takes a second at the most.
    """
    if isinstance(order, Scene):
        return maps.picture(order)
    if isinstance(order, Workbook):
        return workbooks.xlsx(order)
    if isinstance(order, LedgerFile):
        return alert_files.file(order)
    return handover_sheets.page(order)
