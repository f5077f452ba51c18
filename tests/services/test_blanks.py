"""What is typed into a blank: read as what it is for, the same in all languages, or asked again."""

import json

import pytest

from geography.point import Point
from services import blanks
from services.blanks import BlankUnread
from services.errors import NoSuchPlace, Refusal, TextTooLong, UnreadablePlace
from tests.office import Office, Officer
from views import blanks as views
from views.blanks import Blank, Kind, Value, blanks_in
from views.language import Language, Reader


def read(office: Office, officer: Officer, kind: Kind, given: str | Point) -> Value:
    value = office.act(officer, lambda uow: blanks.read(uow, Blank(kind, kind), given))
    assert json.loads(json.dumps(value)) == value, "a draft keeps it"
    return value


def said(value: Value) -> list[str]:
    return [views.said(Reader(language, ""), value) for language in Language]


def refused(office: Office, officer: Officer, kind: Kind, given: str | Point) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        read(office, officer, kind, given)
    return refusal.value


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("varset", ["Вршац", "Vršac", "Vârșeț", "Vršac"]),
        ("Вршац", ["Вршац", "Vršac", "Vârșeț", "Vršac"]),
        ("kod Žute kuće", ["kod Žute kuće"] * 4),
        ("Nera 3", ["Нера 3", "Nera 3", "Râul Nera 3", "nera-3"]),
        (
            "marker 102/1",
            [
                "Гранична ознака бр. 102/1",
                "Granična oznaka br. 102/1",
                "Semnul de frontieră nr. 102/1",
                "Border marker no. 102/1",
            ],
        ),
    ],
)
def test_a_known_place_has_its_names_and_another_stays_as_typed(
    office: Office, dragan: Officer, typed: str, texts: list[str]
) -> None:
    office.add_sector("nera-3", "Нера 3", "Râul Nera 3")
    assert said(read(office, dragan, Kind.PLACE, typed)) == texts


def test_a_position_is_told_with_what_is_near(office: Office, dragan: Officer) -> None:
    told = ["44.82310, 21.33590 (Најближе место: Socol (RO), 5,0 км)"]
    value = read(office, dragan, Kind.PLACE, Point(44.8231, 21.3359))
    assert said(value)[:1] == told
    assert read(office, dragan, Kind.PLACE, "44.8231, 21.3359") == value
    river = read(office, dragan, Kind.PLACE, "rkm 1050")
    assert {each.partition(" (")[0] for each in said(river)} == {"rkm 1050"}


def test_a_place_that_cannot_be_is_refused_as_everywhere(office: Office, ion: Officer) -> None:
    assert isinstance(refused(office, ion, Kind.PLACE, "95.262, 21.262"), NoSuchPlace)
    assert isinstance(refused(office, ion, Kind.PLACE, "44°75'00\" 21°20'00\""), UnreadablePlace)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("vš 012-ab", "VŠ 012-AB"),
        ("ВШ 012-АБ", "VŠ 012-AB"),
        ("ВА 012-АК", "BA 012-AK"),
        ("TM 12 ABC", "TM 12 ABC"),
    ],
)
def test_a_plate_reads_as_on_the_vehicle(
    office: Office, dragan: Officer, typed: str, text: str
) -> None:
    assert said(read(office, dragan, Kind.PLATE, typed)) == [text] * 4


def test_a_time_is_shown_by_both_clocks_with_its_day_where_it_is_another(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    assert said(read(office, dragan, Kind.TIME, "20:40")) == ["20:40 RS / 21:40 RO"] * 4
    assert said(read(office, ion, Kind.TIME, "21:40")) == ["20:40 RS / 21:40 RO"] * 4
    tomorrow = read(office, dragan, Kind.LATER, "06:00")
    assert said(tomorrow) == [
        "15. 7. 2026. 06:00 RS / 07:00 RO",
        "15. 7. 2026. 06:00 RS / 07:00 RO",
        "15.07.2026 06:00 RS / 07:00 RO",
        "15 Jul 2026 06:00 RS / 07:00 RO",
    ]


def test_numbers_directions_and_vehicles(office: Office, ion: Officer) -> None:
    assert said(read(office, ion, Kind.NUMBER, "1200")) == ["1.200", "1.200", "1.200", "1,200"]
    assert read(office, ion, Kind.NUMBER, "dvanaest") == 12
    towards = ["Ка Србији", "Ka Srbiji", "Spre Serbia", "Towards Serbia"]
    for typed in ("field.to_serbia", "spre serbia", "Ка Србији"):
        assert said(read(office, ion, Kind.DIRECTION, typed)) == towards
    assert said(read(office, ion, Kind.VEHICLE, "Dacia  {plate}\u202e")) == ["Dacia {plate}"] * 4


def test_known_words_of_a_vehicle_are_told_beside_it(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    typed = "crveni kombi, Opel"
    assert said(read(office, dragan, Kind.VEHICLE, typed)) == [
        "crveni kombi, Opel",
        "crveni kombi, Opel",
        "crveni kombi, Opel (roșu, dubă)",
        "crveni kombi, Opel (red, van)",
    ]
    assert said(read(office, ion, Kind.VEHICLE, "Dubă albă, albastră")) == [
        "Dubă albă, albastră (комби, бео, плав)",
        "Dubă albă, albastră (kombi, beo, plav)",
        "Dubă albă, albastră",
        "Dubă albă, albastră (van, white, blue)",
    ]
    assert said(read(office, dragan, Kind.VEHICLE, "Бели џип")) == [
        "Бели џип",
        "Бели џип",
        "Бели џип (alb, mașină de teren)",
        "Бели џип (white, off-road vehicle)",
    ]
    assert said(read(office, ion, Kind.VEHICLE, "Golf 7 TDI")) == ["Golf 7 TDI"] * 4


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.PLACE, " \u200b "),
        (Kind.VEHICLE, ""),
        (Kind.PLATE, "crveni golf bez tablica"),
        (Kind.PLATE, "VŠ"),
        (Kind.TIME, "8"),
        (Kind.TIME, "uskoro"),
        (Kind.TIME, "sutra 08:00"),
        (Kind.LATER, "juče 20:00"),
        (Kind.LATER, "danas 06:00"),
        (Kind.NUMBER, "-1"),
        (Kind.NUMBER, "10000"),
        (Kind.NUMBER, "пет или шест"),
        (Kind.DIRECTION, "levo"),
        (Kind.NUMBER, Point(44.8, 21.3)),
    ],
)
def test_what_is_none_is_refused_with_what_to_type(
    office: Office, dragan: Officer, kind: Kind, typed: str | Point
) -> None:
    refusal = refused(office, dragan, kind, typed)
    assert isinstance(refusal, BlankUnread)
    assert refusal.values == {"kind": kind}


def test_more_than_fits_is_refused(office: Office, dragan: Officer) -> None:
    for kind in Kind:
        refusal = refused(office, dragan, kind, "9" * 81)
        assert isinstance(refusal, TextTooLong)
        assert refusal.values == {"limit": 80}


def test_the_blanks_of_a_text_come_in_its_order_and_once() -> None:
    found = blanks_in("{time}: {place2}, {place} {time}")
    assert found == (
        Blank("time", Kind.TIME),
        Blank("place2", Kind.PLACE),
        Blank("place", Kind.PLACE),
    )
    assert blanks_in("Без празнина") == ()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "}",
        "{}",
        "{0}",
        "{place",
        "{name}",
        "{place1}",
        "{place!r}",
        "{place:>99999999}",
        "{place.__class__}",
        "{{place}}",
        "{Place}",
        "{ place }",
    ],
)
def test_braces_that_hold_no_blank_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no blank"):
        blanks_in(text)
