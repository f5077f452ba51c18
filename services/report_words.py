"""The words of a report in one line, as both languages have them: which phrase gives what."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from views.glossary import terms
from views.language import fold

# What letters carry with them: marks, and invisible signs that come along with copied text.
_CARRIED = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_TOKEN = re.compile(
    rf"[0-9]+|(?<=[0-9])[-–—](?=[0-9])|(?:[^\W\d_][{_CARRIED}]*)+|->|=>|[^\s\-–—_{_CARRIED}]"
)
_ABBREVIATED = re.compile(r"\b([^\W\d_]{1,4})\.(?=\s)")
_BRACKETS = re.compile(r"\([^)]*\)")
# Words after which a thing is not there, and those by which a whole part of a line denies.
_WITHOUT = {"bez", "ni", "niti", "nikakav", "nikakvih", "fara", "nici"}
_DENIALS = {
    "nema", "nije", "nisu", "nisam", "nismo", "ne", "niko", "nikoga", "nikog", "nu", "nimeni",
    "nimic",
}  # fmt: skip  # two languages
_LINKS = {
    "ka", "prema", "za", "u", "na", "kod", "i", "sa", "iz", "od",
    "spre", "catre", "in", "la", "langa", "si", "cu", "din", "dinspre",
}  # fmt: skip  # two languages
_SIGNS = {",", ";", ".", "!", "(", ")", ":"}
_LONGEST_STEM = 4  # letters by which stems are looked up; none is shorter


@dataclass(frozen=True)
class Token:
    """A word, a number or a sign, folded, and where it stands in the text."""

    word: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is more than a sign."""
        return self.word.isalnum()


@dataclass(frozen=True)
class Meaning:
    """What a phrase gives: `key` of the glossary, as what part of a report."""

    key: str
    gives: str


@dataclass(frozen=True)
class Phrase:
    """A phrase found: what it gives, and from which token to before which."""

    meaning: Meaning
    start: int
    end: int

    @property
    def span(self) -> range:
        """The tokens it stands in."""
        return range(self.start, self.end)


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words, numbers and signs of a text.

    Hyphens are signs only between figures, and the full stops of abbreviations are none.
    """
    found = _TOKEN.finditer(_ABBREVIATED.sub(r"\1 ", text))
    return tuple(
        Token("-" if each[0] in "–—" else fold(each[0]), each.start(), each.end()) for each in found
    )


def denied_in(tokens: Sequence[Token]) -> set[int]:
    """The tokens of which nothing is understood: no boat is no boat, and nobody has crossed.

    What a phrase denies by itself, as *not armed*, is understood.
    """
    words = [token.word for token in tokens]
    spoken = {index for each in phrases_in(tokens, set()) for index in each.span}
    denied: set[int] = set()
    start = 0
    for end in range(len(words) + 1):
        if end < len(words) and words[end] not in _SIGNS:
            continue
        part = range(start, end)
        if any(words[index] in _DENIALS and index not in spoken for index in part):
            denied |= set(part)
        for index in part:
            if words[index] in _WITHOUT and index not in spoken:
                denied |= _without(words, index, end)
        start = end + 1
    return denied


def _without(words: Sequence[str], index: int, end: int) -> set[int]:
    """*Without*, and what is not there: at most two words, up to one that begins something else."""
    after = range(index + 1, min(index + 3, end))
    stop = next((each for each in after if words[each] in _LINKS), after.stop)
    return {index, *range(index + 1, stop)}


def phrases_in(tokens: Sequence[Token], taken: set[int]) -> list[Phrase]:
    """What is known in a text, the longest phrase first, from its beginning to its end."""
    found, at = [], 0
    words = [token.word if index not in taken else "" for index, token in enumerate(tokens)]
    while at < len(words):
        phrase = _phrase_at(words, at)
        if phrase:
            found.append(phrase)
        at = phrase.end if phrase else at + 1
    return found


def _phrase_at(words: Sequence[str], at: int) -> Phrase | None:
    if not words[at]:
        return None
    whole, stems = vocabulary()
    known = [*whole.get(words[at], ()), *stems.get(words[at][:_LONGEST_STEM], ())]
    fitting = [each for each in known if _fits(each[0], words[at : at + len(each[0])])]
    if not fitting:
        return None
    form, meaning = max(fitting, key=lambda each: (len(each[0]), "*" not in each[0][0]))
    return Phrase(meaning, at, at + len(form))


def _fits(form: Sequence[str], words: Sequence[str]) -> bool:
    return len(form) == len(words) and all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for part, word in zip(form, words, strict=True)
    )


Forms = dict[str, list[tuple[tuple[str, ...], Meaning]]]


@cache
def vocabulary() -> tuple[Forms, Forms]:
    """Every form by its first word, and those that begin with a stem by its first letters."""
    whole: Forms = {}
    stems: Forms = {}
    for row in rows():
        meaning = Meaning(row["key"], row["gives"])
        for form in forms_of(row):
            into, key = (stems, form[0][:_LONGEST_STEM]) if "*" in form[0] else (whole, form[0])
            into.setdefault(key, []).append((form, meaning))
    return whole, stems


def forms_of(row: dict[str, str]) -> set[tuple[str, ...]]:
    """The forms of a row, folded, with the glossary's own term where it is what is reported."""
    listed = [*row["sr"].split("|"), *row["ro"].split("|")]
    if row["gives"] in {"category", "way"}:
        term = terms()[row["key"]]
        listed += [_BRACKETS.sub("", term[name]) for name in ("sr_Cyrl", "ro")]
    return {tuple(fold(each).split()) for each in listed}


def rows() -> list[dict[str, str]]:
    """The rows of locales/report_words.csv: `key`, `gives`, `sr`, `ro`."""
    text = files("locales").joinpath("report_words.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
