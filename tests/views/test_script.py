"""Serbian in Latin letters, and the plain form in which things are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.script import fold, latin

SERBIAN_TEXT = st.text("абвгдђежзијклљмнњопрстћуфхцчџшАБВЂЉЊЏШ {}/@.0123 \n", max_size=40)


@pytest.mark.parametrize(
    ("cyrillic", "expected"),
    [
        ("Љубав", "Ljubav"),
        ("ЉУБАВ", "LJUBAV"),
        ("љубав", "ljubav"),
        ("КОЊ", "KONJ"),
        ("Коњ", "Konj"),
        ("ПОТВРЂИВАЊЕ", "POTVRĐIVANJE"),
        ("ПАЊ, ЏИП-ЏЕП и Џон", "PANJ, DŽIP-DŽEP i Džon"),
        ("Љ. Петровић", "Lj. Petrović"),
        ("ЊЊ", "NJNJ"),
        ("инјекција и надживети", "injekcija i nadživeti"),
        ("Ђурђевдан, чекић, шећер, жућа", "Đurđevdan, čekić, šećer, žuća"),
        ("Београд је RS, 10 км; SOS", "Beograd je RS, 10 km; SOS"),
        ("", ""),
    ],
)
def test_latin(cyrillic: str, expected: str) -> None:
    assert latin(cyrillic) == expected


@pytest.mark.parametrize(
    "kept",
    ["{место}", "{name!r:>10}", "/помоћ", "/dojava", "@Стража", "https://пример.срб/љ?њ=1#џ"],
)
def test_what_is_no_word_stays_as_it_is(kept: str) -> None:
    assert latin(f"Њима {kept} њима") == f"Njima {kept} njima"


def test_a_slash_or_an_at_sign_inside_a_word_is_no_command() -> None:
    assert latin("и/или, љ@њ") == "i/ili, lj@nj"


@given(SERBIAN_TEXT)
def test_latin_of_latin_is_the_same(text: str) -> None:
    assert latin(latin(text)) == latin(text)


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
