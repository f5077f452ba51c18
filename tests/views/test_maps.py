"""Maps show what a report says and nothing else, and explain what they show.

`make pictures` sets STRAJA_PICTURES: then two of them are written to docs/pictures.
"""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from geography.picture.drawing import map_frame
from geography.picture.scene import Sign
from geography.point import Point
from storage.organisation import SectorRow
from storage.sightings import Handling
from views import maps
from views.documents.maps import picture
from views.language import Language, Reader
from views.maps import Entry
from views.sightings import Report, Stand

PICTURES = Path("docs/pictures") if os.environ.get("STRAJA_PICTURES") else None

READERS = [
    Reader(Language.SR_CYRL, "RS"),
    Reader(Language.SR_LATN, "RS"),
    Reader(Language.RO, "RO"),
    Reader(Language.EN, "RO"),
]
READER, NUMBER = READERS[0], "RS-26-4711"
HERE, THERE = Point(44.8861, 21.4432), Point(44.9312, 21.3711)
SECTOR = SectorRow(
    code="bela-crkva",
    country="RS",
    sr_cyrl="Бела Црква",
    ro="Biserica Albă",
    latitude=44.9,
    longitude=21.42,
)
REPORT = Report(
    side="RS",
    sides=("RS", "RO"),
    category="cat.suspicious_vessel",
    direction="to_romania",
    seen_at=datetime(2026, 7, 14, 19, 5, tzinfo=UTC),
    point=HERE,
    accuracy=400.0,
    observer=THERE,
)
SECTOR_ALONE = replace(REPORT, point=None, accuracy=None, observer=None, sector=SECTOR)


def test_a_report_is_drawn_as_its_reader_knows_it() -> None:
    scene = maps.of_report(READER, NUMBER, REPORT)
    assert scene is not None
    [marker] = scene.markers
    assert (marker.point, marker.accuracy, scene.observer) == (HERE, 400.0, THERE)
    assert [sign for sign, _ in scene.words.legend] == [
        Sign.SIGHTING,
        Sign.OBSERVER,
        Sign.CROSSING,
        Sign.BORDER,
    ]


def test_an_observer_who_is_withheld_is_not_drawn() -> None:
    scene = maps.of_report(READER, NUMBER, replace(REPORT, observer=None))
    assert scene is not None
    assert scene.observer is None
    assert Sign.OBSERVER not in dict(scene.words.legend)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.language)
def test_where_the_sector_alone_is_known_the_map_is_of_the_sector(reader: Reader) -> None:
    scene = maps.of_report(reader, NUMBER, SECTOR_ALONE)
    assert scene is not None
    assert not scene.markers
    [area] = scene.areas
    middle = Point(SECTOR.latitude or 0, SECTOR.longitude or 0)
    assert map_frame(scene).centre.distance_to(middle) < 10_000
    assert all(3_900 < point.distance_to(middle) < 4_100 for point in area.rings[0])
    assert Sign.SIGHTING not in dict(scene.words.legend)


def test_a_sector_whose_land_is_known_is_drawn_as_it_is() -> None:
    ring = [[21.30, 44.85], [21.45, 44.85], [21.45, 44.95], [21.30, 44.95], [21.30, 44.85]]
    land = json.dumps({"type": "Polygon", "coordinates": [ring]})
    scene = maps.of_report(READER, NUMBER, SECTOR_ALONE, land)
    assert scene is not None
    [area] = scene.areas
    corners = [[each.longitude, each.latitude] for each in area.rings[0]]
    assert (area.name, corners) == ("Бела Црква", ring)
    day = maps.of_day(READER, [Entry(NUMBER, SECTOR_ALONE, land=land)])
    assert day.areas[0].rings == area.rings


def test_nothing_of_a_withheld_place_is_in_the_picture() -> None:
    """The observer's own side knows it; who knows less gets the same bytes wherever it is."""
    known = [maps.of_report(READER, NUMBER, replace(REPORT, point=each)) for each in (HERE, THERE)]
    withheld = [maps.of_report(READER, NUMBER, replace(SECTOR_ALONE)) for _ in (HERE, THERE)]
    assert known[0] is not None
    assert known[1] is not None
    assert withheld[0] is not None
    assert withheld[1] is not None
    assert picture(known[0]) != picture(known[1])
    assert picture(withheld[0]) == picture(withheld[1])


def test_a_report_without_a_place_has_no_map() -> None:
    nowhere = SectorRow(code="bela-crkva", country="RS", sr_cyrl="Бела Црква")
    assert maps.of_report(READER, NUMBER, replace(SECTOR_ALONE, sector=nowhere)) is None
    assert maps.of_report(READER, NUMBER, replace(SECTOR_ALONE, sector=None)) is None


def test_a_map_whose_place_went_shows_the_whole_border() -> None:
    scene = maps.without_place(READER, NUMBER, exercise=False)
    assert (scene.markers, scene.areas, scene.observer) == ((), (), None)
    assert map_frame(scene).metres > 200_000


def test_the_map_of_a_day_is_numbered_as_its_legend_is() -> None:
    new, done = Stand("RS", Handling.NEW, 1), Stand("RS", Handling.RESOLVED, 3)
    entries = [
        Entry("RS-26-0001", REPORT, new),
        Entry("RO-26-0002", SECTOR_ALONE, new),
        Entry("RS-26-0003", replace(REPORT, point=THERE), done),
        Entry("RS-26-0004", SECTOR_ALONE, new),
    ]
    scene = maps.of_day(READER, entries)
    assert [(each.label, each.point, each.done) for each in scene.markers] == [
        ("1", HERE, False),
        ("3", THERE, True),
    ]
    assert [area.name for area in scene.areas] == ["2, 4 · Бела Црква"]
    assert scene.observer is None  # whose would it be
    lines = maps.legend(READER, entries).text.split("\n")
    assert [line.split(" · ")[0] for line in lines] == [
        "1. RS-26-0001",
        "2. RO-26-0002",
        "3. RS-26-0003",
        "4. RS-26-0004",
    ]


def test_an_exercise_is_called_so_on_the_picture() -> None:
    drill = replace(REPORT, exercise=True)
    alone = maps.of_report(READER, NUMBER, drill)
    assert alone is not None
    assert alone.words.title.startswith("ВЕЖБА")
    among_others = maps.of_day(READER, [Entry("RS-26-0001", REPORT), Entry(NUMBER, drill)])
    assert among_others.words.title.startswith("ВЕЖБА")
    assert "ВЕЖБА" not in maps.of_day(READER, [Entry(NUMBER, REPORT)]).words.title


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.language)
def test_every_picture_names_whose_data_it_is(reader: Reader) -> None:
    scene = maps.of_report(reader, NUMBER, REPORT)
    assert scene is not None
    assert scene.words.attribution == "© OpenStreetMap contributors, GeoNames"


def test_the_pictures_of_the_page_are_drawn() -> None:
    new, done = Stand("RO", Handling.NEW, 1), Stand("RO", Handling.RESOLVED, 3)
    seen = [(HERE, new), (Point(45.2501, 21.2702), done), (Point(45.7401, 20.7203), new)]
    entries = [
        Entry(f"RS-26-{number:04}", replace(REPORT, point=point), stand)
        for number, (point, stand) in enumerate(seen, 1)
    ]
    drawn = {
        "map": maps.of_report(READER, NUMBER, REPORT),
        "map-day": maps.of_day(READERS[2], entries),
    }
    for name, scene in drawn.items():
        assert scene is not None
        data = picture(scene)
        assert Image.open(BytesIO(data)).format == "PNG"
        if PICTURES:
            (PICTURES / f"{name}.png").write_bytes(data)
