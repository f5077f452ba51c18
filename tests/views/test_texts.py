"""Every screen reads, word for word, as its file says that was read and approved."""

import re

import pytest

from tests.views import screens
from views.language import Language, latin

# Sentences of people and names of theirs stay in the script they were typed in.
TYPED = re.compile(
    "|".join(
        re.escape(str(text))
        for person in (screens.MILA, screens.ION)
        for text in (person.name, person.unit, screens.VALUES["name"], *screens.NOTES.values())
    )
    + "|Српски|Srpski"
)


def read(language: Language) -> dict[str, str]:
    text = (screens.TEXTS / f"{language}.txt").read_text(encoding="utf-8")
    parts = text.removesuffix("\n").removeprefix(screens.HEADING).split(f"\n\n{screens.HEADING}")
    return dict(part.split("\n", 1) for part in parts)


@pytest.mark.parametrize("language", Language)
def test_every_screen_says_what_was_approved(language: Language) -> None:
    said = {name: screens.shown(screen) for name, screen in screens.of(language).items()}

    assert said == read(language), "read it; then `python -m tests.views.screens`, and commit"


def test_serbian_in_latin_letters_is_serbian_in_cyrillic() -> None:
    cyrillic, latin_text = (
        {name: TYPED.sub("…", text) for name, text in read(language).items()}
        for language in (Language.SR_CYRL, Language.SR_LATN)
    )

    assert {name: latin(text) for name, text in cyrillic.items()} == latin_text


@pytest.mark.parametrize("language", [Language.SR_LATN, Language.RO, Language.EN])
def test_nothing_of_ours_is_in_cyrillic_for_readers_of_latin_letters(language: Language) -> None:
    # A phrase is there for others to read, in both of their scripts.
    ours = {
        name: TYPED.sub("…", text)
        for name, text in read(language).items()
        if not name.startswith("phrase: ")
    }

    assert {name: text for name, text in ours.items() if re.search("[а-шђјљњћџ]", text)} == {}


def test_no_screen_reads_as_in_another_language() -> None:
    """A text left in English would be equal in two files."""
    english, serbian, romanian = map(read, (Language.EN, Language.SR_LATN, Language.RO))

    same = {name for name in english if english[name] in {serbian[name], romanian[name]}}
    assert same == set()
