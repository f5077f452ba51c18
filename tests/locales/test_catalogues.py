"""The catalogues that stand in this tree are fit to be read."""

import gettext
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel import Locale

from locales import catalogues, checks
from tests.locales.conftest import Tree
from tests.locales.spelling import Speller

ROOT = Path(__file__).parents[2]


def misspelt(root: Path, language: str, speller: Speller) -> Iterator[str]:
    for entry in catalogues.entries(catalogues.read(root, language)):
        for form in entry.forms:
            if unknown := speller.unknown(form):
                yield f"{catalogues.path(language)}: {entry}: {', '.join(unknown)}"


def msgfmt(catalogue: Path) -> list[str]:
    """What gettext's own compiler says, but for names and dates that our headers leave to git."""
    command = ["msgfmt", "--check", "--output-file=/dev/null", str(catalogue)]
    said = subprocess.run(command, check=False, capture_output=True, text=True).stderr
    return [line for line in said.splitlines() if "missing in header" not in line]


@pytest.fixture
def gettext_tools() -> None:
    if shutil.which("msgfmt") is None:
        reason = "msgfmt is not installed (package gettext): its checks did not run"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def test_the_catalogues_have_no_fault() -> None:
    assert checks.faults(ROOT) == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_word_is_spelt_rightly(speller: Callable[[str], Speller], language: str) -> None:
    found = list(misspelt(ROOT, language, speller(language)))

    assert found == [], "a right word that is missing goes to reviewed_words_*.txt, after review"


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
@pytest.mark.usefixtures("gettext_tools")
def test_gettext_has_nothing_to_say(language: str) -> None:
    assert msgfmt(ROOT / catalogues.path(language)) == []


@pytest.mark.parametrize(
    ("language", "right", "wrong"), [("sr", "Где", "Гдее"), ("ro", "Unde", "Undde")]
)
def test_a_misspelt_word_is_found(
    tree: Tree, speller: Callable[[str], Speller], language: str, right: str, wrong: str
) -> None:
    assert list(misspelt(tree.root, language, speller(language))) == []

    tree.replace(tree.catalogue(language), right, wrong)

    assert list(misspelt(tree.root, language, speller(language))) == [
        f"{catalogues.path(language)}: “Where is it?” (views/sightings.py): {wrong}"
    ]


@pytest.mark.usefixtures("gettext_tools")
def test_gettext_finds_a_lost_placeholder(tree: Tree) -> None:
    assert msgfmt(tree.catalogue("ro")) == []

    tree.replace(tree.catalogue("ro"), "{n} rapoarte", "{m} rapoarte")

    said = msgfmt(tree.catalogue("ro"))
    assert "argument 'm' doesn't exist in 'msgid_plural'" in said[0]


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    text = (ROOT / catalogues.path(language)).read_text(encoding="utf-8")
    (expression,) = re.findall(r"Plural-Forms: nplurals=3; plural=(.*);", text)
    form = gettext.c2py(expression)
    number = {"one": 0, "few": 1, "other": 2}
    cldr = Locale(language).plural_form

    assert [form(n) for n in range(1_001)] == [number[cldr(n)] for n in range(1_001)]
