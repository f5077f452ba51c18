"""The place a line names: a settlement by any of its names, or a position typed into it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from geography import names, places, typed
from geography.crossings import Crossing, crossings
from geography.danube import Landmark, landmarks
from geography.folding import fold
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
_FIGURES = 3  # of a position, at least: km 854
_SHORT = 4  # letters; so short a name in small letters may be another word


@dataclass(frozen=True)
class Named:
    """Where it may be, the tokens that say so, and whether that is beyond doubt."""

    points: tuple[Point, ...]
    told: frozenset[int]
    certain: bool
    metres: float | None = None  # how well it is told, where that is not to the metre
    typed: str = ""  # the names, where it is told by name


def typed_in(text: str, tokens: Sequence[Token], taken: set[int]) -> Named | None:
    """A position among the words, in whatever form positions are read in."""
    for start, token in enumerate(tokens):
        if not token.word.isalnum() or start in taken:
            continue
        for end in range(min(len(tokens), start + _WINDOW), start + 1, -1):
            part = text[token.start : tokens[end - 1].end]
            if sum(each.isdigit() for each in part) < _FIGURES:
                break
            told = frozenset(range(start, end))
            match typed.read(part):
                case Point() as point:
                    return Named((point,), told, certain=True)
                case Approximate(point, metres):
                    return Named((point,), told, certain=True, metres=metres)
                case Ambiguous(candidates, metres):
                    return Named(candidates, told, certain=False, metres=metres)
    return None


def named_in(text: str, tokens: Sequence[Token], taken: set[int]) -> Named | None:
    """A place by its name; all of them where several are named, or several have the name."""
    found = list(_named(text, tokens, taken))
    points = tuple(dict.fromkeys(point for each in found for point in each.points))
    if not points:
        return None
    told = frozenset(index for each in found for index in each.told)
    certain = len(points) == 1 and all(each.certain for each in found)
    return Named(points, told, certain, typed=", ".join(each.typed for each in found))


def _named(text: str, tokens: Sequence[Token], taken: set[int]) -> Iterator[Named]:
    at = 0
    while at < len(tokens):
        found = _named_at(text, tokens, at, taken)
        if found:
            yield found
        at = max(found.told) + 1 if found and found.told else at + 1


def _named_at(text: str, tokens: Sequence[Token], at: int, taken: set[int]) -> Named | None:
    before = tokens[at - 1].word if at else ""
    if before in _ELSEWHERE:
        return None
    for length in range(_WORDS_OF_A_NAME, 0, -1):
        told = range(at, at + length)
        if at + length > len(tokens) or taken & set(told):
            continue
        if not all(tokens[index].is_word for index in told):
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
            typed_name = text[tokens[at].start : tokens[told[-1]].end]
            return Named(points, frozenset(told_by), certain=sure, typed=typed_name)
    return _hint(text, tokens, at, taken)


def _hint(text: str, tokens: Sequence[Token], at: int, taken: set[int]) -> Named | None:
    """Of a word in the name of a crossing or landmark: asked, and the word stays in the note."""
    word, before = tokens[at].word, tokens[at - 1].word if at else ""
    great = text[tokens[at].start].isupper() and len(word) >= _SHORT
    if at in taken or not great or not (_alone(tokens, at, at + 1, taken) or before in _AT):
        return None
    points = hinted(word)
    name = text[tokens[at].start : tokens[at].end]
    return Named(points, frozenset(), certain=False, typed=name) if points else None


def _alone(tokens: Sequence[Token], start: int, end: int, taken: set[int]) -> bool:
    """Whether nothing stands on either side but signs and what is understood already."""
    before = start == 0 or start - 1 in taken or not tokens[start - 1].is_word
    return before and (end == len(tokens) or end in taken or not tokens[end].is_word)


def lookup(name: str) -> tuple[Point, ...]:
    """Where what bears exactly this name is; several for namesakes.

    A settlement comes before the crossing or the landmark that is called after it.
    """
    found = names.named(name)
    settlements = tuple(each.point for each in found if isinstance(each, Place))
    return settlements or tuple(each.point for each in found)


def inflected(name: str) -> tuple[Point, ...]:
    """Where a settlement is whose name has this form after a preposition: u Vršcu, kod Kovina."""
    return _by_stem().get(_stem(name), ())


def hinted(name: str) -> tuple[Point, ...]:
    """Crossings and landmarks in whose names a word stands: Nera of the mouth of the Nera."""
    wanted = _stem(name)
    known: tuple[Landmark | Crossing, ...] = (*landmarks(), *crossings())
    return tuple(
        each.point
        for each in known
        if wanted in {*_stem(_plain(each.sr_latn)).split(), *_stem(_plain(each.ro)).split()}
    )


@cache
def _by_stem() -> dict[str, tuple[Point, ...]]:
    found: dict[str, dict[Point, None]] = {}
    for place in places.places():
        for name in (place.sr_latn, place.ro):
            found.setdefault(_stem(_plain(name)), {})[place.point] = None
    return {stem: tuple(points) for stem, points in found.items()}


def _stem(name: str) -> str:
    """A name without the endings that change: Vršac, Vršca; Golubac, Golupca; Bela, Beloj."""
    words = []
    for word in name.split():
        stem = word[:-2] + "c" if word.endswith("ac") else _ENDING.sub("", word)
        words.append(stem.removesuffix("bc") + "pc" if stem.endswith("bc") else stem)
    return " ".join(words)


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold(name)).split())
