"""Every refusal has its text, and every text says what to do."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import services
from services.errors import Refusal
from tests.views.screens import READERS, VALUES
from views import refusals
from views.language import Language
from views.message import units

# How a sentence asks for something: *please*, a Serbian or Romanian plural imperative.
ASKS = {
    Language.EN: re.compile(r"\b[Pp]lease\b"),
    Language.SR_CYRL: re.compile(r"\b\w+(?:ај|и)те\b"),
    Language.SR_LATN: re.compile(r"\b\w+(?:aj|i)te\b"),
    Language.RO: re.compile(r"\b(?!ave|pute|efectua)\w+[aei]ți\b"),  # not *you have, may, do*
}


def kinds(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("services."):
            yield each
        yield from kinds(each)


@pytest.fixture(scope="module")
def known() -> set[str]:
    for module in pkgutil.walk_packages(services.__path__, "services."):
        importlib.import_module(module.name)
    return {kind.__name__ for kind in kinds()}


def test_every_refusal_has_a_text_and_no_text_is_left_over(known: set[str]) -> None:
    assert {"NotAllowed", "WrongCode"} < known
    assert set(refusals.TEXTS) == known


@pytest.mark.parametrize("language", Language)
def test_every_text_says_what_to_do(language: Language) -> None:
    said = {kind: refusals.explain(READERS[language], kind, VALUES) for kind in refusals.TEXTS}

    assert {kind: text for kind, text in said.items() if not ASKS[language].search(text)} == {}


@pytest.mark.parametrize("language", Language)
def test_every_text_fits_into_the_answer_to_a_tap(language: Language) -> None:
    values = VALUES | {"name": "Константин-Александар Хаџи-Поповић Стефановић"}
    said = [refusals.explain(READERS[language], kind, values) for kind in refusals.TEXTS]

    assert [text for text in said if refusals.toast(text) != text] == []


def test_a_longer_text_is_cut_in_the_answer_to_a_tap() -> None:
    values = VALUES | {"name": "Љ" * 200}
    text = refusals.explain(READERS[Language.RO], "AlreadyHandled", values)

    assert units(refusals.toast(text)) == 200
    assert refusals.toast(text).endswith("Љ…")


@pytest.mark.parametrize(
    ("language", "minutes", "said"),
    [
        (Language.SR_CYRL, 21, "Унето је превише погрешних кодова. Покушајте поново за 21 минут."),
        (Language.SR_LATN, 3, "Uneto je previše pogrešnih kodova. Pokušajte ponovo za 3 minuta."),
        (
            Language.RO,
            19,
            "Au fost introduse prea multe coduri greșite. Încercați din nou peste 19 minute.",
        ),
        (Language.EN, 1, "Too many codes were tried. Please try again in 1 minute."),
    ],
)
def test_minutes_are_counted_as_the_language_counts(
    language: Language, minutes: int, said: str
) -> None:
    assert refusals.explain(READERS[language], "TooManyCodes", {"minutes": minutes}) == said
