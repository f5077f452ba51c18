"""How long ago, in words: minutes, hours and halves of them, days."""

from datetime import timedelta

from services import numerals
from services import time_words as words
from services.time_tokens import past, starts
from services.time_words import Words


def duration(tokens: Words, at: int) -> tuple[timedelta | int, int] | None:
    """How long: hours and minutes, or whole days as a number."""
    if end := starts(tokens, at, words.HALF_HOUR):
        return timedelta(minutes=30), end
    for form, minutes in words.QUARTER.items():
        if tokens[at : at + len(form)] == form:
            return timedelta(minutes=minutes), at + len(form)
    if at < len(tokens) and tokens[at] in numerals.ABOUT:
        return _counted(tokens, at + 1, numerals.ABOUT[tokens[at]])
    if tokens[at : at + 1] in {("sat",), ("ora",)}:
        return _more(tokens, past(tokens, at + 1, "vremena"), 60)
    number = numerals.read(tokens, at)
    return _counted(tokens, number[1], number[0]) if number else None


def _counted(tokens: Words, at: int, number: int) -> tuple[timedelta | int, int] | None:
    """A number, and what it counts."""
    minutes = 0
    if half := starts(tokens, at, words.AND_HALF):  # dva i po sata
        at, minutes = half, 30
    elif tokens[at : at + 1] in {(",",), (".",)} and tokens[at + 1 : at + 2] == ("5",):  # 1,5 h
        at, minutes = at + 2, 30
    at = past(tokens, at, "de")
    unit = tokens[at] if at < len(tokens) else ""
    if unit in words.HOURS:
        return _more(tokens, past(tokens, at + 1, "vremena"), number * 60 + minutes)
    if minutes:
        return None
    if unit in words.MINUTES:
        return timedelta(minutes=number), at + 1
    return (number, at + 1) if unit in words.DAYS_LONG else None


def _more(tokens: Words, at: int, minutes: int) -> tuple[timedelta, int]:
    """An hour *and a half*, *and a quarter*, *and twenty minutes*."""
    if end := starts(tokens, at, words.AND_HALF):
        return timedelta(minutes=minutes + 30), end
    if end := starts(tokens, at, words.AND_QUARTER):
        return timedelta(minutes=minutes + 15), end
    linked = at < len(tokens) and tokens[at] in words.AND
    number = numerals.read(tokens, at + 1 if linked else at)
    if number and number[0] < 60:
        end = past(tokens, number[1], "de")
        if end < len(tokens) and tokens[end] in words.MINUTES:
            return timedelta(minutes=minutes + number[0]), end + 1
        if linked:
            return timedelta(minutes=minutes + number[0]), number[1]
    return timedelta(minutes=minutes), at
