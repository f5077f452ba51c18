"""Serbian in Latin letters, made from the Cyrillic that is stored."""

import re

import cyrtranslit

# What is not a word of ours stays as it is: placeholders, web addresses, @names and /commands.
_UNTOUCHED = re.compile(r"\{[^{}]*\}|https?://\S+|(?<!\w)@\w+|(?<![\w/])/\w+")
_DIGRAPH = re.compile(r"[ЉЊЏ]")


def latin(cyrillic: str) -> str:
    """Write Serbian Cyrillic in Latin letters; lossless, so only Cyrillic is ever stored.

    The capitals Љ, Њ and Џ become LJ, NJ and DŽ inside a word in capitals (ЉУБАВ is LJUBAV) and
    Lj, Nj and Dž before a small letter (Љубав is Ljubav).
    """
    parts = []
    end = 0
    for kept in _UNTOUCHED.finditer(cyrillic):
        parts += [_letters(cyrillic[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*parts, _letters(cyrillic[end:])])


def _letters(cyrillic: str) -> str:
    in_capitals = _DIGRAPH.sub(lambda found: _digraph(found, cyrillic), cyrillic)
    return str(cyrtranslit.to_latin(in_capitals, "sr"))


def _digraph(found: re.Match[str], text: str) -> str:
    neighbours = text[found.end() : found.end() + 1] + text[: found.start()][-1:]
    neighbour = next((letter for letter in neighbours if letter.isalpha()), "")
    pair = str(cyrtranslit.to_latin(found.group(), "sr"))
    return pair.upper() if neighbour.isupper() else pair
