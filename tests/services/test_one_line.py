"""Lines as officers type them: what is understood, what stays the note, and nothing guessed."""

import re
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geography import names, places
from geography.point import Point
from services.line_places import lookup
from services.moments import Doubt
from services.one_line import LONGEST, Line, read
from services.report_words import Meaning, forms_of, phrases_in, rows, tokens_of
from views.categories import CATEGORIES
from views.glossary import terms
from views.language import fold
from views.script import latin

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)  # 21:05 in Serbia, 22:05 in Romania
VESSEL, VEHICLE = "cat.suspicious_vessel", "cat.suspicious_vehicle"
RO, RS = "to_romania", "to_serbia"


def line(text: str, country: str = "RS") -> Line:
    return read(text, NOW, country)


def told(text: str, country: str = "RS") -> dict[str, Any]:
    """What a line says, in short; only what it says."""
    read_line = line(text, country)
    details = read_line.details.stored()
    least, most = details.pop("people_least", None), details.pop("people_most", None)
    people = None if least is None else least if least == most else (least, most)
    short = {
        "category": read_line.category,
        "direction": read_line.direction,
        "places": [name_of(point) for point in read_line.places],
        "sure": read_line.place_certain,
        "people": people,
        "note": read_line.note,
        **{name: str(value) for name, value in details.items()},
    }
    return {name: value for name, value in short.items() if value}


def name_of(point: Point) -> str:
    found = names.at(point)
    return found.sr_latn if found else f"{point.latitude}"


def says(
    category: str = "", people: object = None, direction: str = "", place: str = "", **more: Any
) -> dict[str, Any]:
    where = {"places": [place], "sure": True} if place else {}
    said = {"category": category, "people": people, "direction": direction, **where, **more}
    return {name: value for name, value in said.items() if value}


LINES = {
    # Serbian, as the two examples of the service and their like
    "3 osobe, čamac, ka Rumuniji, Nera": says(
        VESSEL, 3, RO, vessel="čamac", note="Nera", places=["Ušće Nere"]
    ),
    "3 osobe, čamac, ka Rumuniji, Kladovo": says(VESSEL, 3, RO, "Kladovo", vessel="čamac"),
    "3 osobe camac ka rumuniji kod kladova": says(
        VESSEL, 3, RO, vessel="camac", places=["Kladovo"], sure=True
    ),
    "TRI OSOBE U ČAMCU KA RUMUNIJI, KLADOVO": says(VESSEL, 3, RO, "Kladovo", vessel="ČAMCU"),
    "3 os. camac, prema Srbiji": says(VESSEL, 3, RS, vessel="camac"),
    "trojica u čamcu prema Srbiji": says(VESSEL, 3, RS, vessel="čamcu"),
    "vidim dvojicu, gumeni čamac, ka srpskoj strani": says(VESSEL, 2, RS, vessel="gumeni čamac"),
    "dvoje u kajaku": says(people=2, note="u kajaku"),
    "dve žene i jedan muškarac, ka Rumuniji": says(people=3, direction=RO),
    "2 muškarca, 1 žena, 2 dece": says(people=5, minors="yes"),
    "3 osobe, od toga 1 dete": says(people=3, minors="yes"),
    "3 osobe, 1 dete": says(people=(3, 4), minors="yes"),
    "3 osobe i 1 dete": says(people=4, minors="yes"),
    "3 osobe sa detetom": says(people=3, minors="yes", note="sa detetom"),
    "5 osoba bez dece": says(people=5, minors="no"),
    "oko 10 osoba": says(people=(6, 20)),
    "desetak osoba": says(people=(6, 20)),
    "više od 20 osoba": says(people=(21, None)),
    "preko 20 lica": says(people=(21, None)),
    "najmanje 5 lica": says(people=(5, None)),
    "3-4 osobe": says(people=(3, 4)),
    "3 ili 4 osobe": says(people=(3, 4)),
    "grupa od 12 migranata, ka Rumuniji": says("cat.irregular_migration", 12, RO),
    "dvadeset i pet migranata kod Vršca": says(
        "cat.irregular_migration", 25, places=["Vršac"], sure=True
    ),
    "osoba: 7, ka Rumuniji": says(people=7, direction=RO),
    "2 naoružane osobe ka Rumuniji": says(people=2, direction=RO, armed="yes"),
    "2 lica, nenaoružana, ka RS": says(people=2, direction=RS, armed="no"),
    "2 sumnjiva lica bez oružja": says("cat.suspicious_person", 2, armed="no"),
    "2 sumnjive osobe, Bela Crkva": says("cat.suspicious_person", 2, place="Bela Crkva"),
    "crni golf, BG 123-AB, ka Rumuniji, Vršac": says(
        VEHICLE, direction=RO, place="Vršac", vehicle_make="golf", vehicle_colour="crni",
        plate="BG 123-AB",
    ),
    "beli kombi Mercedes, tablice VŠ 012-AB": says(
        VEHICLE, vehicle_make="kombi Mercedes", vehicle_colour="beli", plate="VŠ 012-AB"
    ),
    "audi crne boje, vs012ab": says(
        VEHICLE, vehicle_make="audi", vehicle_colour="crne", plate="vs012ab"
    ),
    "ukradeno vozilo, BMW, prema Rumuniji": says(
        "cat.stolen_vehicle", direction=RO, vehicle_make="BMW"
    ),
    "2 osobe u crnim jaknama ka Rumuniji": says(
        people=2, direction=RO, note="u crnim jaknama"
    ),
    "krijumčarenje cigareta, kombi, ka Rumuniji": says(
        "cat.tobacco", direction=RO, vehicle_make="kombi"
    ),
    "sverc goriva, čamac": says("cat.fuel", vessel="čamac"),
    "20 paketa cigareta, Kovin": says("cat.tobacco", place="Kovin", note="20 paketa"),
    "2 drona, smer nepoznat": says("cat.drone", direction="unknown", note="2 drona"),
    "dron duž granice": says("cat.drone", direction="along_border"),
    "tragovi, Jaša Tomić, ka Rumuniji": says("cat.traces", direction=RO, place="Jaša Tomić"),
    "požar kod Vršca": says("cat.fire", places=["Vršac"], sure=True),
    "oštećena granična oznaka, Vatin": says("cat.marker_damage", place="Vatin"),
    "prešli granicu 4 osobe, iz Srbije u Rumuniju": says("cat.illegal_crossing", 4, RO),
    "RS -> RO, 3 osobe, čamac": says(VESSEL, 3, RO, vessel="čamac"),
    "čamac 44.8231, 21.3359 ka RO": says(
        VESSEL, direction=RO, place="44.8231", vessel="čamac"
    ),
    "3 osobe ka Vršcu": says(people=3, note="ka Vršcu"),
    "3 osobe trče ka Rumuniji, ranci": says(people=3, direction=RO, note="trče, ranci"),
    "nisu prešli ka Rumuniji, 5 migranata, Kladovo": says(
        "cat.irregular_migration", 5, place="Kladovo", note="nisu prešli ka Rumuniji"
    ),
    "5 migranata nije prešlo ka Rumuniji": says(note="5 migranata nije prešlo ka Rumuniji"),
    "3 lica ka Rumuniji, nisu naoružani": says(people=3, direction=RO, armed="no"),
    "3 persoane fara bagaje spre Serbia, Socol": says(
        people=3, direction=RS, place="Socol", note="fara bagaje"
    ),
    "3+2 osobe, čamac": says(VESSEL, vessel="čamac", note="3+2 osobe"),
    "2 3 osobe, čamac": says(VESSEL, vessel="čamac", note="2 3 osobe"),
    "vozilo, tablice KK-12-345": says(VEHICLE, plate="KK-12-345"),
    "nema čamca, 2 osobe": says(people=2, note="nema čamca"),
    "čamac bez svetla": says(VESSEL, vessel="čamac", note="bez svetla"),
    # the same in Cyrillic
    "3 особе, чамац, ка Румунији, Кладово": says(VESSEL, 3, RO, "Kladovo", vessel="чамац"),
    "ТРИ ОСОБЕ ЧАМАЦ КА РУМУНИЈИ": says(VESSEL, 3, RO, vessel="ЧАМАЦ"),
    "пет миграната према Румунији код Вршца": says(
        "cat.irregular_migration", 5, RO, places=["Vršac"], sure=True
    ),
    "бели комби, таблице БГ 123-АБ, ка Србији": says(
        VEHICLE, direction=RS, vehicle_make="комби", vehicle_colour="бели", plate="БГ 123-АБ"
    ),
    "двојица, глисер, дуж границе": says(
        VESSEL, 2, "along_border", vessel="глисер"
    ),
    "кријумчарење људи, камион, Бела Црква": says(
        "cat.migrant_smuggling", place="Bela Crkva", vehicle_make="камион"
    ),
    # Romanian
    "2 persoane, barcă, spre Serbia, Socol": says(VESSEL, 2, RS, "Socol", vessel="barcă"),
    "2 pers barca spre serbia langa Socol": says(
        VESSEL, 2, RS, "Socol", vessel="barca"
    ),
    "DOUĂ PERSOANE, BARCĂ, SPRE SERBIA, SOCOL": says(VESSEL, 2, RS, "Socol", vessel="BARCĂ"),
    "doi bărbați și o femeie, către România": says(people=3, direction=RO),
    "25 de migranți, spre Serbia, Moldova Nouă": says(
        "cat.irregular_migration", 25, RS, "Nova Moldava"
    ),
    "un grup de 8 persoane cu copii": says(people=8, minors="yes", note="cu copii"),
    "peste 20 de persoane, fără copii": says(people=(21, None), minors="no"),
    "cel puțin 5 persoane": says(people=(5, None)),
    "vreo 10 persoane spre Romania": says(people=(6, 20), direction=RO),
    "3 sau 4 persoane, șalupă, spre Serbia": says(VESSEL, (3, 4), RS, vessel="șalupă"),
    "o persoană suspectă, Naidăș": says("cat.suspicious_person", 1, place="Naidăș"),
    "dubă albă, TM 12 ABC, spre Serbia, Moravița": says(
        VEHICLE, direction=RS, place="Moravica", vehicle_make="dubă", vehicle_colour="albă",
        plate="TM 12 ABC",
    ),
    "Dacia Logan neagră nr. de înmatriculare CS-12-XYZ": says(
        VEHICLE, vehicle_make="Dacia Logan", vehicle_colour="neagră", plate="CS-12-XYZ",
    ),
    "contrabandă cu țigări, Berzasca": says("cat.tobacco", place="Berzasca"),
    "trafic de migranți, camion, spre România": says(
        "cat.migrant_smuggling", direction=RO, vehicle_make="camion"
    ),
    "dronă, direcție necunoscută": says("cat.drone", direction="unknown"),
    "incendiu lângă Pojejena": says("cat.fire", place="Pojejena"),
    "2 barbati inarmati spre Serbia": says(people=2, direction=RS, armed="yes"),
    "trec frontiera 6 persoane, dinspre Serbia spre România": says(
        "cat.illegal_crossing", 6, RO
    ),
    "urme de pași, de-a lungul frontierei": says("cat.traces", direction="along_border"),
    "barcă cu motor fără lumini, Coronini": says(
        VESSEL, place="Coronini", vessel="barcă cu motor", note="fără lumini"
    ),
}  # fmt: skip  # a line as it is typed, and what it says


@pytest.mark.parametrize("text", LINES)
def test_what_a_line_says(text: str) -> None:
    assert told(text, "RO" if "spre" in text else "RS") == LINES[text]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3 osobe, 5 osoba, čamac", says(VESSEL, vessel="čamac", note="3 osobe, 5 osoba")),
        (
            "čamac ka Rumuniji, ka Srbiji",
            says(VESSEL, vessel="čamac", note="ka Rumuniji, ka Srbiji"),
        ),
        (
            "droga i oružje, trafic de arme, Kovin",
            says(place="Kovin", note="droga i oružje, trafic de arme"),
        ),
        (
            "2 osobe, naoružani, bez oružja",
            says(people=2, note="naoružani, bez oružja"),
        ),
    ],
)
def test_what_is_said_twice_and_differently_is_not_taken(text: str, said: dict[str, Any]) -> None:
    assert told(text) == said


def test_a_place_that_there_is_twice_is_asked_as_is_one_that_may_be_a_word() -> None:
    namesakes = line("3 persoane, barcă, Izvoarele", "RO")
    assert (len(namesakes.places), namesakes.place_certain) == (2, False)

    two = line("čamac, Kovin, Kladovo")
    assert (len(two.places), two.place_certain) == (2, False)

    forest = line("2 osobe, čamac, bor")
    assert ([name_of(each) for each in forest.places], forest.place_certain) == (["Bor"], False)


def test_a_time_is_read_with_the_rest_and_asked_where_in_doubt() -> None:
    clear = line("5 migranata ka Rumuniji, pre 20 minuta")
    assert clear.seen is not None
    assert clear.seen.moments == (NOW - timedelta(minutes=20),)
    assert clear.note == ""

    doubtful = line("čamac ka Rumuniji, sinoć")
    assert doubtful.seen is not None
    assert (doubtful.seen.doubt, doubtful.seen_typed) == (Doubt.HOUR, "sinoć")

    romanian = line("2 persoane, barcă, ieri la 22:15", "RO")
    assert romanian.seen is not None
    assert romanian.seen.moments == (datetime(2026, 7, 13, 19, 15, tzinfo=UTC),)

    at_eight = line("2 persoane, barcă, la 8", "RO")
    assert at_eight.seen is not None
    assert (at_eight.seen.doubt, at_eight.note) == (Doubt.SEVERAL, "")
    assert line("čamac, na 8 km").seen is None
    assert line("čamac la 8 km").seen is None

    two_times = line("čamac, od 14:05 do 14:20")
    assert (two_times.seen, two_times.note) == (None, "od 14:05 do 14:20")

    days_ago = line("čamac, pre nekoliko dana u 14:05")
    assert (days_ago.seen, days_ago.note) == (None, "pre nekoliko dana u 14:05")

    still_to_come = line("čamac ka Rumuniji, sutra u 8")
    assert (still_to_come.seen, still_to_come.note) == (None, "sutra u 8")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dobro veče",
        "Добро вече, како сте?",
        "Bună seara",
        "Ima li nekoga u Vršcu?",
        "3 osobe i čamac ka Rumuniji?",
        "Primljeno, hvala",
        "ok",
        "😀😀😀",
        "\u202e\u200f\u2066",
        "x" * 2000,
        "3 osobe, čamac, ka Rumuniji " * 20,
        "064 123 4567",
        "Idem kući u 22h",
        "Marko je u Beogradu",
    ],
)
def test_what_says_nothing_of_a_report_stays_as_it_is(text: str) -> None:
    read_line = line(text)

    assert not read_line.is_report
    if read_line.seen is None:
        assert read_line == Line(note=text)


def test_two_things_make_a_report_and_one_does_not() -> None:
    assert line("čamac ka Rumuniji").is_report
    assert line("3 osobe, čamac").is_report
    assert not line("čamac").is_report
    assert not line("Vršac").is_report


def test_invisible_signs_within_words_change_nothing() -> None:
    hidden = "3 oso\u200bbe, c\u030camac, ka \u202aRumuniji\u202c"

    assert {**told(hidden), "vessel": ""} == {
        **told("3 osobe, čamac, ka Rumuniji"), "vessel": ""
    }  # fmt: skip  # side by side


@settings(deadline=None)  # the machine may be busy
@given(text=st.sampled_from(sorted(LINES)), capitals=st.booleans())
def test_scripts_capitals_and_diacritics_make_no_difference(text: str, *, capitals: bool) -> None:
    if "TM " in text or "BG " in text or "БГ" in text or "vs0" in text or "CS-" in text:
        return  # a plate in small letters is none
    written = latin(text).upper() if capitals else latin(text)
    one, other = line(text), line(written)

    assert (one.category, one.direction) == (other.category, other.direction)
    assert one.details.people_least == other.details.people_least
    assert fold(one.note) == fold(other.note)


WORDS = sorted({word.strip(",.") for text in LINES for word in text.split()})


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_every_word_is_understood_or_stays_in_its_order(words: list[str]) -> None:
    text = " ".join(words)
    note = line(text).note

    left = iter(re.findall(r"[0-9]+|[^\W\d_]+", text))
    kept = re.findall(r"[0-9]+|[^\W\d_]+", note)
    assert all(any(word == each for each in left) for word in kept)


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=LONGEST + 10))
def test_no_text_is_a_fault(text: str) -> None:
    line(text)


def test_the_longest_line_is_read_at_once() -> None:
    text = ("3 osobe u čamcu, u 14:05, BG 123, ka " * 9)[:LONGEST]
    line(text)
    began = time.perf_counter()
    for _ in range(5):
        line(text)
    print(f"{LONGEST} letters: {(time.perf_counter() - began) / 5 * 1000:.1f} ms")  # noqa: T201 a figure


def test_every_row_has_a_key_of_the_glossary_and_each_category_is_one() -> None:
    unknown = [row["key"] for row in rows() if row["key"] not in terms()]
    assert unknown == []

    given_by_words = {row["key"] for row in rows() if row["key"].startswith("cat.")}
    assert given_by_words == set(CATEGORIES) - {"cat.other"}


def test_every_form_is_found_as_what_its_row_says() -> None:
    forms = [(row, " ".join(form).replace("*", "")) for row in rows() for form in forms_of(row)]
    wrong = [
        (row["key"], text, found)
        for row, text in forms
        if (found := [each.meaning for each in phrases_in(tokens_of(text), set())])
        != [Meaning(row["key"], row["gives"])]
    ]
    assert wrong == []


def test_no_form_stands_in_two_rows() -> None:
    seen = Counter(form for row in rows() for form in forms_of(row))

    assert [form for form, times in seen.items() if times > 1] == []


def test_every_place_is_found_by_each_of_its_names() -> None:
    lost = [
        name
        for place in places.places()
        for name in (place.sr_cyrl, place.sr_latn, place.ro)
        if place.point not in lookup(" ".join(token.word for token in tokens_of(name)))
    ]
    assert lost == []
