"""What is meant by the words of a search: words to be found, or a plate, and a time."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from geography.folding import fold
from storage import plates
from views import times

MOST_WORDS = 8  # more only make a search slow
_MARKS = ".,;:!?\"'()„“”"
SHORTEST_PLATE = 5  # letters and digits of a plate's key

# Folded, in Serbian, Romanian and English.
_DAYS = {"danas": 0, "azi": 0, "astazi": 0, "today": 0, "juce": 1, "ieri": 1, "yesterday": 1}
_HOURS = ("h", "hour", "hours", "ora", "ore", "sat", "sata", "sati")
_UNITS = {
    **dict.fromkeys(_HOURS, timedelta(hours=1)),
    **dict.fromkeys(("dan", "dana", "day", "days", "zi", "zile"), timedelta(days=1)),
}
_SO_LONG = re.compile(rf"\b(\d{{1,3}}) ?(?:de )?({'|'.join(_UNITS)})\b")
_DATE = r"(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4})\b\.?)?"
_DATES = re.compile(rf"(?<![\d.]){_DATE}(?: ?[-–] ?{_DATE})?(?![\d])")
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})\b")


@dataclass(frozen=True)
class Wanted:
    """What a report must hold: each of the folded words, or the plate. Times UTC, None: any."""

    words: tuple[str, ...]
    plate: str = ""
    since: datetime | None = None
    until: datetime | None = None


def read(typed: str, now: datetime, country: str) -> Wanted:
    """What is sought: `дрон 12.07.`, `BG 123-AB`, `Nera 7 dana`, `4711`; days by the own clock."""
    since, until, rest = _period(fold(typed), now, country)
    words = [word.strip(_MARKS) for word in rest.split()]
    plate = plates.key(typed).lower()
    kept = tuple(word for word in words if word)[:MOST_WORDS]
    return Wanted(kept, plate if _like_a_plate(plate) else "", since, until)


def holds(text: str, wanted: Wanted) -> bool:
    """Whether a search text holds what is wanted."""
    return all(each in text for each in wanted.words) or bool(wanted.plate and wanted.plate in text)


def _like_a_plate(key: str) -> bool:
    """`bg123ab`, `tm12abc`: letters and digits, as no word has them."""
    mixed = any(each.isdigit() for each in key) and any(each.isalpha() for each in key)
    return SHORTEST_PLATE <= len(key) <= 10 and mixed


def _period(
    folded: str, now: datetime, country: str
) -> tuple[datetime | None, datetime | None, str]:
    """From when until when, and what is left of the words."""
    today = times.local(now, country).date()
    if found := _SO_LONG.search(folded):
        return now - int(found[1]) * _UNITS[found[2]], None, _without(folded, found)
    if found := _DAY.search(folded):
        day = today - timedelta(days=_DAYS[found[1]])
        after = _start(day + timedelta(days=1), country)
        return _start(day, country), after, _without(folded, found)
    for found in _DATES.finditer(folded):
        first = _date(found[1], found[2], found[3], today)
        last = _date(found[4], found[5], found[6], today) if found[4] else first
        if first and last and first <= last:
            after = _start(last + timedelta(days=1), country)
            return _start(first, country), after, _without(folded, found)
    return None, None, folded


def _date(day: str, month: str, year: str | None, today: date) -> date | None:
    """A day that has been; without a year, the last such one."""
    try:
        found = date(int(year) if year else today.year, int(month), int(day))
        return found if year or found <= today else found.replace(year=found.year - 1)
    except ValueError:
        return None


def _start(day: date, country: str) -> datetime:
    return times.moments(datetime(day.year, day.month, day.day), country)[0]  # noqa: DTZ001 by that clock


def _without(folded: str, found: re.Match[str]) -> str:
    return " ".join((folded[: found.start()] + " " + folded[found.end() :]).split())
