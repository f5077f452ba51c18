"""Settlements, crossings and landmarks found by any of their names, however they are spelt."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib import resources

from geography.crossings import Crossing, crossings
from geography.danube import Landmark, landmarks
from geography.folding import fold
from geography.places import Place, places
from geography.point import Point
from geography.spelling import distance

Named = Place | Crossing | Landmark

# So many are offered at once; more would not be read at night.
OFFERED = 6
_LONGEST, _SHORTEST_PART = 40, 4
_PART = 0
# What stands before a name in a sentence, folded: Serbian, Romanian, English.
_BEFORE = re.compile(
    r"(?:(?:kod|u|iz|ka|blizu|pored|selo|mesto|grad|blizini|la|langa|in|din|spre|satul|comuna|orasul"
    r"|near|at|village|town)\s+)+"
)


def search(typed: str) -> tuple[Named, ...]:
    """What somebody may mean by a name, the likeliest first; empty where nothing comes near.

    All that bear the very name; if none does, those of which it is a part, and those that are
    spelt nearly so.
    """
    if not 2 <= len(typed) <= _LONGEST:
        return ()
    plain = _plain(typed)
    bare = _BEFORE.sub("", plain, count=1) if _BEFORE.match(plain) else plain
    known = _by_name()
    for name in (plain, bare):
        if name in known:
            return known[name][:OFFERED]
    ranks = {name: rank for name in known if (rank := _rank(bare, name)) is not None}
    parts = [name for name, rank in ranks.items() if rank == _PART]
    found = (each for name in parts or sorted(ranks, key=ranks.__getitem__) for each in known[name])
    return tuple(dict.fromkeys(found))[:OFFERED]


def named(name: str) -> tuple[Named, ...]:
    """All that bear a name, in either language and script, with or without diacritics."""
    return _by_name().get(_plain(name), ())


def at(point: Point) -> Named | None:
    """What is known to stand exactly there, as `search` has found it."""
    return _by_point().get(point)


def _rank(typed: str, name: str) -> int | None:
    """How far what was typed is from a name; `_PART` of it; None where it is another name."""
    if len(typed) < _SHORTEST_PART or not typed[0].isalpha():
        return None
    if name.startswith(typed) or f" {typed} " in f" {name} ":
        return _PART
    most = min(3, len(typed) // 3)
    if typed[:3] == name[:3]:
        most += 1  # the ending changes with the case: Vršac, u Vršcu
    away = distance(typed, name, most)
    return away if away is None else away + 1


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold(name)).split())


@cache
def _by_name() -> dict[str, tuple[Named, ...]]:
    """Folded names, the largest place first and crossings after the places."""
    found: defaultdict[str, dict[Named, None]] = defaultdict(dict)
    called = _other_names()
    for place in places():
        at_home = place.name("")
        known = called.get((place.country, at_home), ())
        for name in (place.sr_cyrl, place.sr_latn, place.ro, *known):
            found[_plain(name)][place] = None
    others: tuple[Named, ...] = (*landmarks(), *crossings())
    for other in others:
        for name in (other.sr_latn, other.ro):
            found[_plain(name)][other] = None
    return {name: tuple(each) for name, each in found.items()}


@cache
def _by_point() -> dict[Point, Named]:
    known: Iterable[Named] = (*crossings(), *landmarks(), *places())
    return {each.point: each for each in known}


def _other_names() -> dict[tuple[str, str], list[str]]:
    """By country and name at home: what else people call a place."""
    file = resources.files("geography").joinpath("data", "names.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {
        (row["country"], row["name"]): [each.strip() for each in row["other_names"].split(";")]
        for row in rows
    }
