"""Kinds and colours of vehicles among words that somebody typed, told to readers of others."""

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from geography.folding import fold
from views.language import Language
from views.script import latin

# A word that is known by its key, and the language it was typed in: sr, ro or en.
Gloss = tuple[str, str]

_WORD = re.compile(r"\w+")


def found(typed: str) -> list[Gloss]:
    """The words that are known, in their order; whatever two languages share needs none."""
    known = _known()
    glosses = (known.get(word, ()) for word in _WORD.findall(fold(typed)))
    return list(dict.fromkeys(each[0] for each in glosses if len(each) == 1))


def told(language: Language, glosses: Iterable[Iterable[str]]) -> list[str]:
    """These words as a dictionary has them, for who does not read the language they are in."""
    rows = {row["key"]: row for row in rows_of_file()}
    own = language.partition("-")[0]
    keys = [key for key, typed_in in glosses if typed_in != own]
    words = [rows[key][_COLUMN.get(language, "sr_Cyrl")] for key in keys]
    return [latin(each) for each in words] if language == Language.SR_LATN else words


@cache
def rows_of_file() -> list[dict[str, str]]:
    """The rows of locales/vehicle_words.csv."""
    text = files("locales").joinpath("vehicle_words.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _known() -> dict[str, tuple[Gloss, ...]]:
    """Folded forms, with what each is in every language that has it."""
    known: dict[str, tuple[Gloss, ...]] = {}
    for row in rows_of_file():
        for language, forms in (
            ("sr", row["forms_sr"].split("|")),
            ("ro", row["forms_ro"].split("|")),
            ("en", [row["en"]]),
        ):
            for form in forms:
                word = fold(form)
                known[word] = (*known.get(word, ()), (row["key"], language))
    return known


_COLUMN = {Language.RO: "ro", Language.EN: "en"}
