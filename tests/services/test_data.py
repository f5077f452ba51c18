"""Files of services, units, sectors and telephones: what they say is so, all of it or none."""

import json
from pathlib import Path

import pytest

from services import alert_templates, data, data_file, telephones
from services.alert_template_bank import columns_of, shipped
from services.csv_file import FileRefused
from services.data import Told
from services.data_file import Sector, Telephone
from storage import alert_templates as stored
from storage import organisation
from storage.alert_templates import State, TemplateRow
from storage.audit import audit
from tests.office import Office, Officer
from views.language import Language

SAMPLES = Path(__file__).parents[2] / "docs/samples"
BANK = SAMPLES.parents[1] / "locales/alert_templates.csv"
NERA = Sector("Nera", "RS", "Нера", "Nera", 44.8231, 21.3359)


def refused(text: str | bytes) -> list[str]:
    with pytest.raises(FileRefused) as refusal:
        data_file.read(text if isinstance(text, bytes) else text.encode())
    return list(refusal.value.sentences)


def brought(office: Office, officer: Officer, text: str | bytes) -> Told:
    read = data_file.read(text if isinstance(text, bytes) else text.encode())
    return office.act(officer, lambda uow: data.bring_in(uow, read))


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("services.csv", "services", 5),
        ("units.csv", "units", 6),
        ("sectors.csv", "sectors", 3),
        ("telephones.csv", "telephones", 3),
        ("sectors.geojson", "sectors", 2),
        ("markers.csv", "markers", 4),
    ],
)
def test_the_samples_are_right(office: Office, name: str, kind: str, count: int) -> None:
    admin = office.enrol("Ljubica", roles="admin")
    sample = (SAMPLES / name).read_bytes()
    assert brought(office, admin, sample) == Told(kind, added=count)
    assert brought(office, admin, sample) == Told(kind, unchanged=count)
    [entry] = [row for row in office.rows(audit) if row["subject"].startswith("data:")]
    assert (entry["deed"], entry["subject"]) == ("alteration", f"data:{kind}")


def test_every_kind_is_known_by_its_header_in_any_order() -> None:
    assert data_file.read("service,country\n Пошта ,rs\n".encode()).services == (("RS", "Пошта"),)
    assert data_file.read(b"unit,country\nITPF  Arad,RO\n").units == (("RO", "ITPF Arad"),)
    sectors = "code,name_sr,name_ro,country,latitude,longitude\n"
    read = data_file.read(f"{sectors}Nera,Нера,Nera,RS,44.8231,21.3359\nX,,,,,\n".encode())
    assert read.sectors == (NERA, Sector("X", "", "", "", None, None))
    phones = "side,label_sr,label_ro,number\nPCC,Тачка,Punctul Porţile,+381 19 111 222\n"
    assert data_file.read(phones.encode()).telephones == (
        Telephone("PCC", "+38119111222", "Тачка", "Punctul Porțile", ""),
    )


def test_geojson_tells_names_and_the_middle() -> None:
    geometry = {"type": "LineString", "coordinates": [[21.3, 44.8], [21.3, 44.9]]}
    named = {"code": "Nera", "name_sr": "Нера", "name_ro": "Nera", "country": "rs", "length": 11}
    feature = {"type": "Feature", "properties": named, "geometry": geometry}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    [sector] = data_file.read(text.encode()).sectors
    assert (sector.code, sector.country, sector.sr_cyrl, sector.ro) == (
        "Nera",
        "RS",
        "Нера",
        "Nera",
    )
    assert sector.latitude == pytest.approx(44.85)
    assert sector.longitude == pytest.approx(21.3)


def test_every_fault_is_named_with_its_line() -> None:
    assert refused(
        "code,name_sr,name_ro,country,latitude,longitude\n"
        "Nera,Nera,Nera,RS,44.8,21.3\n"
        "Far,Далеко,Departe,HU,21.3,44.8\n"
        ",Нера,Nera,RS,44.8,\n"
        "Nera,Нера,Nera,RS,44.8\n"
        "nera,Нера,Nera,RS,,\n"
    ) == [
        "Line 2: name_sr is in Latin letters. Write it in Cyrillic; the other is made from it.",
        "Line 3: 21.3, 44.8 is 3260 km from the border.",
        "Line 3: country is 'HU', neither RO nor RS.",
        "Line 4: code is empty.",
        "Line 4: there is no place at '44.8', '': write degrees as 44.8231.",
        "Line 5: it has 5 cells, the header 6.",
        "Line 6: nera is there already, at 2.",
    ]
    assert refused(
        "side,label_sr,label_ro,number\n"
        "HU,,,+36 1 111 222\nRS,,,0641\nRO,,,0256 111 002\nRO,,,0256 111 002\nPCC,,,192\n"
    ) == [
        "Line 2: side is 'HU', none of RO, RS, PCC.",
        "Line 3: number is '0641', which is no telephone number of RS.",
        "Line 5: ro 0256 111 002 is there already, at 4.",
        "Line 6: number is '192', which is no telephone number with its prefix, as +40….",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        ("country,service\n", "There is nothing in the file."),
        ("name,colour\na,b\n", "The first line must be one of these:"),
        ("country;service\nRS;Пошта\n", "The columns are separated by semicolons, as spread"),
        ("country,service,colour\nRS,Пошта,red\n", "Line 1: there is no column 'colour'."),
        ('country,service\nRS,"a\n', "Line 2: from here on this is not CSV"),
        ("country,service\nRS,a\u200bb\n", "Line 2: service has an invisible sign in it."),
        ("{", "Line 1: from here on this is not JSON."),
        ("[" * 100_000, "Line 1: from here on this is not JSON."),
        ("[]", "This is no FeatureCollection of GeoJSON."),
        ('{"features": []}', "There is nothing in the file."),
        ('{"features": [7]}', "Feature 1: it is no feature with properties and a point, line"),
    ],
)
def test_what_is_no_such_file_is_refused(text: str, sentence: str) -> None:
    assert refused(text)[0].startswith(sentence)


def test_a_sector_is_changed_and_the_others_stay(office: Office) -> None:
    admin = office.enrol("Ljubica", roles="admin")
    office.add_sector("Nera", "Нера", "Nera")
    office.add_sector("Dunav", "Дунав", "Dunărea")
    header = "code,name_sr,name_ro,country,latitude,longitude\n"
    told = brought(office, admin, f"{header}Nera,Нера,Nera,RS,44.8231,21.3359\n")
    assert told == Told("sectors", changed=1)
    rows = office.run(organisation.sectors)
    assert [(row.code, row.latitude) for row in rows] == [("Dunav", None), ("Nera", 44.8231)]


def test_telephones_are_those_of_the_file_and_pinned_cards_follow(office: Office) -> None:
    mila, ion = office.enrol("Mila", roles="duty"), office.enrol("Ion", "RO", roles="duty")
    header = "side,label_sr,label_ro,number\n"
    first = f"{header}RS,Вршац,Vârșeț,013 111 001\nRO,Арад,Arad,0256 111 002\n"
    assert brought(office, mila, first) == Told("telephones", added=2)
    for officer in (mila, ion):
        office.act(officer, lambda uow: telephones.show(uow, uow.actor))
    second = f"{header}RO,Арад,Arad,0256 111 002\nRS,Вршац,Vârșeț,013 111 009\n"
    told = brought(office, mila, second)
    assert told == Told("telephones", added=1, unchanged=1, removed=1)
    for officer in (mila, ion):
        assert "+38113111009" in officer.last["text"]
        assert "+38113111001" not in officer.last["text"]
        assert "+40256111002" in officer.last["text"]


def test_nothing_of_a_refused_file_is_kept(office: Office) -> None:
    admin = office.enrol("Ljubica", roles="admin")
    with pytest.raises(FileRefused):
        brought(office, admin, "country,service\nRS,Пошта\nHU,Posta\n")
    assert office.run(organisation.services) == set()


def test_a_template_is_reworded_and_the_others_stay(office: Office, dragan: Officer) -> None:
    bank = BANK.read_text(encoding="utf-8")
    assert brought(office, dragan, bank) == Told("templates", unchanged=19)
    changed = bank.replace("Шумски пожар. Место", "Гори шума. Место")
    row = changed.splitlines()[-1].replace("exercise_end", "own_exercise_end")
    assert brought(office, dragan, changed + row) == Told(
        "templates", added=1, changed=1, unchanged=18
    )
    assert brought(office, dragan, changed + row) == Told("templates", unchanged=20)
    found = {each.key: each for each in office.act(dragan, alert_templates.listed)}
    assert [*found][-1] == "own_exercise_end"
    fire = found["forest_fire"].texts
    assert fire[Language.SR_LATN].startswith("Gori šuma. Mesto: {place}.")
    assert fire[Language.RO] == shipped()["forest_fire"].texts[Language.RO]
    assert brought(office, dragan, bank) == Told("templates", changed=1, unchanged=18)


def test_a_template_without_a_language_or_a_blank_is_refused_with_its_line(
    office: Office, dragan: Officer
) -> None:
    header, *rows = BANK.read_text(encoding="utf-8").splitlines()
    good = rows[8]  # of the drone
    wrong = [
        good.replace("Uočen je dron", "x").replace("Дрон,Dronă,Drone", "Дрон,,Drone"),
        good.replace("Locul: {place}", "Locul"),
        good.replace("Ora: {time}", "Ora: {time"),
        good.replace("Уочен је дрон", "Uočen je dron"),
        good.replace("drone,caution,cat.drone,180,no,", "Drone,red,cat.dron,4,ja,HU", 1),
        good.replace(",180,", ",3h,").replace("Дрон,", "Дрон {place},"),
    ]
    lines = [header, rows[0], *wrong]
    lines = [line.replace("drone,", f"drone_{at},", 1) for at, line in enumerate(lines)]
    assert refused("\n".join(lines)) == [
        "Line 3: title_ro is empty.",
        "Line 4: {place} is not both in text_sr and in text_ro.",
        "Line 5: text_ro has braces that hold no blank, as {place} or {plate2} is one.",
        "Line 6: text_sr is in Latin letters. Write it in Cyrillic; the other is made from it.",
        "Line 7: event is 'cat.dron', which is no term of the glossary.",
        "Line 7: key is 'Drone': write small letters, figures and _.",
        "Line 7: level is 'red', none of danger, caution, information.",
        "Line 7: lifetime is 4: write 5 to 10080 minutes.",
        "Line 7: replies is 'ja', neither yes nor no.",
        "Line 7: side is 'HU': write RO, RS, or nothing for both.",
        "Line 8: lifetime is '3h': write minutes.",
        "Line 8: title_sr has a blank, which only a text may have.",
    ]
    assert office.run(stored.current) == {}


def test_a_retired_template_comes_back_with_a_file(office: Office, dragan: Officer) -> None:
    told = columns_of(shipped()["fog"])
    row = TemplateRow(**told, state=State.RETIRED, written_at=office.now, settled_at=office.now)
    office.run(lambda session: stored.add(session, row))
    bank = BANK.read_text(encoding="utf-8")
    assert brought(office, dragan, bank) == Told("templates", added=1, unchanged=18)
    assert "fog" in [each.key for each in office.act(dragan, alert_templates.listed)]
