"""Over there in one line: a bearing or direction, and a distance, from where one stands."""

import re

from geography.folding import fold
from geography.plain import plain
from geography.point import Compass, bearing_of
from geography.readings import Seen

_LONGEST = 60
_NUMBER = r"[0-9]{1,9}(?:[.,][0-9]{1,9})?"
_UNITS = r"km|kilomet(?:ar|ra|ri|ru|er|re)s?|m|met(?:ar|ra|ri|ru|er|re)s?"
_WORDS: dict[str, Compass | None] = {
    word: direction
    for direction, words in {
        Compass.NORTH: "n sever severno severu nord north",
        Compass.NORTH_EAST: "ne si severoistok severoistocno nord-est nordest north-east northeast",
        Compass.EAST: "e i istok istocno istoku est east",
        Compass.SOUTH_EAST: "se ji jugoistok jugoistocno sud-est sudest south-east southeast",
        Compass.SOUTH: "j jug juzno jugu sud south",
        Compass.SOUTH_WEST: "sw jz sv jugozapad jugozapadno sud-vest sudvest south-west southwest",
        Compass.WEST: "w z v zapad zapadno zapadu vest west",
        Compass.NORTH_WEST: "nw sz nv severozapad severozapadno nord-vest nordvest north-west"
        " northwest",
    }.items()
    for word in words.split()
}
# North (sever) to one side, south (sud) to the other.
_WORDS["s"] = None

_DIRECTION = "|".join(sorted(_WORDS, key=len, reverse=True))
_BEARING = (
    rf"(?:(?P<heading>azimut|azimutul|bearing|kurs|smer|smera|pravac|directia|spre|ka|la|towards)"
    rf"\s?:?\s)?(?:(?P<degrees>{_NUMBER})\s?(?P<sign>°|stepeni|stepen|grade|de grade|degrees|deg)?"
    rf"|(?P<word>{_DIRECTION}))"
)
_METRES = (
    r"(?:(?:na|la|at|oko|circa|cca|udaljenost|distanta)\s)?"
    rf"(?P<far>{_NUMBER})\s?(?P<unit>{_UNITS})\.?"
)
_FROM_HERE = r"(?:\s(?:od mene|odavde|de la mine|de aici|from me|from here|of me))?"
_TEXT = (
    re.compile(rf"{_BEARING}\s?[,;/]?\s?{_METRES}{_FROM_HERE}"),
    re.compile(rf"{_METRES}\s?[,;/]?\s?{_BEARING}{_FROM_HERE}"),
)
_DISTANCE = re.compile(rf"([+-]?{_NUMBER})\s?({_UNITS})?\.?")
_THOUSANDS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")


def read(text: str) -> Seen | None:
    """What a text says of a place over there; None for a text of another kind. Raises nothing.

    Degrees need their sign, a heading before them, or three digits: 45 500 m is no bearing. They
    may be beyond the circle: whoever asks refuses that.
    """
    folded = _folded(text)
    found = next((each for form in _TEXT if (each := form.fullmatch(folded))), None)
    if found is None:
        return None
    metres = _metres(found["far"], found["unit"])
    if found["word"]:
        direction = _WORDS[found["word"]]
        bearing = None if direction is None else bearing_of(direction)
        return Seen(bearing, metres, words=True)
    degrees = found["degrees"]
    if not (
        found["sign"] or found["heading"] in {"azimut", "azimutul", "bearing", "kurs"}
    ) and not (re.match(r"[0-9]{3}(?![0-9])", degrees)):
        return None
    return Seen(float(degrees.replace(",", ".")), metres, words=False)


def metres(text: str) -> float | None:
    """A distance alone, with its unit or in metres; None for a text of another kind."""
    found = _DISTANCE.fullmatch(_folded(text))
    return _metres(found[1], found[2] or "") if found else None


def _metres(number: str, unit: str) -> float:
    if unit.startswith("k"):
        return float(number.replace(",", ".")) * 1000
    # 1.200 m are twelve hundred here, and 1,200 m are so in English: nobody types millimetres.
    if _THOUSANDS.fullmatch(number):
        return float(re.sub("[.,]", "", number))
    return float(number.replace(",", "."))


def _folded(text: str) -> str:
    return fold(plain(text).replace("°", "° ")) if len(text) <= _LONGEST else ""
