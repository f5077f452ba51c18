"""Sectors drawn, or listed as settlements: a position tells its own."""

from pathlib import Path

import pytest

from geography.point import Point
from services import data, data_file, sectors
from services.csv_file import FileRefused
from services.data import Told
from services.data_file import Marker
from storage import markers
from storage.audit import audit
from tests.office import Office, Officer

SAMPLES = Path(__file__).parents[2] / "docs/samples"
HEADER = "code,name_sr,name_ro,country,latitude,longitude,places\n"


def bring(office: Office, officer: Officer, content: bytes) -> Told:
    read = data_file.read(content)
    return office.act(officer, lambda uow: data.bring_in(uow, read))


def told(office: Office, officer: Officer, latitude: float, longitude: float) -> str | None:
    point = Point(latitude, longitude)
    found = office.act(officer, lambda uow: sectors.of_point(uow, point))
    return found.code if found else None


def test_a_position_tells_the_sector_on_whose_land_it_is(office: Office) -> None:
    mila = office.enrol("Мила")
    bring(office, mila, (SAMPLES / "sectors.geojson").read_bytes())
    assert told(office, mila, 44.8231, 21.3359) == "Nera–Banatska Palanka"
    assert told(office, mila, 44.9, 21.3359) is None


def test_a_position_tells_the_sector_of_the_nearest_settlement(office: Office) -> None:
    mila = office.enrol("Мила")
    bring(office, mila, (SAMPLES / "sectors.csv").read_bytes())
    assert told(office, mila, 45.12, 21.31) == "Vršac–Moravița"
    assert told(office, mila, 44.62, 22.65) == "Kladovo–Drobeta"
    assert told(office, mila, 45.83, 20.46) is None


def test_a_file_without_land_or_settlements_leaves_them(office: Office) -> None:
    mila = office.enrol("Мила")
    for name in ("sectors.geojson", "sectors.csv", "sectors.geojson", "sectors.csv"):
        bring(office, mila, (SAMPLES / name).read_bytes())
    assert told(office, mila, 44.8231, 21.3359) == "Nera–Banatska Palanka"
    assert told(office, mila, 45.12, 21.31) == "Vršac–Moravița"


def test_without_land_and_places_no_position_has_a_sector(office: Office) -> None:
    mila = office.enrol("Мила")
    office.add_sector("Nera", "Нера", "Nera")
    assert told(office, mila, 44.8231, 21.3359) is None


def test_places_that_are_unknown_or_exist_twice_are_refused() -> None:
    with pytest.raises(FileRefused) as refusal:
        data_file.read(f"{HEADER}A,,,,,,Vršac; Nigdina\nB,,,,,,Izvoarele\n".encode())
    assert list(refusal.value.sentences) == [
        "Line 2: places: 'Nigdina' is no settlement that is known here.",
        "Line 3: places: 'Izvoarele' is the name of 2 settlements.",
    ]


def test_markers_come_in_move_and_stay(office: Office) -> None:
    admin = office.enrol("Ljubica", roles="admin")
    sample = (SAMPLES / "markers.csv").read_bytes()
    assert bring(office, admin, sample) == Told("markers", added=4)
    moved = "marker,country,latitude,longitude\na-7,,44.8898,21.56\n101,,45.4656,20.8628\n"
    assert bring(office, admin, moved.encode()) == Told("markers", changed=1, unchanged=1)
    rows = office.run(lambda session: markers.by_number(session, "A7"))
    assert [(row.number, row.country, row.latitude) for row in rows] == [("A7", "", 44.8898)]
    both = office.run(lambda session: markers.by_number(session, "102/1"))
    assert [row.country for row in both] == ["RO", "RS"]
    one = office.run(lambda session: markers.by_number(session, "102/1", "RS"))
    assert [row.country for row in one] == ["RS"]
    assert len([row for row in office.rows(audit) if row["subject"] == "data:markers"]) == 2


def test_markers_as_geojson() -> None:
    text = (
        '{"features": [{"properties": {"marker": "12/3", "country": "ro"},'
        ' "geometry": {"type": "Point", "coordinates": [21.0, 45.3]}}]}'
    )
    assert data_file.read(text.encode()).markers == (Marker("12/3", "RO", 45.3, 21.0),)


def test_what_is_wrong_with_markers_is_told_by_its_line() -> None:
    with pytest.raises(FileRefused) as refusal:
        data_file.read(
            b"marker,country,latitude,longitude\n"
            b"12 12 12,,45.3,21\n,,45.3,21\n13,HU,45.3,21\n14,,21,45.3\n15,,45.3,\n16,,45.3,21\n"
            b"16,,45.4,21\n"
        )
    assert list(refusal.value.sentences) == [
        "Line 2: marker is '12 12 12': write its number as 123, 123/2 or A 12.",
        "Line 3: marker is empty.",
        "Line 4: country is 'HU', neither RO nor RS.",
        "Line 5: 21, 45.3 is 3317 km from the border.",
        "Line 6: longitude is empty.",
        "Line 6: there is no place at '45.3', '': write degrees as 44.8231.",
        "Line 8: 16 is there already, at 7.",
    ]
