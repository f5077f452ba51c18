"""A line typed without a form, or after the command: a form filled in, to be checked or asked."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from storage.drafts import State, draft
from storage.sightings import sighting
from tests.office import EVENING, NERA, Office, Officer
from views import menu
from views.language import Language, Reader

SEND = "✅ Пошаљи: RS + RO"
KLADOVO = [44.61147, 22.60955]


@pytest.fixture
def mila(office: Office) -> Officer:
    return office.enrol("Мила Јовановић", "RS")


def form(officer: Officer) -> dict[str, object]:
    """What stands in the one open form, where it stands, and which form it is."""
    (row,) = [each for each in officer.office.rows(draft) if each["state"] == State.OPEN]
    answers: dict[str, object] = json.loads(row["answers"])
    given = {name: value for name, value in answers.items() if name[0] != "_"}
    return given | {"at": f"{row['flow']}:{row['step']}"}


def test_a_whole_line_is_shown_at_the_review_and_sent_with_one_tap(mila: Officer) -> None:
    mila.says("3 osobe u čamcu, ka Rumuniji, Kladovo, pre 20 minuta, sa ruksacima")

    assert form(mila) == {
        "category": "cat.suspicious_vessel",
        "direction": "to_romania",
        "details": {"people_least": 3, "people_most": 3, "vessel": "čamcu"},
        "note": "sa ruksacima",
        "place": {"point": KLADOVO, "accuracy": 1000.0},
        "seen": int((EVENING - timedelta(minutes=20)).timestamp()) // 60,
        "at": "sighting:review",
    }
    lines = mila.last["text"].split("\n")
    assert "👁 Сумњиво пловило" in lines
    assert "➡ Ка Румунији" in lines
    assert "🕒 Запажено: 20:45 RS / 21:45 RO" in lines
    assert "📝 „sa ruksacima“" in lines
    assert any("Кладово" in each for each in lines)
    assert mila.office.rows(sighting) == []  # nothing goes before it was checked

    mila.taps(SEND)
    (row,) = mila.office.rows(sighting)
    assert (row["category"], row["direction"], row["note"], row["latitude"]) == (
        "cat.suspicious_vessel",
        "to_romania",
        "sa ruksacima",
        KLADOVO[0],
    )
    assert row["seen_at"].replace(tzinfo=UTC) == EVENING - timedelta(minutes=20)


def test_only_what_is_missing_is_asked(mila: Officer) -> None:
    mila.says("3 osobe, čamac, ka Rumuniji, Nera")
    assert form(mila) == {
        "category": "cat.suspicious_vessel",
        "direction": "to_romania",
        "details": {"people_least": 3, "people_most": 3, "vessel": "čamac"},
        "note": "Nera",
        "candidates": [[44.821619999999996, 21.35847000000001, 1000.0]],  # the mouth of the Nera
        "typed": "Nera",
        "at": "sighting:place",
    }

    mila.shares(location=NERA)
    assert form(mila)["at"] == "sighting:review"
    assert "📝 „Nera“" in mila.last["text"]


def test_a_line_without_a_category_is_asked_for_it_first(mila: Officer) -> None:
    mila.says("5 osoba ka Rumuniji, Kladovo")
    assert form(mila)["at"] == "sighting:group"

    mila.taps("🚶 Кретање лица")
    mila.taps("Недозвољен прелаз државне границе")
    assert form(mila)["at"] == "sighting:review"


@pytest.mark.parametrize("command", ["/dojava", "/raport", "/sighting"])
def test_a_line_after_the_command_is_read_however_little_it_says(
    mila: Officer, command: str
) -> None:
    mila.says(f"{command} čamac")

    assert form(mila) == {
        "category": "cat.suspicious_vessel",
        "details": {"vessel": "čamac"},
        "at": "sighting:place",
    }


def test_a_place_that_there_is_twice_is_asked(office: Office) -> None:
    ion = office.enrol("Ion Popescu", "RO")
    ion.says("2 persoane, barcă, spre Serbia, Izvoarele")
    assert form(ion)["at"] == "sighting:place"
    offered = ion.buttons()[:2]
    assert offered == ["1 · 📍 Izvoarele (RO)", "2 · 📍 Izvoarele (RO)"]

    ion.taps(offered[0])
    assert form(ion)["place"] == {"point": [44.30958, 22.66348], "accuracy": 1000.0}
    assert form(ion)["at"] == "sighting:review"


def test_a_place_that_is_none_of_those_offered_is_asked_about_as_any_text(office: Office) -> None:
    ion = office.enrol("Ion Popescu", "RO")
    ion.says("2 persoane, barcă, spre Serbia, Izvoarele")
    ion.taps(ion.buttons()[2])
    assert "„Izvoarele”" in ion.last["text"]
    ion.taps(ion.buttons()[0])

    assert (form(ion)["note"], form(ion)["at"]) == ("Izvoarele", "sighting:place")


def test_a_time_in_doubt_is_asked_before_the_review(mila: Officer) -> None:
    mila.says("čamac ka Rumuniji, Kladovo, sinoć")
    assert form(mila)["at"] == "sighting:when"
    assert "„sinoć“" in mila.last["text"]

    mila.taps("🕒 13. 7. 2026. 22:00")
    assert form(mila)["seen"] == int(datetime(2026, 7, 13, 20, 0, tzinfo=UTC).timestamp()) // 60
    assert "🕒 Запажено: 13. 7. 2026. 22:00 RS / 23:00 RO" in mila.last["text"]


@pytest.mark.parametrize(
    "text",
    [
        "Добро вече",
        "Da li je čamac prešao ka Rumuniji?",
        "čamac",
        "😀😀😀",
        "\u202e\u2066\u200f x",
        "čamac ka Rumuniji " * 100,
    ],
)
def test_what_is_hardly_a_report_is_asked_back_as_before(mila: Officer, text: str) -> None:
    mila.says(text)

    assert form(mila) == {"text": text.strip(), "at": "text:meaning"}
    assert mila.buttons() == ["Нова дојава са овим текстом", "Изостави", "✖ Одустани"]


def test_who_may_not_report_is_asked_nothing_by_a_line(office: Office) -> None:
    ana = office.enrol("Ana", "RO", "participant")
    ana.says("2 persoane, barcă, spre Serbia, Socol")

    assert form(ana)["at"] == "text:meaning"


def test_a_line_is_never_taken_from_whoever_is_asked_something(
    office: Office, mila: Officer
) -> None:
    """It may be the answer: then it is asked what it is."""
    dragan = office.enrol("Драган Илић", "RS", "officer;duty")
    mila.says("3 osobe u čamcu, ka Rumuniji, Kladovo")
    mila.taps(SEND)
    dragan.taps("❓ Постави питање")
    dragan.taps(dragan.buttons()[0])
    mila.says("4 osobe, čamac, ka Rumuniji")

    assert form(mila)["at"] == "text:meaning"
    assert mila.buttons()[0].startswith("Одговор на: ")


def test_contradictions_stay_in_the_note_and_are_asked(mila: Officer) -> None:
    mila.says("3 osobe, 5 osoba, čamac, ka Rumuniji, ka Srbiji, Kladovo")

    assert form(mila) == {
        "category": "cat.suspicious_vessel",
        "details": {"vessel": "čamac"},
        "note": "3 osobe, 5 osoba, ka Rumuniji, ka Srbiji",
        "place": {"point": KLADOVO, "accuracy": 1000.0},
        "at": "sighting:direction",
    }


def test_a_line_while_a_form_is_open_is_asked_about(mila: Officer) -> None:
    mila.says("/sighting čamac")
    mila.says("/dojava 3 osobe ka Rumuniji, Kladovo")
    mila.taps("Додај у образац као напомену")

    assert form(mila)["note"] == "3 osobe ka Rumuniji, Kladovo"


@pytest.mark.parametrize("language", Language)
def test_the_example_of_the_instructions_is_a_whole_report(
    office: Office, language: Language
) -> None:
    country = "RO" if language == Language.RO else "RS"
    officer = office.enrol("Vuk Lupu", country, language=language)
    officer.says(menu.one_line(Reader(language, country)).partition(": ")[2])

    assert form(officer)["at"] == "sighting:review"
    assert "note" not in form(officer)
