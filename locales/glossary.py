"""The glossary: its terms are whole, and used as they stand."""

import ast
import csv
from collections import defaultdict
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from locales import catalogues, sources

FILE = Path("locales/glossary.csv")

# The column of each catalogue.
_COLUMNS = {"sr": "sr_Cyrl", "ro": "ro"}


def rows(root: Path) -> list[dict[str, str]]:
    """The terms: `key` and one column a language and script."""
    return list(csv.DictReader(StringIO((root / FILE).read_text(encoding="utf-8"))))


def faults(root: Path) -> Iterator[str]:
    """A sentence for each term that is broken, unknown, or worded otherwise in a catalogue."""
    yield from _broken(root)
    yield from _misused(root)
    for language in catalogues.LANGUAGES:
        yield from _reworded(root, language)


def _broken(root: Path) -> Iterator[str]:
    for row in rows(root):
        try:
            fields = {frozenset(sources.placeholders(row[name])) for name in row if name != "key"}
        except ValueError as reason:
            yield f"{FILE}: {row['key']} cannot be filled in: {reason}."
        else:
            if len(fields) > 1:
                yield f"{FILE}: {row['key']} has not the same placeholders in every language."


def _misused(root: Path) -> Iterator[str]:
    terms = {row["key"]: row["en"] for row in rows(root)}
    for place, call in sources.calls(root, "term"):
        match call.args:
            case [ast.Constant(value=str(key))] if key not in terms:
                yield f"{place}: the glossary has no term “{key}”."
            case [ast.Constant(value=str(key))]:
                yield from (
                    f"{place}: {fault}" for fault in sources.unfilled(call, terms[key], set())
                )


def _reworded(root: Path, language: str) -> Iterator[str]:
    """A sentence with a context has it because the glossary's word does not fit: it is let be."""
    terms = defaultdict(list)
    for row in rows(root):
        terms[row["en"]].append(row[_COLUMNS[language]])
    for entry in catalogues.entries(catalogues.read(root, language)):
        wanted = terms.get(entry.sentences[0], [entry.forms[0]])
        if entry.context is None and entry.forms[0] not in wanted:
            yield (
                f"{catalogues.path(language)}: {entry} is a term of the glossary: "
                f"“{wanted[0]}”, not “{entry.forms[0]}”."
            )
