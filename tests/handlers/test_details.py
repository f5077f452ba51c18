"""What may be added to a sighting: behind one button, a tap each, bounded, and never in the way."""

import json
from typing import Any

import pytest

from services import sightings
from services.errors import NotUnderstood, PeopleOutOfRange, TextTooLong
from services.sightings import SightingForm
from storage import people
from storage.drafts import State, draft
from storage.sighting_details import Details
from storage.sightings import Sharing, sighting
from tests.handlers.test_callers import SEND, step, to_review
from tests.office import EVENING, Office, Officer
from views.language import Language, Reader
from views.refusals import explain

MORE, SKIP, BACK = "＋ Додај још", "Прескочи", "Назад на дојаву"
CYRILLIC = Reader(Language.SR_CYRL, "RS")


@pytest.fixture
def mila(office: Office) -> Officer:
    return office.enrol("Мила Јовановић", "RS")


@pytest.fixture
def ion(office: Office) -> Officer:
    return office.enrol("Ion", "RO", "duty")


@pytest.fixture
def ana(office: Office) -> Officer:
    """The outsider: an officer of the other side, at no desk."""
    return office.enrol("Ana", "RO")


def stored(office: Office) -> tuple[dict[str, Any], str | None]:
    (row,) = office.rows(sighting)
    return row["details"], row["plate_key"]


def said(text: str, sign: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith(sign)]


def test_three_taps_add_a_number_and_the_review_shows_it(office: Office, mila: Officer) -> None:
    to_review(mila)
    mila.taps(MORE)
    mila.taps("🚶 Лица")
    mila.taps("2–5")
    mila.taps(BACK)

    assert said(mila.last["text"], "🚶") == ["🚶 Број лица: 2–5"]
    mila.taps(SEND)
    assert stored(office) == ({"people_least": 2, "people_most": 5}, None)


def test_each_reads_it_in_their_language_and_typed_words_as_they_were_typed(
    office: Office, mila: Officer, ion: Officer, ana: Officer
) -> None:
    to_review(mila)
    mila.taps(MORE)
    mila.taps("🚶 Лица")
    mila.says("12")
    mila.taps("Да")
    mila.taps("Није познато")
    assert step(mila) == "review"
    mila.taps(MORE)
    mila.taps("🚗 Возило")
    mila.taps("Dacia")
    mila.says("тегет \u202e плава")
    mila.says("ВШ 012-АБ")
    mila.taps(MORE)
    mila.taps("🔎 Поузданост информације")
    mila.taps("Пријава колеге")
    mila.taps(SEND)

    receipt = next(text for text in mila.texts if "Повуци" not in text and "Видеће" not in text
                   and text.startswith("Дојава бр."))  # fmt: skip  # reads as a sentence
    assert said(receipt, "🚶") == [
        "🚶 Број лица: 12",
        "🚶 Има малолетних лица: Да",
        "🚶 Наоружано лице: Није познато",
    ]
    assert said(ion.texts[0], "🚶") == [
        "🚶 Număr de persoane: 12",
        "🚶 Sunt și minori: Da",
        "🚶 Persoană înarmată: Nu se cunoaște",
    ]
    assert said(ion.texts[0], "🚗") == ["🚗 Vehicul: Dacia · „тегет  плава” · „ВШ 012-АБ”"]
    assert said(ion.texts[0], "🔎") == ["🔎 Gradul de certitudine: Sesizare de la un coleg"]
    details, key = stored(office)
    assert key == "VS012AB"
    assert details["vehicle_colour"] == "тегет \u202e плава"
    assert details["plate"] == "ВШ 012-АБ"
    assert ana.texts == []


def test_what_matters_of_the_category_stands_first(office: Office, mila: Officer) -> None:
    to_review(mila)  # a vessel
    mila.taps(MORE)

    assert mila.buttons()[:2] == ["🛥 Пловило", "🚶 Лица"]


def test_an_answer_is_skipped_changed_and_taken_out(office: Office, mila: Officer) -> None:
    to_review(mila)
    mila.taps(MORE)
    mila.taps("🛥 Пловило")
    mila.taps("Гумени чамац")
    assert said(mila.last["text"], "🛥") == ["🛥 Пловило: Гумени чамац"]
    mila.taps(MORE)
    mila.taps("✓ Пловило")
    mila.taps(SKIP)
    assert said(mila.last["text"], "🛥") == ["🛥 Пловило: Гумени чамац"]
    mila.taps(MORE)
    mila.taps("✓ Пловило")
    mila.taps("Уклони")
    assert said(mila.last["text"], "🛥") == []
    mila.taps(MORE)
    mila.taps(BACK)
    assert step(mila) == "review"


@pytest.mark.parametrize("typed", ["0", "0-5", "10000", "1000000000", "9" * 20, "7-3"])
def test_a_number_that_cannot_be_is_refused_and_asked_again(
    office: Office, mila: Officer, typed: str
) -> None:
    to_review(mila)
    mila.taps(MORE)
    mila.taps("🚶 Лица")
    mila.says(typed)

    refusal = explain(CYRILLIC, "PeopleOutOfRange", {"least": 1, "most": 9999})
    assert mila.last["text"] == refusal
    assert step(mila) == "detail"
    mila.says("3–7")
    mila.taps(BACK)
    assert said(mila.last["text"], "🚶") == ["🚶 Број лица: 3–7"]


@pytest.mark.parametrize("typed", ["три", "-5", "٣", "1e3", "5.5", "9" * 21])
def test_what_is_no_number_is_asked_back_as_a_note(
    office: Office, mila: Officer, typed: str
) -> None:
    to_review(mila)
    mila.taps(MORE)
    mila.taps("🚶 Лица")
    mila.says(typed)

    assert typed in mila.last["text"]
    assert "Изостави" in mila.buttons()
    mila.taps("Изостави")
    assert step(mila) == "detail"


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("9" * 200, ("TextTooLong", {"limit": 20})),
        ("🚗" * 11, ("TextTooLong", {"limit": 20})),
        ("?!", ("NotUnderstood", {})),
        ("\u202e\u2066", ("NotUnderstood", {})),
    ],
)
def test_a_plate_that_is_none_is_refused(
    office: Office, mila: Officer, typed: str, refusal: tuple[str, dict[str, int]]
) -> None:
    to_review(mila)
    mila.taps(MORE)
    mila.taps("🚗 Возило")
    mila.taps(SKIP)
    mila.taps(SKIP)
    mila.says(typed)

    assert mila.last["text"] == explain(CYRILLIC, *refusal)
    assert step(mila) == "detail"


def test_of_two_taps_at_once_one_counts(office: Office, mila: Officer) -> None:
    to_review(mila)
    mila.taps(MORE)
    mila.taps("🚶 Лица")
    two, many = mila.data("2–5"), mila.data("> 20")
    mila.presses(two)

    assert mila.presses(many) == "Овај корак је већ завршен."
    (row,) = office.rows(draft)
    assert json.loads(row["answers"])["details"] == {"people_least": 2, "people_most": 5}


@pytest.mark.parametrize("value", ["", "none", "7", "people", "2-5 ", "done:x"])
def test_a_forged_answer_is_stale(office: Office, mila: Officer, value: str) -> None:
    to_review(mila)
    mila.taps(MORE)
    mila.taps("🚶 Лица")
    forged = mila.data("2–5").removesuffix("2-5") + value

    assert mila.presses(forged) == explain(CYRILLIC, "Stale", {})
    assert step(mila) == "detail"


@pytest.mark.parametrize("at", ["menu", "question"])
def test_whoever_has_lost_their_role_meanwhile_adds_nothing(
    office: Office, mila: Officer, at: str
) -> None:
    to_review(mila)
    mila.taps(MORE)
    if at == "question":
        mila.taps("🚶 Лица")
    office.run(lambda session: people.set_roles(session, mila.person_id, []))
    told = mila.taps("🚶 Лица" if at == "menu" else "2–5")

    assert told == explain(CYRILLIC, "NotAllowed", {})
    (row,) = [each for each in office.rows(draft) if each["state"] == State.OPEN]
    assert "details" not in row["answers"]


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        (Details(people_least=0, people_most=5), PeopleOutOfRange),
        (Details(people_least=5, people_most=2), PeopleOutOfRange),
        (Details(people_most=5), NotUnderstood),
        (Details(armed="perhaps"), NotUnderstood),
        (Details(certainty="guess"), NotUnderstood),
        (Details(support="x" * 61), TextTooLong),
    ],
)
def test_whatever_fills_the_form_what_makes_no_sense_is_not_sent(
    office: Office, mila: Officer, details: Details, refusal: type[Exception]
) -> None:
    form = SightingForm("cat.fire", "unknown", Sharing.OWN, EVENING, details=details)
    with pytest.raises(refusal):
        office.act(mila, lambda uow: sightings.report(uow, form))

    assert office.rows(sighting) == []
