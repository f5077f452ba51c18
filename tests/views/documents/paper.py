"""A printed document as somebody holds it: its words, and what a phone's camera reads off it."""

from dataclasses import dataclass

import pypdfium2
import zxingcpp

_DPI = 150  # as a modest office printer and a camera at arm's length leave it
_POINTS = 72
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True)
class Word:
    """A line of text and its box on the page, millimetres from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def texts(pdf: bytes) -> list[str]:
    """All the text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def words(pdf: bytes, page: int = 0) -> list[Word]:
    """Where on a page each line of text stands."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = document[page].get_textpage()
        boxes = [found.get_rect(number) for number in range(found.count_rects())]
        return [
            Word(found.get_text_bounded(*box), *(each / _POINTS * 25.4 for each in box))
            for box in boxes
        ]


def codes(pdf: bytes) -> list[list[str]]:
    """What each page's QR codes say, from the upper left on."""
    read = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            image = page.render(scale=_DPI / _POINTS).to_pil()
            found = zxingcpp.read_barcodes(
                image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
            )
            at = {each.text: each.position.top_left for each in found}
            half = image.height // 2
            read.append(sorted(at, key=lambda text: (at[text].y > half, at[text].x)))
    return read
