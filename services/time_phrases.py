"""What a text says of a time, word by word, before it is known which time that is."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services import time_words as words
from services.time_clocks import Clock, clock
from services.time_lengths import duration
from services.time_tokens import digits, past, phrase, starts
from services.time_words import Day, Part, Words
from views.language import fold

_WORD = re.compile(r"[0-9]+|[a-z]+|[^\s0-9a-z]")
_LETTERED = re.compile(r"(?<=[0-9])-?ak\b")  # 15ak minuta: about fifteen
_HIATUS = str.maketrans(dict.fromkeys("-–—", " "))
_NEAREST_PAST = 31  # days; a day and month still to come may be of last year only so near


@dataclass(frozen=True)
class OnDate:
    """A day and month, with or without the year."""

    day: int
    month: int
    year: int | None = None

    def days(self, today: date) -> list[date]:
        """The day meant, of this year unless it was at the end of the last one."""
        year = self.year or today.year
        found = _day(year, self.month, self.day)
        if self.year is None and (found is None or found > today):
            before = _day(year - 1, self.month, self.day)
            if before and (today - before).days <= _NEAREST_PAST:
                return [before]
        return [found] if found else []


@dataclass(frozen=True)
class OnWeekday:
    """A day of the week, Monday being 0; the last one, or of last week where that is said."""

    weekday: int
    last: bool = False

    def days(self, today: date) -> list[date]:
        """The last such day; on that very day, today or a week ago."""
        back = (today.weekday() - self.weekday) % 7
        last = today - timedelta(days=back)
        if back:
            return [last]
        return [today - timedelta(days=7), *([] if self.last else [today])]


@dataclass(frozen=True)
class Said:
    """All that a text says of a time; each thing at most once."""

    now: bool = False
    ahead: bool = False
    ago: timedelta | None = None
    days_ago: int | None = None
    day: Day | None = None
    part: Part | None = None
    weekday: OnWeekday | None = None
    date: OnDate | None = None
    clocks: tuple[Clock, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether the day is said."""
        return any(each is not None for each in (self.day, self.days_ago, self.weekday, self.date))


Reading = tuple[Said, int] | None


def said(text: str) -> Said | None:
    """What a text says, if every word of it says something of a time, and no two contradict."""
    tokens = tuple(_WORD.findall(_LETTERED.sub("", fold(text)).translate(_HIATUS)))
    at, told, told_at_all = 0, Said(), False
    while at < len(tokens):
        read = next((found for each in _READERS if (found := each(tokens, at, told))), None)
        if read:
            told, at = read
            told_at_all = True
        elif tokens[at] in words.GLUE or tokens[at] in {",", ".", "/"}:
            at += 1
        else:
            return None
    return told if told_at_all and _whole(told) else None


def _whole(told: Said) -> bool:
    """Whether what is said goes together."""
    exact = told.ago is not None or told.now
    if exact and (told.dated or told.part or told.clocks or (told.now and told.ago is not None)):
        return False
    days = [told.day, told.days_ago, told.weekday, told.date]
    several = sum(each is not None for each in days) > 1
    return not several and (len(told.clocks) < 2 or all(each.country for each in told.clocks))


def _read_part(tokens: Words, at: int, told: Said) -> Reading:
    found = phrase(tokens, at, words.PARTS)
    if found is None or told.part:
        return None
    return replace(told, part=found[0]), found[1]


def _read_day(tokens: Words, at: int, told: Said) -> Reading:
    found = phrase(tokens, at, words.DAYS)
    if found is None or told.day:
        return None
    (day, part), end = found
    if day == Day.AHEAD:
        return replace(told, ahead=True), end
    if part and told.part:
        return None
    return replace(told, day=day, part=part or told.part), end


def _read_ago(tokens: Words, at: int, told: Said) -> Reading:
    """*Before twenty minutes*, *twenty minutes earlier*; *in twenty minutes* is still to come."""
    before = tokens[at] in words.AGO
    coming = starts(tokens, at, words.COMING)
    start = coming or (at + 1 if before else at)
    while start < len(tokens) and tokens[start] in words.AROUND:
        start += 1
    found = duration(tokens, start)
    if found is None or told.ago is not None:
        return None
    length, end = found
    if coming:
        return replace(told, ahead=True), end
    earlier = starts(tokens, end, words.EARLIER)
    if not before and earlier is None:
        return None
    end = earlier or end
    if isinstance(length, int):
        return (replace(told, days_ago=length), end) if told.days_ago is None else None
    return replace(told, ago=length), end


def _read_now(tokens: Words, at: int, told: Said) -> Reading:
    found = phrase(tokens, at, words.NOW)
    return (replace(told, now=True), found[1]) if found else None


def _read_date(tokens: Words, at: int, told: Said) -> Reading:
    """*12.07.*, *12.7.2026*, *12/07*, *12. jul*; two numbers and one full stop are a time."""
    if told.date or not digits(tokens, at, 2):
        return None
    day, after = int(tokens[at]), at + 1
    stop = tokens[after : after + 1] in {(".",), ("/",)}
    after += stop
    if named := phrase(tokens, after, words.MONTHS):
        month, after = named
        stops = 2
    elif stop and digits(tokens, after, 2):
        month, stops = int(tokens[after]), 1 + (tokens[after - 1] == "/")
        after += 1
    else:
        return None
    if tokens[after : after + 1] in {(".",), ("/",)}:
        after, stops = after + 1, 2
    year, after = _year(tokens, after) if stops == 2 else (None, after)
    if stops < 2 and not _goes_on_with_a_time(tokens, after):
        return None
    if _day(year or 2024, month, day) is None:  # 2024 has a 29 February
        return None
    return replace(told, date=OnDate(day, month, year)), past(tokens, after, ".")


def _year(tokens: Words, at: int) -> tuple[int | None, int]:
    """A year in four digits, or in two that are no hour."""
    if digits(tokens, at, 4, least=4) and tokens[at].startswith("20"):
        return int(tokens[at]), at + 1
    if digits(tokens, at, 2, least=2) and int(tokens[at]) > 24:
        return 2000 + int(tokens[at]), at + 1
    return None, at


def _goes_on_with_a_time(tokens: Words, at: int) -> bool:
    """Whether 12.07 is a date, for a time comes after it."""
    at = past(tokens, at, ",")
    return tokens[at : at + 1] in {("u",), ("la",)} or tokens[at + 1 : at + 2] == (":",)


def _read_weekday(tokens: Words, at: int, told: Said) -> Reading:
    last = tokens[at] in words.PAST
    ahead = tokens[at] in words.AHEAD
    found = phrase(tokens, at + 1 if last or ahead else at, words.WEEKDAYS)
    if found is None or told.weekday:
        return None
    weekday, end = found
    after = tokens[end] if end < len(tokens) else ""
    last, ahead = last or after in words.PAST, ahead or after in words.AHEAD
    end += after in words.PAST | words.AHEAD
    if ahead:
        return replace(told, ahead=True), end
    return replace(told, weekday=OnWeekday(weekday, last)), past(tokens, end, ".")


def _read_clock(tokens: Words, at: int, told: Said) -> Reading:
    found = clock(tokens, at)
    if found is None or len(told.clocks) > 1:
        return None
    read, end = found
    hours = tokens[end - 1] in words.HOURS  # of "14:05 ora Serbiei"
    labelled = phrase(tokens, end, words.CLOCK_OF)
    if labelled is None and hours:
        labelled = phrase(tokens, end - 1, words.CLOCK_OF)
    if labelled:
        read, end = replace(read, country=labelled[0]), labelled[1]
    return replace(told, clocks=(*told.clocks, read)), end


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READERS: tuple[Callable[[Words, int, Said], Reading], ...] = (
    _read_part,
    _read_day,
    _read_ago,
    _read_now,
    _read_date,
    _read_weekday,
    _read_clock,
)
