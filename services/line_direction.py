"""Which way a line says it moves; nothing where it says two ways."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.report_words import Phrase, Token

_DIRECTIONS = {
    "field.to_serbia": "to_serbia",
    "field.to_romania": "to_romania",
    "field.along_border": "along_border",
    "field.direction": "unknown",
}
_ARROWS, _SIDES = {"->", "=>", "→", "➡"}, {"rs", "ro", "srb", "rum"}


@dataclass(frozen=True)
class Way:
    """A direction as the form has it, and the tokens that say so."""

    direction: str
    told: frozenset[int]


def direction_in(tokens: Sequence[Token], phrases: Sequence[Phrase]) -> Way | None:
    """The one direction of a line: *ka Rumuniji*, *spre Serbia*, *RS -> RO*, *duž granice*."""
    found: dict[str, set[int]] = {}
    for index, phrase in enumerate(phrases):
        told = _told(tokens, phrases, index)
        if told:
            found.setdefault(_DIRECTIONS[phrase.meaning.key], set()).update(told)
    if len(found) != 1:
        return None
    ((direction, told),) = found.items()
    return Way(direction, frozenset(told))


def _told(tokens: Sequence[Token], phrases: Sequence[Phrase], index: int) -> set[int]:
    """The tokens by which a phrase says a direction; none where it says none."""
    phrase = phrases[index]
    before = phrases[index - 1] if index else None
    if phrase.meaning.gives in {"way", "unknown"}:
        return {*phrase.span, *_origin(phrases, index)}
    if phrase.meaning.gives != "country":
        return set()
    if before and before.meaning.gives == "towards" and before.end == phrase.start:
        return {*before.span, *phrase.span, *_origin(phrases, index - 1)}
    at = phrase.start - 1
    if at < 0 or tokens[at].word not in _ARROWS:
        return set()
    from_there = {at - 1} if at > 0 and tokens[at - 1].word in _SIDES else set()
    return {at, *phrase.span, *from_there}


def _origin(phrases: Sequence[Phrase], index: int) -> set[int]:
    """*From Serbia*, right before *towards Romania*."""
    pair = phrases[max(0, index - 2) : index]
    if [each.meaning.gives for each in pair] != ["from", "country"]:
        return set()
    adjacent = pair[0].end == pair[1].start and pair[1].end == phrases[index].start
    return {*pair[0].span, *pair[1].span} if adjacent else set()
