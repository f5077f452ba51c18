"""Serbian in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.script import latin

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
