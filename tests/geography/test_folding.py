"""The plain form in which things are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geography.folding import fold
from views.script import latin

SERBIAN_TEXT = st.text("абвгдђежзијклљмнњопрстћуфхцчџшАБВЂЉЊЏШ {}/@.0123 \n", max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ђердап", "Đerdap"),
        ("Ђердап", "Djerdap"),
        ("ЂЕРДАП", "djerdap"),
        ("Timișoara", "Timi\u015foara"),
        ("Timișoara", "TIMISOARA"),
        ("Jaša Tomić", "Jasa Tomic"),
        ("Јаша Томић", "jasa  tomic"),
        ("Țânțăreni", "tantareni"),
        ("Vârșeț", "Va\u0302rs\u0326et\u0326"),
        ("Љубовија", "LJUBOVIJA"),
        ("Moldova\u00a0Nouă", "moldova nou\u0103\u200b"),
        ("Џигол", "Džigol"),
    ],
)
def test_the_same_words_have_the_same_fold(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Жабаљ", "Жабал"), ("Мокрин", "Мокрин 2"), ("ș", "ț")])
def test_different_words_have_different_folds(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_fold_is_plain() -> None:
    assert fold("  Ђердап, VÂRȘEȚ\t(Вршац) ") == "djerdap, varset (vrsac)"


@given(SERBIAN_TEXT)
def test_both_scripts_have_the_same_fold(text: str) -> None:
    assert fold(latin(text)) == fold(text)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
