"""How many people a line tells of; a sum, a band, or nothing where it contradicts itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from services import numerals
from services.report_words import Phrase, Token

GENERIC, KINDS = "person", {"person", "man", "woman", "adult", "minor"}
_BANDS = ((1, 1), (2, 5), (6, 20), (21, None))
_ABOUT = {"oko", "otprilike", "cca", "cirka", "circa", "nekih", "vreo", "cam", "aproximativ",
          "aprox", "aproape", "ca"}  # fmt: skip  # one family
_MORE_THAN = (("vise", "od"), ("preko",), ("peste",), ("mai", "mult", "de"), ("mai", "multi", "de"),
              (">",))  # fmt: skip  # forms of one meaning
_AT_LEAST = (("najmanje",), ("bar",), ("barem",), ("minimum",), ("minim",), ("cel", "putin"))
_GROUP = (("grupa", "od"), ("grupu", "od"), ("u", "grupi", "od"), ("grup", "de"), ("grupul", "de"),
          ("un", "grup", "de"))  # fmt: skip  # forms of one meaning
_OR = {"ili", "do", "sau", "la", "-"}
_SUMS = {"+", "x", "*", "/"}
_PLUS = {"i", "si", "+", "plus"}
_OF_THEM = (("od", "toga"), ("od", "kojih"), ("od", "njih"), ("medju", "njima"), ("dintre", "care"),
            ("din", "care"), ("printre", "care"))  # fmt: skip  # forms of one meaning
_MOST = 9999

Band = tuple[int, int | None]


@dataclass(frozen=True)
class Count:
    """So many people of a kind, told from one token to before another."""

    kind: str
    band: Band
    start: int
    end: int


@dataclass(frozen=True)
class People:
    """How many there are in all, and the tokens that say so."""

    band: Band
    told: frozenset[int]


def people_in(tokens: Sequence[Token], phrases: Sequence[Phrase], taken: set[int]) -> People | None:
    """All people of a line together; None where nothing is said of them, or two things are."""
    counts = _counts(tokens, phrases, taken)
    kinds = [count.kind for count in counts]
    if not counts or len(set(kinds)) < len(kinds):
        return None
    if all(count.band[1] is not None and count.band[1] > _MOST for count in counts):
        return None
    told = {index for count in counts for index in range(count.start, count.end)}
    for before, count in pairwise(counts):
        between = tuple(token.word for token in tokens[before.end : count.start])
        if len(between) == 1 or any(_holds(between, form) for form in _OF_THEM):
            told |= set(range(before.end, count.start))
    return People(_together(tokens, counts), frozenset(told))


def _together(tokens: Sequence[Token], counts: Sequence[Count]) -> Band:
    """The sum; who may or may not be among those counted before makes a band of it."""
    least, most = counts[0].band
    generic = counts[0].kind == GENERIC
    for before, count in pairwise(counts):
        between = tuple(token.word for token in tokens[before.end : count.start])
        if any(_holds(between, form) for form in _OF_THEM):
            continue
        added, at_most = count.band
        if not generic or between in {(word,) for word in _PLUS}:
            least += added
        most = None if most is None or at_most is None else most + at_most
    return least, most


def _counts(tokens: Sequence[Token], phrases: Sequence[Phrase], taken: set[int]) -> list[Count]:
    words = [
        "" if index in taken else token.word for index, token in enumerate(tokens)
    ]  # a figure of a time counts nobody
    nouns = [each for each in phrases if each.meaning.gives in KINDS | {"suspect", "migrants"}]
    armed = [each for each in phrases if each.meaning.gives in {"armed", "unarmed"}]
    between = {index for each in armed for index in range(each.start, each.end)}
    found = [each for noun in nouns if (each := _counted(words, noun, between))]
    spoken_for = {index for count in found for index in range(count.start, count.end)}
    for index, word in enumerate(words):
        if word in numerals.OF_PEOPLE and index not in spoken_for:
            number = numerals.OF_PEOPLE[word]
            found.append(Count(GENERIC, (number, number), index, index + 1))
    return sorted(found, key=lambda count: count.start)


def _counted(words: Sequence[str], noun: Phrase, between: set[int]) -> Count | None:
    """The number before a noun, or after it and a colon."""
    kind = noun.meaning.gives if noun.meaning.gives in KINDS else GENERIC
    at = noun.start
    while at and (words[at - 1] == "de" or at - 1 in between):  # 25 de persoane, 2 naoružana lica
        at -= 1
    band = _before(words, at)
    if band:
        return Count(kind, band[0], band[1], noun.end)
    if words[noun.end : noun.end + 1] == [":"]:
        number = numerals.read(words, noun.end + 1)
        if number and number[0] and not words[noun.end + 1].startswith("0"):
            return Count(kind, (number[0], number[0]), noun.start, number[1])
    return None


def _before(words: Sequence[str], end: int) -> tuple[Band, int] | None:
    """The number that ends there, with what makes a band of it, and where that begins."""
    number = _number_before(words, end)
    if number is None:
        return None
    most, start, about = number
    or_so = start > 0 and words[start - 1] in _OR  # 3 ili 4 osobe; 3-4 osobe
    lower = _number_before(words, start - 1) if or_so else None
    least, start = lower[:2] if lower else (most, start)
    # 3+2 and 2 3 may be anything.
    if least > most or (start and (words[start - 1] in _SUMS or words[start - 1].isdigit())):
        return None
    for forms, more in ((_MORE_THAN, 1), (_AT_LEAST, 0)):
        if length := _ends(words, start, forms):
            return ((least + more, None), _group(words, start - length))
    if start and words[start - 1] in _ABOUT:
        about, start = True, start - 1
    return _around(least) if about else (least, most), _group(words, start)


def _around(number: int) -> Band:
    """The band of the form that a number said to be about right is in."""
    return next(band for band in _BANDS if band[1] is None or number <= band[1])


def _number_before(words: Sequence[str], end: int) -> tuple[int, int, bool] | None:
    """A number in figures or words that ends there: its value, its beginning, whether *about*."""
    if end and words[end - 1] in numerals.ABOUT:
        return numerals.ABOUT[words[end - 1]], end - 1, True
    if end and words[end - 1] in numerals.OF_PEOPLE:
        return numerals.OF_PEOPLE[words[end - 1]], end - 1, False
    for start in range(max(0, end - 3), end):
        number = numerals.read(words, start)
        if number and number[1] == end and number[0] and not words[start].startswith("0"):
            return number[0], start, False
    return None


def _group(words: Sequence[str], start: int) -> int:
    return start - _ends(words, start, _GROUP)


def _ends(words: Sequence[str], end: int, forms: Sequence[tuple[str, ...]]) -> int:
    """How many words of the longest of these forms end there."""
    lengths = [len(each) for each in forms if tuple(words[max(0, end - len(each)) : end]) == each]
    return max(lengths, default=0)


def _holds(words: tuple[str, ...], form: tuple[str, ...]) -> bool:
    return any(words[at : at + len(form)] == form for at in range(len(words)))
