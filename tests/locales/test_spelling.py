"""The spelling check knows good words, finds planted faults, and its own list is honest."""

from collections.abc import Callable

import pytest

from tests.locales.spelling import Speller


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sr", "Дојава бр. {number} је примљена: Дунав, 14:05 RS. Пошаљите /dojava или локацију."),
        ("sr", "ПОЗИВ ЗА ПОМОЋ! Сумњиво пловило код Београда, Темишвар-Вршац, SOS."),
        ("ro", "Raportul nr. {number} a fost recepționat; ofițerul de serviciu s-a deplasat."),
        (
            "ro",
            "AMBARCAȚIUNE SUSPECTĂ: dumneavoastră sunteți la Drobeta-Turnu Severin, PTF Naidăș?",
        ),
    ],
)
def test_good_sentences_have_no_unknown_word(
    speller: Callable[[str], Speller], language: str, sentence: str
) -> None:
    assert speller(language).unknown(sentence) == []


@pytest.mark.parametrize(
    ("language", "sentence", "unknown"),
    [
        ("sr", "Дојавва је примљена", ["Дојавва"]),
        ("sr", "Од Београда до Беогарда", ["Беогарда"]),
        ("sr", "Обавештење о патролли-дојави", ["патролли-дојави"]),
        ("ro", "Raportull a fost recepționatt", ["Raportull", "recepționatt"]),
        ("ro", "ofi\u0163erul a sosit", ["ofi\u0163erul"]),
        ("ro", "ofiterul a sosit", ["ofiterul"]),
    ],
)
def test_a_planted_fault_is_found(
    speller: Callable[[str], Speller], language: str, sentence: str, unknown: list[str]
) -> None:
    assert speller(language).unknown(sentence) == unknown


@pytest.mark.parametrize("language", ["sr", "ro"])
def test_the_reviewed_list_holds_only_what_the_dictionary_lacks(
    speller: Callable[[str], Speller], language: str
) -> None:
    known = [word for word in speller(language).reviewed if speller(language).listed(word)]

    assert known == []
