"""The glossary is whole, and its terms are used as they stand."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from locales import glossary
from tests.locales.conftest import Tree
from tests.locales.spelling import Speller
from views.script import latin

ROOT = Path(__file__).parents[2]


def test_the_latin_column_is_what_we_derive() -> None:
    derived = {row["key"]: latin(row["sr_Cyrl"]) for row in glossary.rows(ROOT)}

    assert derived == {row["key"]: row["sr_Latn"] for row in glossary.rows(ROOT)}


def test_every_key_stands_once() -> None:
    keys = [row["key"] for row in glossary.rows(ROOT)]

    assert len(keys) == len(set(keys)) > 200


@pytest.mark.parametrize(("language", "column"), [("sr", "sr_Cyrl"), ("ro", "ro")])
def test_its_words_are_spelt_rightly(
    speller: Callable[[str], Speller], language: str, column: str
) -> None:
    unknown = {row["key"]: speller(language).unknown(row[column]) for row in glossary.rows(ROOT)}

    assert {key: words for key, words in unknown.items() if words} == {}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Raportul nr. {n}", "Raportul nr.", "has not the same placeholders in every language"),
        ("Raportul nr. {n}", "Raportul nr. {n", "cannot be filled in: expected '}' before end"),
    ],
)
def test_a_broken_term_is_found(tree: Tree, old: str, new: str, fault: str) -> None:
    tree.replace(tree.glossary, old, new)

    (found,) = glossary.faults(tree.root)
    assert found.startswith(f"locales/glossary.csv: report.number {fault}")


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ('reader.term("cat.fire")', "the glossary has no term “cat.fire”."),
        ('reader.term("report.number")', "{n} of “Report no. {n}” is not given."),
        ('reader.term("cat.flood", n=1)', "n= has no place in “Flood”."),
    ],
)
def test_a_term_asked_for_wrongly_is_found(tree: Tree, call: str, fault: str) -> None:
    with tree.view.open("a", encoding="utf-8") as file:
        file.write(f"    {call}\n")

    assert list(glossary.faults(tree.root)) == [f"views/sightings.py:10: {fault}"]


def test_a_term_worded_otherwise_in_a_catalogue_is_found(tree: Tree) -> None:
    tree.replace(tree.catalogue("ro"), "Where is it?", "Flood")

    (found,) = glossary.faults(tree.root)
    assert found == (
        "locales/ro/LC_MESSAGES/straja.po: “Flood” (views/sightings.py) "
        "is a term of the glossary: “Inundație”, not “Unde este?”."
    )


def test_a_term_worded_as_the_glossary_has_it_is_none(tree: Tree) -> None:
    tree.replace(tree.catalogue("ro"), "Where is it?", "Flood")
    tree.replace(tree.catalogue("ro"), "Unde este?", "Inundație")

    assert list(glossary.faults(tree.root)) == []


def test_a_sentence_with_a_context_may_differ(tree: Tree) -> None:
    tree.replace(tree.catalogue("ro"), 'msgid "Where is it?"', 'msgctxt "poem"\nmsgid "Flood"')

    assert list(glossary.faults(tree.root)) == []


def test_the_file_is_read_by_the_views_as_it_stands() -> None:
    with (ROOT / glossary.FILE).open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == glossary.rows(ROOT)
