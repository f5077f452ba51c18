"""Looking along the words of a time: which phrase stands at a place, and where it ends."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from services.time_words import Words

T = TypeVar("T")


def phrase(tokens: Words, at: int, table: Mapping[Words, T]) -> tuple[T, int] | None:
    """The longest phrase of a table at a place."""
    for length in (4, 3, 2, 1):
        phrase = tokens[at : at + length]
        if len(phrase) == length and phrase in table:
            return table[phrase], at + length
    return None


def starts(tokens: Words, at: int, forms: Collection[Words]) -> int | None:
    """Where one of these forms ends, if it stands there."""
    ends = [at + len(each) for each in forms if tokens[at : at + len(each)] == each]
    return max(ends, default=None)


def past(tokens: Words, at: int, word: str) -> int:
    """Behind a word, if it stands there."""
    return at + (tokens[at : at + 1] == (word,))


def digits(tokens: Words, at: int, most: int, *, least: int = 1) -> bool:
    """Whether a number of so many figures stands there."""
    return at < len(tokens) and tokens[at].isdigit() and least <= len(tokens[at]) <= most
