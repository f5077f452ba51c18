"""English for the lines of the phones page: from the catalogues and the glossary, never guessed."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from locales import catalogues
from locales.catalogues import Entry
from views.glossary import terms
from views.script import latin

Line = tuple[str, str, str]
"""A pattern with its {placeholders}, its English with the same ones, and its language."""

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# Terms that views join with a number or a country's code, as in *Duty centre RS*.
WITH_A_CODE = ("org.duty_centre", "report.title", "place.sector", "sos.title")
# How views join terms with each other: each part is looked up by itself.
JOINTS = ("{one}: {two}", "{one} · {two}", "{one}, {two}", "{one} – {two}")
_COLUMNS = {"sr": "sr_Cyrl", "sr-Latn": "sr_Latn", "ro": "ro"}
_ROOT = Path(catalogues.__file__).parent.parent


def table() -> list[Line]:
    """Every line there is a translation of, each once; the glossary goes before the catalogues."""
    lines = [*_of_the_glossary(), *_of_the_catalogues()]
    lines += [(joint, joint, "") for joint in JOINTS]
    first: dict[tuple[str, str], Line] = {}
    for line in lines:
        first.setdefault((line[0], line[2]), line)
    return list(first.values())


def _of_the_glossary() -> Iterator[Line]:
    for key, row in terms().items():
        for language, column in _COLUMNS.items():
            yield row[column], row["en"], language
            if key in WITH_A_CODE:
                yield f"{row[column]} {{code}}", f"{row['en']} {{code}}", language


def _of_the_catalogues() -> Iterator[Line]:
    for folder in catalogues.LANGUAGES:
        for entry in catalogues.entries(catalogues.read(_ROOT, folder)):
            for pattern, english in _by_line(_forms(entry)):
                if _has_words(pattern):
                    yield pattern, english, folder
                    if folder == "sr":
                        yield latin(pattern), english, "sr-Latn"


def _forms(entry: Entry) -> Iterator[tuple[str, str]]:
    """Each form with its English; one of a thing is written out, so that it reads *1 report*."""
    if len(entry.sentences) > 1:
        yield entry.forms[0].replace("{n}", "1"), entry.sentences[0].replace("{n}", "1")
    for form in entry.forms:
        yield form, entry.sentences[-1]


def _by_line(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """A page captions line by line, so a sentence of several lines becomes several."""
    for pattern, english in pairs:
        lines: Sequence[tuple[str, str]] = [(pattern, english)]
        if pattern.count("\n") == english.count("\n"):
            lines = list(zip(pattern.split("\n"), english.split("\n"), strict=True))
        yield from lines


def _has_words(pattern: str) -> bool:
    """Quotation marks around somebody's own words are no translation of ours."""
    return any(letter.isalpha() for letter in PLACEHOLDER.sub("", pattern))
