"""One plain form of any text, for finding things again whoever wrote them and however."""

import unicodedata

import cyrtranslit


def fold(text: str) -> str:
    """Reduce a text to what matters for finding it: equal folds mean the same words.

    Scripts, diacritics, đ and dj, cedilla and comma below, capitals, invisible characters and
    widths of white space make no difference. Not for display: `Ђердап`, `Đerdap` and `Djerdap`
    are all `djerdap`, `Vârşeț` is `varset`.
    """
    latin = str(cyrtranslit.to_latin(_without_marks(text), "sr"))
    return " ".join(_without_marks(latin).casefold().replace("đ", "dj").replace("ð", "dj").split())


def _without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in letters if unicodedata.category(letter) not in {"Mn", "Cf"})
