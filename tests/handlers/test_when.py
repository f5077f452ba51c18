"""A typed time in a sighting's form: shown before it counts, and asked back where in doubt."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from services.moments import past
from storage.drafts import State, draft
from storage.sightings import sighting
from tests.office import EVENING, NERA, Office, Officer
from views import seen
from views.language import Language, Reader

SEND = "✅ Пошаљи: RS + RO"


@pytest.fixture
def mila(office: Office) -> Officer:
    return at_when(office.enrol("Мила Јовановић", "RS"))


def at_when(officer: Officer) -> Officer:
    officer.says("/sighting")
    officer.taps("👁 Сумњива појава")
    officer.taps("Сумњиво пловило")
    officer.shares(location=NERA)
    officer.taps("Ка Румунији")
    officer.taps("✎ Када")
    return officer


def form(officer: Officer) -> dict[str, object]:
    """What stands in the open form, and where it stands."""
    (row,) = [each for each in officer.office.rows(draft) if each["state"] == State.OPEN]
    answers: dict[str, object] = json.loads(row["answers"])
    return answers | {"at": row["step"]}


def seen_at(officer: Officer) -> datetime:
    officer.taps(SEND)
    (row,) = officer.office.rows(sighting)
    at: datetime = row["seen_at"]
    return at.replace(tzinfo=UTC)


def test_a_typed_time_counts_once_it_was_shown_on_both_clocks(mila: Officer) -> None:
    mila.says("pre pola sata")

    assert form(mila)["at"] == "when"
    assert mila.last["text"] == (
        "Када?\n„pre pola sata“\nПритисните време ако је тачно или га напишите поново.\n"
        "🕒 20:35 RS / 21:35 RO"
    )
    assert mila.buttons() == ["🕒 20:35 RS / 21:35 RO", "‹ Назад", "✖ Одустани"]
    mila.taps("🕒 20:35 RS / 21:35 RO")
    assert form(mila)["at"] == "review"
    assert "🕒 Запажено: 20:35 RS / 21:35 RO" in mila.last["text"]
    assert seen_at(mila) == EVENING - timedelta(minutes=30)


def test_a_time_is_typed_again_as_often_as_one_likes(mila: Officer) -> None:
    for text in ("јуче у 22", "не, у 21", "синоћ у 23:15"):
        mila.says(text)
    assert "🕒 13. 7. 2026. 23:15 RS / 14. 7. 2026. 00:15 RO" in mila.last["text"]
    mila.taps("🕒 13. 7. 2026. 23:15")

    assert seen_at(mila) == datetime(2026, 7, 13, 21, 15, tzinfo=UTC)


def test_a_romanian_types_by_the_romanian_clock(office: Office) -> None:
    ion = office.enrol("Ion Popescu", "RO")
    ion.says("/raport")
    ion.taps("👁 Situație suspectă")
    ion.taps("Ambarcațiune suspectă")
    ion.shares(location=NERA)
    ion.taps("Spre România")
    ion.taps("✎ Când")
    ion.says("ieri la 22")
    ion.taps("🕒 13.07.2026, 22:00")

    assert "🕒 Observat: 13.07.2026 21:00 RS / 22:00 RO" in ion.last["text"]


def test_eight_is_of_the_morning_or_of_the_evening(mila: Officer) -> None:
    mila.says("u 8")
    assert mila.buttons()[:2] == ["🕒 20:00 RS / 21:00 RO", "🕒 08:00 RS / 09:00 RO"]
    mila.taps("🕒 08:00 RS / 09:00 RO")

    assert seen_at(mila) == datetime(2026, 7, 14, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("sutra u 8", "То време тек долази."),
        ("danas u 23:00", "То време тек долази."),
        ("juče", "Недостаје време."),
    ],
)
def test_what_gives_no_time_is_asked_back_with_examples(
    mila: Officer, typed: str, said: str
) -> None:
    mila.says(typed)

    assert said in mila.last["text"]
    assert "на пример: 14:05, јуче 22:00, пре 20 минута" in mila.last["text"]
    assert "Сада" in mila.buttons()
    assert form(mila)["at"] == "when"


def test_a_time_still_to_come_today_may_be_of_the_day_before(mila: Officer) -> None:
    mila.says("23:30")

    assert "тек долази" in mila.last["text"]
    mila.taps("🕒 13. 7. 2026. 23:30")
    assert seen_at(mila) == datetime(2026, 7, 13, 21, 30, tzinfo=UTC)


def test_what_is_long_ago_is_said_once_more(mila: Officer) -> None:
    mila.says("1.7. u 14:05")

    assert "⚠ То је било пре 13 дана." in mila.last["text"]


def test_what_is_no_time_is_kept_and_can_become_the_note(mila: Officer) -> None:
    mila.says("malopre, kod mosta")
    mila.says("dvojica <sa> rančevima")
    typed = "malopre, kod mosta\ndvojica <sa> rančevima"
    assert f"Ово није препознато као време. Сачувано је:\n„{typed}“" in mila.last["text"]
    mila.taps("Додај у образац као напомену")

    assert form(mila)["note"] == typed
    assert form(mila)["at"] == "when"
    mila.taps("Пре 5 минута")
    assert f"📝 „{typed}“" in mila.last["text"]
    assert seen_at(mila) == EVENING - timedelta(minutes=5)


def test_the_hour_that_comes_twice_is_asked_with_both(office: Office) -> None:
    office.now = datetime(2026, 10, 25, 7, 0, tzinfo=UTC)
    mila = at_when(office.enrol("Мила Јовановић", "RS"))
    mila.says("02:30")

    assert "1/2 је први пут, 2/2 други пут" in mila.last["text"]
    assert mila.buttons()[:2] == [
        "🕒 02:30 RS / 03:30 RO · 2/2",
        "🕒 02:30 RS / 03:30 RO · 1/2",
    ]
    mila.taps("🕒 02:30 RS / 03:30 RO · 1/2")
    assert seen_at(mila) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_hour_that_is_left_out_is_asked_back(office: Office) -> None:
    office.now = datetime(2026, 3, 29, 7, 0, tzinfo=UTC)
    mila = at_when(office.enrol("Мила Јовановић", "RS"))
    mila.says("02:30")

    assert "то време не постоји" in mila.last["text"]
    assert mila.buttons()[0] == "🕒 03:30 RS / 04:30 RO"


def test_a_moment_that_was_not_offered_is_refused(mila: Officer) -> None:
    mila.says("u 8")
    (row,) = [each for each in mila.office.rows(draft) if each["state"] == State.OPEN]
    for choice in ("at-2", "at--1", "at-x", "7", "note", "seen"):
        data = f"sighting:{row['id']}:when:{row['version']}:{choice}"
        assert mila.presses(data).startswith("Ово дугме више не важи.")
    assert form(mila)["at"] == "when"


def test_back_from_a_typed_time_leads_to_the_question_and_then_to_the_review(
    mila: Officer,
) -> None:
    mila.says("u 8")
    mila.taps("‹ Назад")
    assert "Сада" in mila.buttons()
    mila.taps("‹ Назад")
    assert form(mila)["at"] == "review"
    assert seen_at(mila) == EVENING


@pytest.mark.parametrize("language", Language)
def test_the_examples_are_times(language: Language) -> None:
    country = "RO" if language == Language.RO else "RS"
    told = seen.examples(Reader(language, country)).partition(": ")[2].split(", ")

    found = [past(each, EVENING, country) for each in told]
    assert [each.doubt if each else "no time" for each in found] == [None] * 3
