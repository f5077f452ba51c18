"""What the data of a button says, which anybody can forge: so many words, and whole numbers."""

from collections.abc import Sequence

from services.errors import Stale

_DIGITS = 9  # of the longest number that a button carries: a key, a version, a minute


def words(parts: Sequence[str], many: int) -> list[str]:
    """The words after the button's name. Raises `Stale` unless there are so many."""
    if len(parts) != many + 1:
        raise Stale
    return list(parts[1:])


def word(parts: Sequence[str]) -> str:
    """The one word after the button's name. Raises `Stale`."""
    return words(parts, 1)[0]


def whole(typed: str) -> int:
    """A number. Raises `Stale`."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS):
        raise Stale
    return int(typed)


def wholes(parts: Sequence[str], many: int) -> list[int]:
    """So many numbers after the button's name. Raises `Stale`."""
    return [whole(each) for each in words(parts, many)]
