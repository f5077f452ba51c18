"""A small tree of sources to plant faults in, and the dictionaries."""

from collections.abc import Callable
from pathlib import Path

import pytest

from locales import strings
from tests.locales.spelling import Speller

GLOSSARY = """key,en,sr_Cyrl,sr_Latn,ro
cat.flood,Flood,Поплава,Poplava,Inundație
report.number,Report no. {n},Дојава бр. {n},Dojava br. {n},Raportul nr. {n}
"""
SOURCE = '''"""Sightings."""


def texts(reader, reports):
    _ = reader.gettext
    return [
        _("Where is it?"),
        reader.ngettext("{n} report", "{n} reports", reports),
    ]
'''
TRANSLATIONS = {
    "sr": {
        'msgid "Where is it?"\nmsgstr ""': 'msgid "Where is it?"\nmsgstr "Где је то?"',
        'msgstr[0] ""': 'msgstr[0] "{n} дојава"',
        'msgstr[1] ""': 'msgstr[1] "{n} дојаве"',
        'msgstr[2] ""': 'msgstr[2] "{n} дојава"',
    },
    "ro": {
        'msgid "Where is it?"\nmsgstr ""': 'msgid "Where is it?"\nmsgstr "Unde este?"',
        'msgstr[0] ""': 'msgstr[0] "{n} raport"',
        'msgstr[1] ""': 'msgstr[1] "{n} rapoarte"',
        'msgstr[2] ""': 'msgstr[2] "{n} de rapoarte"',
    },
}


class Tree:
    """A root folder with one view, a glossary and both catalogues, translated."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.view = root / "views" / "sightings.py"
        self.template = root / "locales" / "bot.pot"
        self.glossary = root / "locales" / "glossary.csv"

    def catalogue(self, language: str) -> Path:
        return self.root / "locales" / language / "LC_MESSAGES" / "straja.po"

    def replace(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is in {path} {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    made = Tree(tmp_path)
    made.view.parent.mkdir()
    made.view.write_text(SOURCE, encoding="utf-8")
    made.glossary.parent.mkdir()
    made.glossary.write_text(GLOSSARY, encoding="utf-8")
    strings.extract(tmp_path)
    for language, translations in TRANSLATIONS.items():
        for untranslated, translated in translations.items():
            made.replace(made.catalogue(language), untranslated, translated)
    return made


@pytest.fixture(scope="session")
def speller() -> Callable[[str], Speller]:
    """Read once a run: each dictionary takes about two seconds."""
    spellers: dict[str, Speller] = {}

    def of(language: str) -> Speller:
        if language not in spellers:
            spellers[language] = Speller(language)
        return spellers[language]

    return of
