"""How differently words are spelt, against the definition written out."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geography.spelling import distance

WORDS = st.text("abcd", max_size=7)


def defined(one: str, other: str) -> int:
    @cache
    def away(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        steps = [away(i - 1, j) + 1, away(i, j - 1) + 1]
        steps.append(away(i - 1, j - 1) + (one[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
            steps.append(away(i - 2, j - 2) + 1)
        return min(steps)

    return away(len(one), len(other))


@given(WORDS, WORDS, st.integers(0, 4))
def test_as_defined_up_to_the_most_asked_for(one: str, other: str, most: int) -> None:
    away = defined(one, other)
    assert distance(one, other, most) == (away if away <= most else None)


@pytest.mark.parametrize(
    ("one", "other", "away"), [("vrsac", "vrsca", 1), ("", "ab", 2), ("socol", "sokol", 1)]
)
def test_letters_left_out_added_changed_and_swapped(one: str, other: str, away: int) -> None:
    assert distance(one, other, 3) == away
