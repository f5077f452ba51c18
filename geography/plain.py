"""Typed text with the look-alikes of signs and digits made one, before a place is read from it."""

from unicodedata import normalize

_SAME = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("º˚", "°")
    | dict.fromkeys("′’‘ʹʼ´`", "'")
    | dict.fromkeys("″”“„ʺ", '"')
    | dict(zip("０１２３４５６７８９．，；", "0123456789.,;", strict=True))
    # Invisible marks that come along when a number is copied from a page.
    | dict.fromkeys("\u200b\u200c\u200d\u200e\u202a\u202c\u2060\u2066\u2069\ufeff", "")
)


def plain(text: str) -> str:
    """The same text in single spaces, with one kind of dash, degree sign and quote."""
    return " ".join(normalize("NFC", text).translate(_SAME).split())
