"""Registration plates among the words of a line: Serbian, Romanian, and whatever is called one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.report_words import Token, phrases_in

# Letters, figures, letters: BG 123-AB and VŠ 1234-AB in Serbia, TM 12 ABC and B 123 ABC in Romania.
_SHAPES = (((2, 3), (3, 5), (2, 2)), ((1, 2), (2, 3), (3, 3)))
# Words that stand before a number in a sentence in capitals.
_WORDS = {"ka", "la", "na", "od", "do", "iz", "za", "sa", "in", "cu", "de", "pe"}
_LONGEST = 12  # letters and figures


@dataclass(frozen=True)
class Plate:
    """A plate as it was typed, and the tokens it stands in."""

    text: str
    told: frozenset[int]


def plates_in(text: str, tokens: Sequence[Token], taken: set[int]) -> list[Plate]:
    """Every plate of a line, from its beginning to its end."""
    called = {each.end for each in phrases_in(tokens, taken) if each.meaning.gives == "plate"}
    found: list[Plate] = []
    at = 0
    while at < len(tokens):
        first = next(_ends(text, tokens, at, called=_called(tokens, at, called)), at)
        if first > at and not taken & set(range(at, first)):
            typed = text[tokens[at].start : tokens[first - 1].end]
            found.append(Plate(typed, frozenset(range(at, first))))
        at = max(first, at + 1)
    return found


def _called(tokens: Sequence[Token], at: int, called: set[int]) -> bool:
    """Whether *plates* stands before it."""
    return at in called or (at > 0 and tokens[at - 1].word in {":", "."} and at - 1 in called)


def _ends(text: str, tokens: Sequence[Token], at: int, *, called: bool) -> Iterator[int]:
    whole = at == 0 or not _joined(text, tokens[at - 1], tokens[at])
    ends = at + 3 >= len(tokens) or not _joined(text, tokens[at + 2], tokens[at + 3])
    for shape in _SHAPES if whole and ends else ():
        if _has_shape(text, tokens[at : at + 3], shape, called=called):
            yield at + 3
    if called:
        end = at + 1
        while end < len(tokens) and _joined(text, tokens[end - 1], tokens[end]):
            end += 1
        typed = text[tokens[at].start : tokens[end - 1].end]
        if any(each.isdigit() for each in typed) and len(typed) <= _LONGEST:
            yield end


def _has_shape(
    text: str, tokens: Sequence[Token], shape: tuple[tuple[int, int], ...], *, called: bool
) -> bool:
    if len(tokens) < 3:
        return False
    fits = all(
        least <= token.end - token.start <= most and token.word.isdigit() == (index == 1)
        for index, (token, (least, most)) in enumerate(zip(tokens, shape, strict=True))
    )
    if not fits or not tokens[0].word.isalpha() or not tokens[2].word.isalpha():
        return False
    joined = all(_joined(text, tokens[index], tokens[index + 1]) for index in (0, 1))
    great = all(text[each.start : each.end].isupper() for each in (tokens[0], tokens[2]))
    return called or joined or (great and tokens[0].word not in _WORDS)


def _joined(text: str, one: Token, other: Token) -> bool:
    return text[one.end : other.start] in {"", "-"} and (other.word.isalnum() or other.word == "-")
