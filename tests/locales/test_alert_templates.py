"""The templates that come along are whole, and fit to be read by an officer."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from locales import checks
from locales.catalogues import Entry
from services.alert_template_bank import LANGUAGES, LEVELS, LIFETIME, LONGEST, faults_of_texts
from tests.locales.spelling import Speller
from views.glossary import terms

FILE = Path(__file__).parents[2] / "locales" / "alert_templates.csv"
ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))


def test_every_template_is_complete_with_the_same_blanks() -> None:
    assert len({row["key"] for row in ROWS}) == len(ROWS) >= 18
    for row in ROWS:
        assert all(cell for name, cell in row.items() if name != "side"), row["key"]
        texts = {f"text_{each}": row[f"text_{each}"] for each in LANGUAGES}
        assert list(faults_of_texts(texts)) == [], row["key"]
        assert [each for each in row.values() if "{" in each] == list(texts.values()), row["key"]


def test_every_template_can_be_sent() -> None:
    for row in ROWS:
        assert row["level"] in LEVELS, row["key"]
        assert row["event"] in terms(), row["key"]
        assert int(row["lifetime"]) in LIFETIME, row["key"]
        assert row["replies"] in {"yes", "no"}, row["key"]
        for name in ("title", "text"):
            longest = max(len(row[f"{name}_{each}"]) for each in LANGUAGES)
            assert longest <= LONGEST[name], row["key"]


@pytest.mark.parametrize("language", ["sr", "ro"])
def test_it_passes_the_checks_of_translations(language: str) -> None:
    entries = [
        Entry(row["key"], None, (row[f"{name}_en"],), (row[f"{name}_{language}"],))
        for row in ROWS
        for name in ("title", "text")
    ]
    found = [
        f"{entry.where}: {fault}"
        for entry in entries
        for check in checks.OF_LANGUAGE[language]
        for fault in check(entry)
    ]
    assert found == []


@pytest.mark.parametrize("language", ["sr", "ro"])
def test_its_words_are_spelt_rightly(speller: Callable[[str], Speller], language: str) -> None:
    unknown = {
        row["key"]: speller(language).unknown(
            row[f"title_{language}"] + " " + row[f"text_{language}"]
        )
        for row in ROWS
    }
    assert {key: words for key, words in unknown.items() if words} == {}
