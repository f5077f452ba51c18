"""Numbers in words, Serbian and Romanian, as they come when words are folded."""

from collections.abc import Sequence

_ONES = {
    "nula": 0, "zero": 0,
    "jedan": 1, "jedna": 1, "jedno": 1, "jednu": 1, "jednog": 1, "jednom": 1, "jedne": 1,
    "unu": 1, "una": 1, "un": 1, "o": 1,
    "dva": 2, "dve": 2, "dvije": 2, "doi": 2, "doua": 2,
    "tri": 3, "trei": 3,
    "cetiri": 4, "cetri": 4, "patru": 4,
    "pet": 5, "cinci": 5,
    "sest": 6, "sase": 6,
    "sedam": 7, "sapte": 7,
    "osam": 8, "opt": 8,
    "devet": 9, "noua": 9,
}  # fmt: skip  # a number a line reads best
_TEENS = {
    "deset": 10, "zece": 10,
    "jedanaest": 11, "unsprezece": 11, "unspe": 11,
    "dvanaest": 12, "doisprezece": 12, "douasprezece": 12, "doispe": 12, "douaspe": 12,
    "trinaest": 13, "treisprezece": 13, "treispe": 13,
    "cetrnaest": 14, "paisprezece": 14, "paispe": 14,
    "petnaest": 15, "cincisprezece": 15, "cinspe": 15,
    "sesnaest": 16, "saisprezece": 16, "saispe": 16,
    "sedamnaest": 17, "saptesprezece": 17, "saptespe": 17,
    "osamnaest": 18, "optsprezece": 18, "optspe": 18,
    "devetnaest": 19, "nouasprezece": 19, "nouaspe": 19,
}  # fmt: skip  # a number a line reads best
_TENS = {
    "dvadeset": 20, "dvaes": 20, "douazeci": 20,
    "trideset": 30, "treizeci": 30,
    "cetrdeset": 40, "patruzeci": 40,
    "pedeset": 50, "cincizeci": 50,
    "sezdeset": 60, "saizeci": 60,
    "sedamdeset": 70, "saptezeci": 70,
    "osamdeset": 80, "optzeci": 80,
    "devedeset": 90, "nouazeci": 90,
}  # fmt: skip  # a number a line reads best
_ALONE = {"sto": 100}
_AND = {"i", "si"}
# Serbian counts people with words of their own: dvoje, dvojica, two of them.
OF_PEOPLE = {
    "dvoje": 2, "dvojica": 2, "dvojicu": 2, "dvojice": 2, "dvojici": 2,
    "troje": 3, "trojica": 3, "trojicu": 3, "trojice": 3, "trojici": 3,
    "cetvoro": 4, "cetvorica": 4, "cetvoricu": 4, "cetvorice": 4,
    "petoro": 5, "petorica": 5, "petoricu": 5, "petorice": 5,
    "sestoro": 6, "sestorica": 6, "sestoricu": 6, "sestorice": 6,
    "sedmoro": 7, "sedmorica": 7, "sedmoricu": 7, "sedmorice": 7,
    "osmoro": 8, "osmorica": 8, "osmoricu": 8, "osmorice": 8,
    "devetoro": 9, "devetorica": 9, "devetoricu": 9,
    "desetoro": 10, "desetorica": 10, "desetoricu": 10,
}  # fmt: skip  # a number a line reads best
# *About so many*: never to be read as exactly so many.
ABOUT = {
    "desetak": 10, "petnaestak": 15, "dvadesetak": 20, "tridesetak": 30, "cetrdesetak": 40,
    "pedesetak": 50, "stotinak": 100,
}  # fmt: skip  # a family a line reads best
_MOST_DIGITS = 4


def read(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """A number at a place among folded words or digits: its value, and where it ends."""
    if start >= len(words):
        return None
    word = words[start]
    if word.isascii() and word.isdigit():
        return (int(word), start + 1) if len(word) <= _MOST_DIGITS else None
    if word in _TENS:
        after = (
            start + 2 if words[start + 1 : start + 2] and words[start + 1] in _AND else start + 1
        )
        one = _ONES.get(words[after], 0) if after < len(words) else 0
        return (_TENS[word] + one, after + 1) if one else (_TENS[word], start + 1)
    for known in (_ONES, _TEENS, _ALONE):
        if word in known:
            return known[word], start + 1
    return None
