"""The time a line tells, among its other words; none where it tells two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services import moments
from services.moments import Doubt, Meant
from services.report_words import Token

_WINDOW = 8
# Without one of these a number may be anything: people, a marker, an hour.
_CUES = {
    "sutra", "prekosutra", "maine", "poimaine", "diseara",
    "sad", "sada", "upravo", "acum", "acu", "pre", "ranije", "unazad", "urma",
    "jutros", "danas", "juce", "sinoc", "nocas", "veceras", "prekjuce", "ujutru", "ujutro", "uvece",
    "popodne", "podne", "ponoc", "azi", "astazi", "ieri", "aseara", "alaltaieri", "dimineata",
    "seara", "noaptea", "amiaza", "h", "casova", "sati", "ora", "orei", "orele", ":",
}  # fmt: skip  # two languages
_AT = {"u", "la", "oko", "ora"}
# *A few days ago at 14:05*, *from 14:05*, *until 14:05*: not simply at that time.
_CHANGING = {
    "dana", "dan", "zi", "zile", "nedelje", "sedmice", "saptamana", "saptamani", "meseca",
    "od", "do", "dela", "pana", "intre", "izmedju", "posle", "dupa", "nakon",
}  # fmt: skip  # two languages
_DAYS_PAST = {"juce", "ieri", "prekjuce", "alaltaieri"}


@dataclass(frozen=True)
class Told:
    """A time, the words that told it, and the tokens they stand in."""

    meant: Meant
    typed: str
    told: frozenset[int]
    usable: bool = True  # not of one still to come, nor of one that the words before it change


def time_in(
    text: str, tokens: Sequence[Token], taken: set[int], now: datetime, country: str
) -> Told | None:
    """The one time of a line; None where there is none, or more than one."""
    found: list[Told] = []
    at = 0
    while at < len(tokens):
        told = _time_at(text, tokens, at, taken, now, country)
        if told:
            found.append(told)
        at = max(told.told) + 1 if told else at + 1
    return found[0] if len(found) == 1 and found[0].usable else None


def _time_at(
    text: str, tokens: Sequence[Token], at: int, taken: set[int], now: datetime, country: str
) -> Told | None:
    """The longest time that begins there."""
    if not tokens[at].is_word:
        return None
    for end in range(min(len(tokens), at + _WINDOW), at, -1):
        told = range(at, end)
        words = {tokens[index].word for index in told}
        if not tokens[end - 1].is_word or taken & set(told):
            continue
        # *U 14.05,* and *la 8* at the end of a part are times; *la 8 km* is none.
        ends = end == len(tokens) or not tokens[end].is_word
        if not words & _CUES and not (tokens[at].word in _AT and ends):
            continue
        typed = text[tokens[at].start : tokens[end - 1].end]
        meant = moments.past(typed, now, country)
        if meant and (meant.doubt != Doubt.NO_TIME or words & _DAYS_PAST):
            usable = meant.doubt == Doubt.NO_TIME or bool(meant.moments)
            left_alone = at > 0 and tokens[at - 1].word in _CHANGING
            return Told(meant, typed, frozenset(told), usable=usable and not left_alone)
    return None
