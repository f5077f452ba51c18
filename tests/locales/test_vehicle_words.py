"""Kinds and colours of vehicles are spelt rightly, and no form means two things in a language."""

from collections import Counter
from collections.abc import Callable

import pytest

from geography.folding import fold
from locales import letters
from tests.locales.spelling import Speller
from views.vehicle_words import rows_of_file


@pytest.mark.parametrize(("language", "column"), [("sr", "sr_Cyrl"), ("ro", "ro")])
def test_its_words_are_spelt_rightly(
    speller: Callable[[str], Speller], language: str, column: str
) -> None:
    words = [row[column] for row in rows_of_file()]
    assert [each for each in words if speller(language).unknown(each)] == []


def test_its_words_are_in_the_letters_of_their_language() -> None:
    for row in rows_of_file():
        assert list(letters.serbian_faults(row["sr_Cyrl"])) == []
        assert list(letters.romanian_faults(row["ro"])) == []


@pytest.mark.parametrize(("forms", "column"), [("forms_sr", "sr_Cyrl"), ("forms_ro", "ro")])
def test_each_form_means_one_thing_and_the_word_is_among_its_forms(forms: str, column: str) -> None:
    listed = Counter(fold(form) for row in rows_of_file() for form in row[forms].split("|"))
    assert {form for form, times in listed.items() if times > 1} == set()
    for row in rows_of_file():
        if " " not in row[column]:
            assert fold(row[column]) in map(fold, row[forms].split("|")), row["key"]
