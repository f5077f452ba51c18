"""Places found by any of their names, and those that nobody meant left alone."""

import time

import pytest

from geography.crossings import Crossing
from geography.names import OFFERED, at, search
from geography.places import Place, places, town_near


def homes(typed: str) -> list[str]:
    return [
        each.name("ro") if isinstance(each, Crossing) else each.name("") for each in search(typed)
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "Вршац",
        "ВРШАЦ",
        "Vršac",
        "vrsac",
        "Vârșeț",
        "Vârşeţ",
        "varset",
        "VERȘEȚ",
        "Вршцу",
        "u Vršcu",
        "код Вршца",
        "Vrsaz",
        "Vrsc",
        "lângă Vârșeț",
    ],
)
def test_one_place_by_all_its_names(typed: str) -> None:
    assert homes(typed)[0] == "Vršac"


@pytest.mark.parametrize(
    ("typed", "home"),
    [
        ("Žombolj", "Jimbolia"),
        ("Жомболь", "Jimbolia"),
        ("Turnu Severin", "Drobeta-Turnu Severin"),
        ("drobeta turnu-severin", "Drobeta-Turnu Severin"),
        ("Темишвар", "Timișoara"),
        ("Timisora", "Timișoara"),
        ("Chichinda", "Kikinda"),
        ("Бела Цркв", "Bela Crkva"),
        ("Jasa Tomic", "Jaša Tomić"),
        ("Modoș", "Jaša Tomić"),
        ("Najdaš", "Naidăș"),
        ("Medja", "Međa"),
        ("Сокол", "Socol"),
        ("Базјаш", "Baziaș"),
        ("ušće Nere", "Gura Nerei"),
        ("Djerdap 1", "Porțile de Fier I"),
        ("Ватин", "Stamora Moravița"),
    ],
)
def test_names_of_either_side_and_misspellings(typed: str, home: str) -> None:
    assert homes(typed)[0] == home


def test_what_exists_twice_is_offered_twice_and_told_apart_by_the_next_town() -> None:
    found = [each for each in search("Izvoarele") if isinstance(each, Place)]
    assert len(found) == 2
    told = {(town_near(each).place.ro, round(town_near(each).metres, -3)) for each in found}
    assert len(told) == 2


def test_a_part_of_a_name_offers_all_that_have_it() -> None:
    assert homes("Đerdap") == ["Porțile de Fier I", "Porțile de Fier II"]
    assert {"Veliko Gradište", "Veliko Središte", "Banatsko Veliko Selo"} <= set(homes("Veliko"))
    assert len(search("Sân")) == 0
    assert len(search("Valea")) <= OFFERED


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "V",
        "čamac",
        "osobe",
        "3 osobe",
        "vozilo",
        "persoane",
        "nije se videlo",
        "drona",
        "Čamac bez svetla, dvojica na pramcu",
        "reka",
        "да",
        "x" * 1000,
        "1234",
        "²²²²",
    ],
)
def test_notes_are_no_places(typed: str) -> None:
    assert search(typed) == ()


def test_what_was_found_is_known_again_by_its_point() -> None:
    assert all(at(place.point) is not None for place in places())
    [vrsac, *_others] = search("Vršac")
    assert at(vrsac.point) == vrsac
    assert at(vrsac.point.destination(90, 1)) is None


def test_a_search_takes_milliseconds() -> None:
    search("Vršac")
    for typed in ("Жомбољ", "Drobeta Turnu Sverin", "nigde nikoga"):
        start = time.process_time()
        search(typed)
        print(f"\n{typed}: {(time.process_time() - start) * 1e3:.1f} ms")  # noqa: T201 a figure to read
