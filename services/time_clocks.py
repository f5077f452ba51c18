"""A time of day in words and figures, in the many ways in which two languages say it."""

from dataclasses import dataclass

from services import numerals
from services import time_words as words
from services.time_tokens import digits, past, phrase, starts
from services.time_words import Words

# Minutes *to* an hour; in figures, 10 do 12 may as well be from ten until twelve.
_TO, _TO_WRITTEN = {5, 10, 15, 20, 25}, {15, 20, 25}


@dataclass(frozen=True)
class Clock:
    """A time of day: the hours it can be, 24 at a day's end; whose clock, where that is said."""

    hours: tuple[int, ...]
    minute: int
    country: str = ""


def clock(tokens: Words, at: int) -> tuple[Clock, int] | None:
    """A time of day at a place among tokens, and where it ends."""
    named = phrase(tokens, at, words.NAMED_HOURS)
    if named:
        return Clock(named[0], 0), named[1]
    if tokens[at] == "pola":  # pola osam is half past seven
        next_hour = numerals.read(tokens, at + 1)
        return _clock(next_hour[0] - 1, 30, next_hour[1], exact=False) if next_hour else None
    if len(tokens[at]) == 4 and digits(tokens, at, 4):  # 1405, as radio has it
        hour_and_minute = int(tokens[at][:2]), int(tokens[at][2:])
        return _clock(*hour_and_minute, _past_hours(tokens, at + 1), exact=True)
    number = numerals.read(tokens, at)
    if number is None or (tokens[at].isdigit() and len(tokens[at]) > 2):
        return None
    hour, end = number
    to_hour = numerals.read(tokens, end + 1) if tokens[end : end + 1] == ("do",) else None
    if to_hour and hour in (_TO_WRITTEN if tokens[at].isdigit() else _TO):  # petnaest do devet
        return _clock(to_hour[0] - 1, 60 - hour, to_hour[1], exact=False)
    return _hour_on(tokens, end, hour, written=tokens[at] if tokens[at].isdigit() else "")


def _hour_on(tokens: Words, at: int, hour: int, *, written: str) -> tuple[Clock, int] | None:
    """What follows an hour: its minutes, in one of many ways, or nothing."""
    padded = written.startswith("0")
    sign = tokens[at] if at < len(tokens) else ""
    if sign in {":", ".", ","} and digits(tokens, at + 1, 2, least=2):
        minute = int(tokens[at + 1])
        return _clock(hour, minute, _past_hours(tokens, at + 2), exact=len(written) == 2)
    after = _past_hours(tokens, at)
    for forms, minute in ((words.AND_HALF, 30), (words.AND_QUARTER, 15)):
        if end := starts(tokens, after, forms):
            return _clock(hour, minute, end, exact=padded)
    if tokens[after : after + 1] == ("fara",):
        return _less(tokens, after + 1, hour)
    linked = after < len(tokens) and tokens[after] in words.AND
    minutes = numerals.read(tokens, after + 1) if linked else None
    if minutes is None and digits(tokens, after, 2, least=2):
        minutes = int(tokens[after]), after + 1
    if minutes:
        end = past(tokens, minutes[1], "de")
        end += end < len(tokens) and tokens[end] in words.MINUTES
        return _clock(hour, minutes[0], end, exact=padded)
    return _clock(hour, 0, after, exact=padded)


def _less(tokens: Words, at: int, hour: int) -> tuple[Clock, int] | None:
    """Nouă fără un sfert, fără zece: minutes less than the hour."""
    if end := starts(tokens, at, {("un", "sfert"), ("sfert",)}):
        return _clock(hour - 1, 45, end, exact=False)
    less = numerals.read(tokens, at)
    known = less is not None and less[0] in _TO
    return _clock(hour - 1, 60 - less[0], less[1], exact=False) if less and known else None


def _clock(hour: int, minute: int, end: int, *, exact: bool) -> tuple[Clock, int] | None:
    """Up to twelve, an hour is of the morning or the evening, unless written as 08 or 10:30."""
    if not 0 <= minute < 60 or not 0 <= hour <= 24 or (hour == 24 and minute):
        return None
    if exact or hour == 0 or hour > 12:
        return Clock((hour,), minute), end
    return Clock((hour, 12 + hour) if hour < 12 else (0, 12, 24)[: 2 + (minute == 0)], minute), end


def _past_hours(tokens: Words, at: int) -> int:
    return at + (at < len(tokens) and tokens[at] in words.HOURS)
