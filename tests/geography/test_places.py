"""The settlement nearest to a position, and its names."""

import json
import subprocess
import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geography.places import nearest, places
from geography.point import Point

anywhere = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
SERBIAN = set("абвгдђежзијклљмнњопрстћуфхцчџш")


def test_all_places_are_there_the_largest_first() -> None:
    populations = [place.population for place in places()]
    assert len(populations) == 740
    assert populations == sorted(populations, reverse=True)
    assert {place.country for place in places()} == {"RO", "RS"}


def test_names_are_spelt_with_the_letters_of_their_language() -> None:
    for place in places():
        names = place.sr_cyrl + place.sr_latn + place.ro
        assert not set("şţŞŢÐð") & set(names), place
        assert unicodedata.is_normalized("NFC", names), place
        if place.country == "RS":
            assert {c for c in place.sr_cyrl.lower() if c.isalpha()} <= SERBIAN, place


def test_names_by_language() -> None:
    [vrsac] = [place for place in places() if place.sr_latn == "Vršac"]
    [timisoara] = [place for place in places() if place.ro == "Timișoara"]
    languages = ("sr-Cyrl", "sr-Latn", "ro", "en")
    assert [vrsac.name(one) for one in languages] == ["Вршац", "Vršac", "Vârșeț", "Vršac"]
    assert [timisoara.name(one) for one in languages] == [
        "Темишвар",
        "Temišvar",
        "Timișoara",
        "Timișoara",
    ]


def test_a_position_is_told_from_the_place_it_is_near() -> None:
    [vrsac] = [place for place in places() if place.sr_latn == "Vršac"]
    north = nearest(Point(vrsac.point.latitude + 0.01, vrsac.point.longitude))
    assert (north.place, round(north.metres), round(north.bearing)) == (vrsac, 1112, 0)
    west = nearest(Point(vrsac.point.latitude, vrsac.point.longitude - 0.01))
    assert (west.place, round(west.metres), round(west.bearing)) == (vrsac, 785, 270)


def test_every_place_is_nearest_to_itself() -> None:
    assert [p.ro for p in places() if nearest(p.point).place.point != p.point] == []


@given(anywhere)
def test_no_place_is_nearer_than_the_nearest(point: Point) -> None:
    least = min(place.point.distance_to(point) for place in places())
    assert nearest(point).metres == pytest.approx(least, abs=0.5)


def test_a_question_takes_less_than_a_millisecond() -> None:
    asked = [Point(43.5 + 3.1 * a / 20, 19.5 + 4 * b / 20) for a in range(21) for b in range(21)]
    nearest(asked[0])
    start = time.process_time()
    for point in asked:
        nearest(point)
    assert (time.process_time() - start) / len(asked) < 0.001


LOADING = """
import builtins, io, json, sys, time
from importlib import resources

def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096

opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
before, start = resident(), time.process_time()
from geography import border, coordinates, places
from geography.point import Point
imported = [name for name in opened if name.endswith("geojson")]
border.country(Point(45, 21)), places.nearest(Point(45, 21))
seconds, after = time.process_time() - start, resident()
read = sorted({name.rpartition("/")[2] for name in opened if name.endswith("geojson")})
print(json.dumps([imported, read, seconds, after - before]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_data_is_read_when_first_asked_for_and_is_light() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOADING], capture_output=True, check=True, text=True
    )
    imported, read, seconds, grown = json.loads(told.stdout)
    assert imported == []
    assert read == ["border.geojson", "countries.geojson", "places.geojson"]
    assert seconds < 0.25
    assert grown < 15_000_000
