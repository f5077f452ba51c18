"""What makes a catalogue fit to be read by an officer: each fault told in a sentence."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from locales import catalogues, glossary, letters, sources
from locales.catalogues import Entry

_EDGES = {"begin": re.compile(r"^\s*"), "end": re.compile(r"[.!?…:;,]*\s*$")}

# CLDR's plural forms of Romanian: is the noun joined by *de*? Words that count nothing are let be.
_ROMANIAN_NUMBERS = {0: False, 1: False, 2: True}
_COUNTED = re.compile(r"\{n\} (de )?(?!(?:din|la|și|km|m|h|min|s)\b)\w")


def complete(entry: Entry) -> Iterator[str]:
    """Every sentence is translated, in every plural form."""
    # Compilers count a plural with three empty forms as translated.
    empty = [number for number, form in enumerate(entry.forms) if not form.strip()]
    if len(empty) == len(entry.forms):
        yield "is not translated"
    else:
        yield from (f"has no plural form {number}" for number in empty)


def certain(entry: Entry) -> Iterator[str]:
    """No translation is marked as a guess."""
    if entry.fuzzy:
        yield "is marked fuzzy: confirm or correct the translation, then remove the mark"


def placeholders(entry: Entry) -> Iterator[str]:
    """Each form fills in what the English sentence fills in, under the same names."""
    try:
        wanted = sources.placeholders(entry.sentences[-1])
        for text in (*entry.sentences, *_translated(entry)):
            differing = sources.placeholders(text) ^ wanted
            for field in sorted(differing):
                yield f"{{{field}}} is not in all of its forms: “{text}”"
    except ValueError as reason:
        yield f"cannot be filled in: {reason}"


def edges(entry: Entry) -> Iterator[str]:
    """A translation begins and ends with the white space and the final mark of the English."""
    for text in _translated(entry):
        for name, edge in _EDGES.items():
            if edge.findall(text)[0] != edge.findall(entry.sentences[-1])[0]:
                yield f"does not {name} as its English does: “{text}”"


def signs(entry: Entry) -> Iterator[str]:
    """Pictures (⚠, ✅, arrows) are the same in every language: readers find their way by them."""
    for text in _translated(entry):
        if _pictures(text) != _pictures(entry.sentences[-1]):
            yield f"has other signs than its English: “{text}”"


def characters(entry: Entry) -> Iterator[str]:
    """Composed (NFC), nothing invisible, and the quotes of the language, not the typewriter's."""
    for text in _translated(entry):
        if not unicodedata.is_normalized("NFC", text):
            yield f"is not in composed form (NFC): “{text}”"
        for letter in sorted(set(text)):
            # The zero-width joiner holds emoji together.
            if unicodedata.category(letter) in {"Cc", "Cf"} and letter not in "\n\u200d":
                yield f"has an invisible character U+{ord(letter):04X}: “{text}”"
        if '"' in text:
            yield f"has typewriter quotes; write „…“ in Serbian, „…” in Romanian: “{text}”"


def serbian_letters(entry: Entry) -> Iterator[str]:
    """Serbian words in one script, in letters of the Serbian Cyrillic alphabet."""
    for text in _translated(entry):
        yield from letters.serbian_faults(text)


def romanian_letters(entry: Entry) -> Iterator[str]:
    """Romanian words in letters of the Romanian alphabet, with commas below, not cedillas."""
    for text in _translated(entry):
        yield from letters.romanian_faults(text)


def romanian_numbers(entry: Entry) -> Iterator[str]:
    """From twenty on, a Romanian number is joined to its noun by *de*; below it is not."""
    if len(entry.forms) != len(_ROMANIAN_NUMBERS):
        return
    for number, joined in _ROMANIAN_NUMBERS.items():
        for link in _COUNTED.findall(entry.forms[number]):
            if bool(link) != joined:
                rule = "joins number and noun by “de”" if joined else "has no “de” after the number"
                yield f"in its plural form {number} Romanian {rule}: “{entry.forms[number]}”"


Check = Callable[[Entry], Iterator[str]]
_ANYWHERE: tuple[Check, ...] = (complete, certain, placeholders, edges, signs, characters)
OF_LANGUAGE: Mapping[str, tuple[Check, ...]] = {
    "sr": (*_ANYWHERE, serbian_letters),
    "ro": (*_ANYWHERE, romanian_letters, romanian_numbers),
}


def faults(root: Path) -> list[str]:
    """A sentence for each fault of the sources, the catalogues and their glossary."""
    return [*sources.faults(root), *stale(root), *_of_catalogues(root), *glossary.faults(root)]


def stale(root: Path) -> Iterator[str]:
    """Template and catalogues hold what the sources say now, in the order and form of the tool."""
    template = sources.extract(root)
    expected = {catalogues.TEMPLATE: catalogues.written(template)}
    for language in catalogues.LANGUAGES:
        catalogue = catalogues.updated(catalogues.read(root, language), template)
        expected[catalogues.path(language)] = catalogues.written(catalogue)
    for path, text in expected.items():
        if not (root / path).exists() or (root / path).read_text(encoding="utf-8") != text:
            yield f"{path} is not up to date with the sources: run `make strings`."


def _of_catalogues(root: Path) -> Iterator[str]:
    for language, checks in OF_LANGUAGE.items():
        for entry in catalogues.entries(catalogues.read(root, language)):
            for check in checks:
                yield from (
                    f"{catalogues.path(language)}: {entry} {fault}." for fault in check(entry)
                )


def _translated(entry: Entry) -> list[str]:
    return [form for form in entry.forms if form]


def _pictures(text: str) -> set[str]:
    return {letter for letter in text if unicodedata.category(letter) in {"So", "Sm"}}
