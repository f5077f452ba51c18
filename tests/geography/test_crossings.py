"""The crossings of both sides, at the border line."""

from collections import Counter

from geography.border import distance_to_border, way_to_border
from geography.crossings import crossings, nearest
from geography.point import Point

SERBIAN = set("абвгдђежзијклљмнњопрстћуфхцчџш")


def test_all_crossings_lie_on_the_border_line() -> None:
    assert Counter(each.kind for each in crossings()) == {
        "road": 8,
        "rail": 2,
        "ferry": 1,
        "port": 4,
    }
    assert max(distance_to_border(each.point) for each in crossings()) < 10


def test_names_are_spelt_with_the_letters_of_their_language() -> None:
    for each in crossings():
        assert {c for c in each.sr_cyrl.lower() if c.isalpha()} - set("i") <= SERBIAN, each
        assert not set("şţŞŢ") & set(each.ro)
    [dam] = [each for each in crossings() if each.ro == "Porțile de Fier I"]
    assert [dam.name(one) for one in ("sr-Cyrl", "sr-Latn", "ro", "en")] == [
        "Ђердап I",
        "Đerdap I",
        "Porțile de Fier I",
        "Porțile de Fier I – Đerdap I",
    ]


def test_the_nearest_crossing() -> None:
    found = nearest(Point(44.6720, 22.5290))
    assert (found.crossing.ro, found.metres < 100) == ("Porțile de Fier I", True)


def test_the_way_to_the_border_line_leads_there() -> None:
    here = Point(44.9, 21.3)
    way = way_to_border(here)
    assert distance_to_border(here.destination(way.bearing, way.metres)) < 1
    assert way.metres == distance_to_border(here)
