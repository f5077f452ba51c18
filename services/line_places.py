"""The place a line names: a settlement by any of its names, or a position typed into it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from geography import names, typed
from geography.places import Place
from geography.point import Point
from geography.readings import Ambiguous, Approximate
from services.report_words import Token

# Before the place where it is; Serbian nouns change their endings after these.
_AT = {"kod", "u", "na", "blizu", "kraj", "pored", "ispod", "iznad", "selo", "mesto", "nadomak",
       "la", "langa", "in", "aproape", "localitatea", "satul", "comuna",
       "orasul", "zona"}  # fmt: skip  # two families
# Before a place where it is not: where it goes, or comes from.
_ELSEWHERE = {"ka", "prema", "spre", "catre", "iz", "od", "do", "za", "put", "din", "dinspre",
              "pravac", "smer", "directia", "inspre"}  # fmt: skip  # two families
_ENDING = re.compile(r"(?:om|oj|og|im|ih|e|u|a|o|i)$")
_WORDS_OF_A_NAME, _WINDOW = 4, 9
_SHORT = 4  # letters; so short a name in small letters may be another word


# A position, and how well it is told in metres, where that is not to the metre.
Spot = tuple[Point, float | None]


@dataclass(frozen=True)
class Named:
    """Where it may be, the tokens that say so, and whether that is beyond doubt."""

    points: tuple[Spot, ...]
    told: frozenset[int]
    certain: bool


def typed_in(text: str, tokens: Sequence[Token], taken: set[int]) -> Named | None:
    """A position among the words, in whatever form positions are read in."""
    for start, token in enumerate(tokens):
        if not token.word.isalnum() or start in taken:
            continue
        for end in range(min(len(tokens), start + _WINDOW), start + 1, -1):
            part = text[token.start : tokens[end - 1].end]
            if sum(each.isdigit() for each in part) < _SHORT:
                break
            told = frozenset(range(start, end))
            match typed.read(part):
                case Point() as point:
                    return Named(((point, None),), told, certain=True)
                case Approximate(point, metres):
                    return Named(((point, metres),), told, certain=True)
                case Ambiguous(candidates, metres):
                    several = tuple((each, metres) for each in candidates)
                    return Named(several, told, certain=False)
    return None


def named_in(text: str, tokens: Sequence[Token], taken: set[int]) -> Named | None:
    """A place by its name; all of them where several are named, or several have the name."""
    found = list(_named(text, tokens, taken))
    points = tuple(dict.fromkeys(point for each in found for point in each.points))
    if not points:
        return None
    told = frozenset(index for each in found for index in each.told)
    certain = len(points) == 1 and all(each.certain for each in found)
    return Named(points, told, certain)


def _named(text: str, tokens: Sequence[Token], taken: set[int]) -> Iterator[Named]:
    at = 0
    while at < len(tokens):
        found = _named_at(text, tokens, at, taken)
        if found:
            yield found
        at = max(found.told) + 1 if found else at + 1


def _named_at(text: str, tokens: Sequence[Token], at: int, taken: set[int]) -> Named | None:
    before = tokens[at - 1].word if at else ""
    if before in _ELSEWHERE:
        return None
    for length in range(_WORDS_OF_A_NAME, 0, -1):
        told = range(at, at + length)
        if at + length > len(tokens) or taken & set(told):
            continue
        name = " ".join(tokens[index].word for index in told)
        written = text[tokens[at].start : tokens[at].end]
        great = written[:1].isupper() and not text.isupper()
        exact = lookup(name)
        points = exact or (inflected(name) if before in _AT else ())
        alone = _alone(tokens, at, at + length, taken)
        if points and (great or alone or before in _AT):
            sure = (great or len(name) > _SHORT) and len(points) == 1
            told_by = {*told, at - 1} if before in _AT and at - 1 not in taken else set(told)
            return Named(points, frozenset(told_by), certain=sure)
    return None


def _alone(tokens: Sequence[Token], start: int, end: int, taken: set[int]) -> bool:
    """Whether nothing stands on either side but signs and what is understood already."""
    before = start == 0 or start - 1 in taken or not tokens[start - 1].is_word
    return before and (end == len(tokens) or end in taken or not tokens[end].is_word)


def lookup(name: str) -> tuple[Spot, ...]:
    """Where a place of exactly this folded name is; several for namesakes.

    Of a settlement and the crossing point beside it, who says no more means the settlement.
    """
    found = names.by_name().get(name, ())
    settlements = [each for each in found if isinstance(each, Place)]
    return tuple((each.point, names.extent(each)) for each in settlements or found)


def inflected(name: str) -> tuple[Spot, ...]:
    """Where a settlement is whose name has this form after a preposition: u Vršcu, kod Kovina."""
    return _by_stem().get(_stem(name), ())


@cache
def _by_stem() -> dict[str, tuple[Spot, ...]]:
    found: dict[str, dict[Spot, None]] = {}
    for name in names.by_name():
        found.setdefault(_stem(name), {}).update(dict.fromkeys(lookup(name)))
    return {stem: tuple(spots) for stem, spots in found.items()}


def _stem(name: str) -> str:
    """A name without the endings that change: Vršac, Vršca; Golubac, Golupca; Bela, Beloj."""
    words = []
    for word in name.split():
        stem = word[:-2] + "c" if word.endswith("ac") else _ENDING.sub("", word)
        words.append(stem.removesuffix("bc") + "pc" if stem.endswith("bc") else stem)
    return " ".join(words)
