"""When a shift can end: usual ends to choose from, and a time of day as it is said."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from views import times

USUAL_HOURS = (4, 8, 12)
USUAL_CLOCK = (7, 19)  # when shifts of both services change, by their own clocks
MORE_HOURS = (1, 2, 4)
SOONEST = timedelta(hours=1)  # an end sooner than this is not worth a button
LONGEST = timedelta(hours=24)  # the longest duty either service orders

_TYPED = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.]([0-5][0-9]))?")


@dataclass(frozen=True)
class Meant:
    """What a time of day can mean. UTC.

    Two moments in the hour that the clocks go through twice; `skipped` where no clock shows the
    time that night, and the moment is the one that would have had it.
    """

    moments: tuple[datetime, ...]
    skipped: bool = False


def usual(now: datetime, country: str) -> list[datetime]:
    """Ends to choose from at this moment, soonest first; UTC."""
    now = _whole_minute(now)
    hours = {now + timedelta(hours=each) for each in USUAL_HOURS}
    clock = {meant.moments[0] for each in USUAL_CLOCK if (meant := _next(now, country, each, 0))}
    offered = {each for each in clock if SOONEST <= each - now <= LONGEST}
    return sorted(hours | offered)


def later(until: datetime, now: datetime) -> list[datetime]:
    """Later ends to choose from; UTC."""
    ends = [until + timedelta(hours=each) for each in MORE_HOURS]
    return [each for each in ends if possible(each, now)]


def possible(until: datetime, now: datetime) -> bool:
    """Whether a shift can end then: later than now, and within a day."""
    return now < until <= now + LONGEST


def typed(text: str, now: datetime, country: str) -> Meant | None:
    """The next time that a clock of `RS` or `RO` shows `19:00`, `7.30` or `7`; None for no time."""
    found = _TYPED.fullmatch(text.strip())
    return _next(now, country, int(found[1]), int(found[2] or 0)) if found else None


def _next(now: datetime, country: str, hour: int, minute: int) -> Meant | None:
    today = times.local(now, country).replace(
        hour=hour, minute=minute, second=0, microsecond=0, tzinfo=None, fold=0
    )
    for day in range(3):
        shown = today + timedelta(days=day)
        exact = times.moments(shown, country)
        ahead = tuple(each for each in exact or (times.instead(shown, country),) if each > now)
        if ahead:
            return Meant(ahead, skipped=not exact)
    return None


def _whole_minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
