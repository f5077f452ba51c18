"""When something will be, from words: the next such time, and never a guess.

The words are those of `services.moments`; the next time is the last one as seen from a day later.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from services import moments
from services.moments import Doubt, Meant
from services.time_phrases import OnDate, Said, said
from services.time_words import Day
from views import times
from views.language import fold

_TOMORROW = re.compile(r"\b(?:sutra|maine|tomorrow)\b")
_TODAY = re.compile(r"\btoday\b")
_LONGEST_TEXT = 80
# A date without its year is of the next one only so near.
_NEAREST = timedelta(days=180)


def coming(text: str, now: datetime, country: str) -> Meant | None:
    """What a time that is still to come can mean, by a clock of `RS` or `RO`; None for no time.

    A time told without its day is the next such time. Raises nothing for any text.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    plain = _TODAY.sub("danas", fold(text))
    tomorrow = _TOMORROW.search(plain) is not None
    told = said(_TOMORROW.sub("danas", plain))
    if told is None or not told.clocks or told.ahead or told.days_ago is not None:
        return None
    try:
        return _next(told, now, country, tomorrow=tomorrow)
    except OverflowError:  # a date at the end of all dates
        return None


def _next(told: Said, now: datetime, country: str, *, tomorrow: bool) -> Meant | None:
    if told.day not in {None, Day.TODAY}:
        return None
    today = times.local(now, country).replace(hour=23, minute=59, fold=0)
    if told.day:
        seen_from = today + timedelta(days=int(tomorrow))
    elif told.date:
        told = replace(told, date=_of_year(told.date, now))
        seen_from = now + timedelta(days=366)
    else:
        seen_from = now + timedelta(days=7 if told.weekday else 1)
    meant = moments.last(told, seen_from.astimezone(now.tzinfo), country)
    if meant is None:
        return None
    ahead = tuple(sorted(each for each in meant.moments if each > now))
    if told.weekday:
        ahead = ahead[:1]
    still = meant.doubt if meant.doubt != Doubt.FUTURE and len(ahead) != 1 else None
    if meant.doubt in {Doubt.TWICE, Doubt.SKIPPED, Doubt.HOUR}:
        still = meant.doubt
    return Meant(ahead, still if ahead else Doubt.FUTURE)


def _of_year(date: OnDate, now: datetime) -> OnDate:
    """With its year: this one, or the next where that day is over and comes again soon."""
    if date.year:
        return date
    this = replace(date, year=now.year)
    days = this.days(now.date())
    over = bool(days) and days[0] < now.date()
    following = replace(date, year=now.year + 1)
    again = following.days(now.date())
    soon = bool(again) and again[0] - now.date() < _NEAREST
    return following if over and soon else this
