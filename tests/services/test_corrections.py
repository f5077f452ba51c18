"""Whoever reported corrects it or adds to it; what it said stays visible to who may know it."""

import json
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from geography.point import Point
from services import corrections, known, sightings
from services.errors import NotAllowed, OnlyAddedTo, PeopleOutOfRange, Stale
from services.sightings import SightingForm
from storage import people
from storage.audit import audit
from storage.drafts import State, draft
from storage.revisions import revision
from storage.session import Session
from storage.sightings import Sharing, by_number, sighting
from storage.unit_of_work import UnitOfWork
from tests.office import EVENING, Office, Officer
from views.forms import note_label
from views.language import Language, Reader
from views.refusals import explain

CORRECT, NOTE, ADD = "✎ Исправи или допуни", "✎ Напомена", "＋ Додај напомену"
CYRILLIC = Reader(Language.SR_CYRL, "RS")
BORDER = {"latitude": 44.9, "longitude": 21.4}
CANARY = "канаринац 7731"


def report(
    office: Office, officer: Officer, sharing: Sharing = Sharing.BOTH, note: str = ""
) -> str:
    form = SightingForm(
        category="cat.suspicious_vessel",
        direction="unknown",
        sharing=sharing,
        seen_at=office.now,
        point=Point(44.8231, 21.3359),
        note=note,
    )
    return office.act(officer, lambda uow: sightings.report(uow, form).number)


def correct(uow: UnitOfWork, *, number: str, said: dict[str, Any]) -> None:
    corrections.correct(uow, number, said)


def stored(office: Office) -> dict[str, Any]:
    return office.rows(sighting)[0]


def changes(office: Office) -> list[tuple[str, Any, Any]]:
    return [(row["field"], row["before"], row["after"]) for row in office.rows(revision)]


def entries(office: Office, deed: str) -> list[dict[str, Any]]:
    return [json.loads(row["detail"]) for row in office.rows(audit) if row["deed"] == deed]


def shown(officer: Officer, sign: str = "✎ ") -> list[str]:
    """The lines of change on the newest card or receipt."""
    card = [text for text in officer.texts if "📨" in text][-1]
    return [line for line in card.split("\n") if line.startswith(sign)]


def test_a_direction_is_corrected_in_three_taps_and_both_desks_read_what_it_was(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    report(office, mila)
    before = len(ion.texts)
    office.ticks(minutes=1)
    mila.taps(CORRECT)
    mila.taps("✎ Смер кретања")
    mila.taps("Дуж границе")

    assert stored(office)["direction"] == "along_border"
    assert changes(office) == [("direction", "unknown", "along_border")]
    cyrillic = "✎ Исправљено 21:06 RS / 22:06 RO. Смер кретања: Смер није познат → Дуж границе"
    assert shown(mila) == shown(dragan) == [cyrillic]
    romanian = "Direcția de deplasare: Direcție necunoscută → De-a lungul frontierei"
    assert shown(ion) == [f"✎ Corectat la 21:06 RS / 22:06 RO. {romanian}"]
    assert "➡ De-a lungul frontierei" in ion.texts[0]
    assert len(ion.texts) == before, "who has not looked yet reads the card"
    assert mila.texts[-1].endswith("Види је сваки дежурни центар који има дојаву.")
    assert entries(office, "alteration") == [{"fields": ["direction"]}]
    assert entries(office, "disclosure")[-1] == {
        "recipients": ["RO"],
        "reason": "reporter's correction",
        "fields": ["direction"],
    }
    assert ana.texts == []


def test_a_desk_that_has_it_in_hand_is_told_what_changed(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    number = report(office, mila)
    ion.taps("Preiau")
    told = len(dragan.texts)
    office.ticks(minutes=1)
    mila.taps(CORRECT)
    mila.taps("🚶 Лица")
    mila.says("12")
    mila.taps("Назад на дојаву")

    assert ion.texts[-1] == (
        f"Raportul nr. {number}\n✎ Adăugat la 21:06 RS / 22:06 RO. Număr de persoane: 12"
    )
    assert len(dragan.texts) == told
    assert changes(office) == [("people", None, [12, 12])]
    assert stored(office)["details"] == {"people_least": 12, "people_most": 12}


def test_a_note_is_added_and_corrected_and_both_are_told_apart(
    office: Office, mila: Officer, ion: Officer
) -> None:
    report(office, mila, note="два лица")
    mila.taps(CORRECT)
    mila.taps(ADD)
    mila.says("и чамац")
    mila.taps(CORRECT)
    mila.taps(NOTE)
    mila.says("три лица и чамац")

    assert stored(office)["note"] == "три лица и чамац"
    assert [line.partition(". ")[2] for line in shown(ion)] == [
        "Mențiune: „и чамац”",
        "Mențiune: „два лица и чамац” → „три лица и чамац”",
    ]
    assert [line.split()[1] for line in shown(ion)] == ["Adăugat", "Corectat"]


def test_a_place_that_none_of_the_offered_ones_is_can_be_given_again(
    office: Office, mila: Officer, ion: Officer
) -> None:
    report(office, mila)
    mila.taps(CORRECT)
    mila.taps("✎ Где")
    mila.says("Сокол")
    mila.taps("Ништа од наведеног")
    mila.shares(location=BORDER)

    assert stored(office)["latitude"] == 44.9
    assert stored(office)["note"] == ""


def test_what_is_typed_as_a_time_and_is_none_can_be_added_to_the_note(
    office: Office, mila: Officer
) -> None:
    report(office, mila, note="два лица")
    office.ticks(minutes=1)
    mila.taps(CORRECT)
    mila.taps("✎ Када")
    mila.says("код старе бране")
    mila.taps(note_label(CYRILLIC))
    mila.taps("Пре 15 минута")

    assert stored(office)["note"] == "два лица\nкод старе бране"
    assert stored(office)["seen_at"] == EVENING - timedelta(minutes=14)


def test_what_is_corrected_is_found_by_what_it_says_now(office: Office, mila: Officer) -> None:
    number = report(office, mila, note="canal")
    office.act(mila, partial(correct, number=number, said={"note": "baraj", "plate": "ВШ 12"}))

    found = stored(office)["search_text"].split("\n")
    assert ("canal" in found, "baraj" in found, "vs12" in found) == (False, True, True)


def test_place_and_time_are_corrected_with_the_steps_of_the_form(
    office: Office, mila: Officer, ion: Officer
) -> None:
    report(office, mila)
    office.ticks(minutes=1)
    mila.taps(CORRECT)
    mila.taps("✎ Где")
    mila.shares(location=BORDER)
    mila.taps(CORRECT)
    mila.taps("✎ Када")
    mila.taps("Пре 15 минута")

    row = stored(office)
    assert (row["latitude"], row["longitude"], row["sector"]) == (44.9, 21.4, None)
    assert row["seen_at"] == EVENING - timedelta(minutes=14)
    assert [line.partition(". ")[2] for line in shown(ion)] == [
        "Unde: 44.82310, 21.33590 → 44.90000, 21.40000",
        "Când: 21:05 RS / 22:05 RO → 20:51 RS / 21:51 RO",
    ]


def test_where_the_reporter_stood_stays_on_their_side_in_the_history_too(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    report(office, mila)
    for stood in ({"latitude": 44.7731, "longitude": 21.2001}, BORDER):
        mila.taps(CORRECT)
        mila.taps("✎ Где")
        mila.says("🧭 Запажено са удаљености")
        mila.shares(location=stood)
        mila.taps("⬆ север")
        mila.taps("500 м")

    assert "44.77310" in str(dragan.chat)
    assert "44.77310" not in str(ion.chat)
    assert [line.partition(". ")[2] for line in shown(ion)] == [
        "Unde: 44.82310, 21.33590 → 44.77760, 21.20010",
        "Unde: 44.77760, 21.20010 → 44.90450, 21.40000",
    ]
    assert shown(dragan)[0] == "✎ 1 ранија измена", "three are shown at most"
    fields = [each["fields"] for each in entries(office, "disclosure") if "fields" in each]
    assert fields == [["place"], ["place"]]


def test_what_is_withheld_has_no_history_nor_has_what_is_only_released(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    number = report(office, mila, Sharing.OWN, note=CANARY)
    mila.taps(CORRECT)
    mila.taps(NOTE)
    mila.says("друго")
    before = [text for text in ion.texts if CANARY in text or number in text]

    assert CANARY in str(dragan.chat)
    assert before == []
    assert entries(office, "disclosure") == []
    for released in (None, ["direction"], ["note"]):
        office.run(partial(release, fields=released))
        assert office.act(ion, lambda uow: known_changes(uow, number)) == []
    assert office.act(dragan, lambda uow: known_changes(uow, number)) == ["note"]
    mila.taps(CORRECT)
    mila.taps(ADD)
    mila.says("још")
    assert entries(office, "disclosure") == [], "what is new of it waits for the desk"


def release(session: Session, fields: list[str] | None) -> None:
    session.execute(update(sighting).values(released=fields))


def known_changes(uow: UnitOfWork, number: str) -> list[str]:
    row = by_number(uow.session, number)
    assert row
    return [each.field for each in known.changes(uow, row, uow.actor)]


def test_what_every_desk_has_closed_is_only_added_to(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = report(office, mila, Sharing.OWN, note="два лица")
    mila.taps(CORRECT)
    mila.taps("✎ Смер кретања")
    dragan.taps("Означи као решену")
    told = mila.taps("Дуж границе")
    assert told == explain(CYRILLIC, "OnlyAddedTo", {})

    told_before = len(dragan.texts)
    mila.taps("✎ Додај напомену")
    assert "затворили" in mila.last["text"]
    mila.says("нашли смо чамац")
    assert stored(office)["note"] == "два лица\nнашли смо чамац"
    assert stored(office)["direction"] == "unknown"
    assert dragan.texts[told_before].startswith(f"Дојава бр. {number}\n✎ Додато")


@pytest.mark.parametrize("withdrawn", [False, True])
def test_nothing_but_an_addition_goes_to_what_is_closed(
    office: Office, mila: Officer, dragan: Officer, withdrawn: bool
) -> None:
    number = report(office, mila, Sharing.OWN, note="два лица")
    if withdrawn:
        mila.taps("Повуци дојаву")
        mila.taps("Повуци дојаву")
    else:
        dragan.taps("Означи као непотврђену")
    refused: tuple[dict[str, Any], ...] = (
        {"note": "три лица"},
        {"note": ""},
        {"armed": "yes"},
        {"note": "два лица и пас", "armed": "yes"},
        {"direction": "to_serbia"},
    )
    for said in refused:
        with pytest.raises(OnlyAddedTo):
            office.act(mila, partial(correct, number=number, said=said))
    office.act(mila, lambda uow: corrections.correct(uow, number, {"note": "два лица\nи пас"}))

    assert changes(office) == [("note", "два лица", "два лица\nи пас")]


def test_saying_the_same_again_changes_nothing_and_tells_nobody(
    office: Office, mila: Officer, ion: Officer
) -> None:
    report(office, mila)
    ion.taps("Preiau")
    before = list(ion.texts)
    mila.taps(CORRECT)
    mila.taps("✎ Смер кретања")
    mila.taps("Смер није познат")

    assert mila.texts[-1].endswith("Дојава остаје на снази.")
    assert (changes(office), ion.texts) == ([], before)


def test_a_plate_corrected_is_found_by_its_new_key(office: Office, mila: Officer) -> None:
    number = report(office, mila)
    plates: tuple[str | None, ...] = ("ВШ 012-АБ", "TM 07 XYZ", None)
    for plate in plates:
        office.act(mila, partial(correct, number=number, said={"plate": plate}))

    assert stored(office)["plate_key"] is None
    assert [(before, after) for _field, before, after in changes(office)] == [
        (None, "ВШ 012-АБ"),
        ("ВШ 012-АБ", "TM 07 XYZ"),
        ("TM 07 XYZ", None),
    ]


def test_what_makes_no_sense_is_refused_and_changes_nothing(office: Office, mila: Officer) -> None:
    number = report(office, mila)
    with pytest.raises(PeopleOutOfRange):
        office.act(mila, lambda uow: corrections.correct(uow, number, {"people": [0, 0]}))

    assert changes(office) == []


def test_nobody_else_corrects_it_and_a_lost_role_ends_it(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = report(office, mila)
    stale = explain(CYRILLIC, "Stale", {})
    answers = {dragan.presses(f"correct:{each}") for each in (number, "RS-26-0000", "x:y", "")}
    assert answers == {stale}
    for other in (dragan, ion, ana):
        with pytest.raises(Stale):
            office.act(other, lambda uow: corrections.correct(uow, number, {"note": "x"}))
    mila.taps(CORRECT)
    office.run(lambda session: people.set_roles(session, mila.person_id, []))

    assert mila.taps("✎ Смер кретања") == explain(CYRILLIC, "NotAllowed", {})
    with pytest.raises(NotAllowed):
        office.act(mila, lambda uow: corrections.correct(uow, number, {"note": "x"}))
    assert changes(office) == []


def test_of_two_taps_at_once_one_corrects(office: Office, mila: Officer) -> None:
    report(office, mila)
    mila.taps(CORRECT)
    mila.taps("✎ Смер кретања")
    along, serbia = mila.data("Дуж границе"), mila.data("Ка Србији")
    mila.presses(along)

    assert mila.presses(serbia) == "Овај корак је већ завршен."
    assert changes(office) == [("direction", "unknown", "along_border")]


def test_a_form_taken_up_late_changes_only_what_was_answered_in_it(
    office: Office, mila: Officer
) -> None:
    number = report(office, mila)
    mila.taps(CORRECT)
    mila.taps("🚶 Лица")
    mila.taps("2–5")
    office.act(mila, lambda uow: corrections.correct(uow, number, {"minors": "yes"}))
    mila.taps("Прескочи")
    mila.taps("Не")

    assert stored(office)["details"] == {
        "people_least": 2,
        "people_most": 5,
        "minors": "yes",
        "armed": "no",
    }
    assert {row["state"] for row in office.rows(draft)} == {State.DONE}


def test_a_note_grows_no_longer_than_a_note_may_be(office: Office, mila: Officer) -> None:
    report(office, mila, note="x" * 1990)
    mila.taps(CORRECT)
    mila.taps(ADD)
    mila.says("y" * 20)

    assert mila.last["text"] == explain(CYRILLIC, "TextTooLong", {"limit": 2000})
    assert changes(office) == []
