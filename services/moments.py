"""When something was seen, from the words of somebody who saw it; what is in doubt is asked back.

Serbian in both scripts and Romanian, with or without diacritics. Never a guess: every word has a
meaning, or the whole text has none.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.time_phrases import Said, said
from services.time_words import CORES, SPANS, Day
from views import times

# A clock on a wrist and ours may differ by so much; later is still to come.
TOLERANCE = timedelta(minutes=5)
# A time told without its day is of the last day and night, the longest of which has 25 hours; half
# a day back and on another date, it may be a slip.
_A_DAY, _HALF_A_DAY = timedelta(hours=25, minutes=30), timedelta(hours=12)
# Longer ago than this is said once more when it is shown.
LONG_AGO = timedelta(days=7)
_LONGEST_TEXT = 80
_DAYS_BACK = {Day.TODAY: 0, Day.YESTERDAY: 1, Day.BEFORE: 2}

Span = tuple[datetime, datetime]


class Doubt(StrEnum):
    """Why a time is not simply shown, but asked about."""

    SEVERAL = "several"  # at eight: in the morning or in the evening
    TWICE = "twice"  # the hour that the clocks go through twice
    SKIPPED = "skipped"  # the hour that the clocks leave out; the moments would have had it
    HOUR = "hour"  # a part of a day without its hour; the moments are its full hours
    NO_TIME = "no_time"  # a day without a time
    FUTURE = "future"  # still to come; the moments, if any, are of the day before


@dataclass(frozen=True)
class Meant:
    """What a time can mean: moments in UTC, to a minute, the likeliest first; none is to come."""

    moments: tuple[datetime, ...]
    doubt: Doubt | None = None


def past(text: str, now: datetime, country: str) -> Meant | None:
    """The time in the past that a text consists of, by a clock of `RS` or `RO`; None for no time.

    A time told without its day is the last such time. Raises nothing for any text.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    one, _, other = text.partition(" / ")
    halves = said(one), said(other)
    if halves[0] and halves[1] and halves[0].dated and halves[1].dated:
        # In the hour around midnight each clock is shown with a day of its own.
        return _agreed(last(halves[0], now, country), last(halves[1], now, country))
    told = said(text)
    return last(told, now, country) if told else None


def last(told: Said, now: datetime, country: str) -> Meant | None:
    """The last time before now that fits what is said; None where that is no time."""
    if told.ahead:
        return Meant((), Doubt.FUTURE)
    now = now.replace(second=0, microsecond=0)
    if told.ago is not None:
        return Meant((now - told.ago,))
    try:
        return _of_clocks(told, now, country)
    except OverflowError:  # a date at the end of all dates
        return None


def _of_clocks(told: Said, now: datetime, country: str) -> Meant | None:
    """By one clock; by both where both are told, which must agree."""
    if not told.clocks:
        return _without_clock(told, now, country)
    found = [
        _Clock(told, clock.hours, clock.minute, clock.country or country, now).meant()
        for clock in told.clocks
    ]
    return _agreed(found[0], found[-1])


def _agreed(first: Meant | None, last: Meant | None) -> Meant | None:
    """What both clocks can mean; None where they contradict each other."""
    if first is None or last is None:
        return None
    both = tuple(at for at in first.moments if at in last.moments)
    if first.moments and not both:
        return None
    return Meant(both, first.doubt if len(both) != 1 or first.doubt != Doubt.SEVERAL else None)


def _without_clock(told: Said, now: datetime, country: str) -> Meant | None:
    if told.now:
        return Meant((now,))
    if told.part is None:
        return Meant((), Doubt.NO_TIME) if told.dated else None
    hours = tuple(CORES[told.part])
    offered = _Clock(told, hours, 0, country, now).moments()
    some = tuple(each for each in offered if each <= now)
    return Meant(some, Doubt.HOUR) if some else Meant((), Doubt.FUTURE)


@dataclass(frozen=True)
class _Shown:
    """A time that a clock shows: the moments at which it does, or would have done."""

    at: tuple[datetime, ...]
    exact: bool


@dataclass(frozen=True)
class _Clock:
    """A time of day, by one clock, on the days it can be of. Naive times are of that clock."""

    told: Said
    hours: tuple[int, ...]
    minute: int
    country: str
    now: datetime

    def meant(self) -> Meant | None:
        found = self.moments()
        if not found:
            return None
        seen = tuple(min(each, self.now) for each in found if each <= self.now + TOLERANCE)
        if not seen:
            return Meant((), Doubt.FUTURE)
        return Meant(seen, self._doubt(seen))

    def moments(self) -> tuple[datetime, ...]:
        """Every moment it can be, those to come as well, the latest first."""
        return tuple(sorted({at for each in self._readings() for at in each.at}, reverse=True))

    def _doubt(self, seen: tuple[datetime, ...]) -> Doubt | None:
        readings = self._readings()
        if any(not each.exact for each in readings):
            return Doubt.SKIPPED
        if any(len(set(each.at) & set(seen)) > 1 for each in readings):
            return Doubt.TWICE
        if len(seen) > 1:
            return Doubt.SEVERAL
        slip = self.now - seen[0] > _HALF_A_DAY and self._local(seen[0]).date() != self._today
        return Doubt.FUTURE if slip and not self.told.dated and self.told.part is None else None

    def _readings(self) -> list[_Shown]:
        """Each time that the clock shows, with the moments at which it does."""
        found = {}
        for shown in self._shown():
            exact = times.moments(shown, self.country)
            at = exact or (times.instead(shown, self.country),)
            within = tuple(each for each in at if self.told.dated or self._of_late(each))
            if within:
                # Without a day, the last such time counts; the days differ in length.
                found[shown if self.told.dated else shown.time()] = _Shown(within, bool(exact))
        return list(found.values())

    def _of_late(self, at: datetime) -> bool:
        return -_A_DAY < at - self.now <= TOLERANCE

    def _shown(self) -> list[datetime]:
        """The times, as the clock shows them, that fit all that is told."""
        midnights = {datetime.combine(each, datetime.min.time()) for each in self._days()}
        around = {each + timedelta(days=day) for each in midnights for day in (-1, 0, 1, 2)}
        return sorted(
            midnight + timedelta(hours=hour, minutes=self.minute)
            for midnight in around
            for hour in self.hours
            if self._fits(midnight, hour, ends_a_day=midnight in midnights)
        )

    def _fits(self, midnight: datetime, hour: int, *, ends_a_day: bool) -> bool:
        """Whether it can be then; 24 is the midnight that ends its day, and of no other."""
        if hour == 24 and (not ends_a_day or (self.told.dated and self.told.part is None)):
            return ends_a_day
        at = midnight + timedelta(hours=hour, minutes=self.minute)
        return any(start <= at < end for start, end in self._spans())

    def _spans(self) -> list[Span]:
        """The stretches of time, by this clock, that it can be in."""
        hours = SPANS[self.told.part] if self.told.part else ((0, 24),)
        days = [datetime.combine(each, datetime.min.time()) for each in self._days()]
        return [
            (day + timedelta(hours=start), day + timedelta(hours=end))
            for day in days
            for start, end in hours
        ]

    def _days(self) -> list[date]:
        today, told = self._today, self.told
        if which := told.date or told.weekday:
            return which.days(today)
        back = _DAYS_BACK.get(told.day) if told.day else told.days_ago
        return [today - timedelta(days=each) for each in ((2, 1, 0) if back is None else (back,))]

    @property
    def _today(self) -> date:
        return self._local(self.now).date()

    def _local(self, at: datetime) -> datetime:
        return times.local(at, self.country).replace(tzinfo=None)
