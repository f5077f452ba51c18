"""A sighting: who reads it, who deals with it, and what never crosses the border."""

import json
from datetime import timedelta
from typing import Any

import pytest

from geography.point import Point
from services import enrolment, sightings
from services.errors import AlreadyHandled, NotAllowed, Stale
from services.sightings import SightingForm
from storage import people
from storage.audit import audit
from storage.outbox import outbox
from storage.sightings import Sharing, handling, sighting
from tests.office import EVENING, Office, Officer

SEEN_AT_NERA: dict[str, Any] = {"point": Point(44.8231, 21.3359), "accuracy": 12.0}
CANARY = "канаринац-canary-7731"


def report(office: Office, officer: Officer, **answers: Any) -> str:
    """Report a suspicious vessel, or what is given; its number."""
    form: dict[str, Any] = {
        "category": "cat.suspicious_vessel",
        "direction": "to_romania",
        "sharing": "both",
        "seen_at": office.now - timedelta(minutes=5),
    } | answers
    form["sharing"] = Sharing(form["sharing"])
    return office.act(officer, lambda uow: sightings.report(uow, SightingForm(**form)).number)


def states(office: Office) -> dict[str, str]:
    return {row["side"]: row["state"] for row in office.rows(handling)}


@pytest.fixture
def dragan(office: Office) -> Officer:
    return office.enrol("Драган Петровић", "RS", "duty", language="sr-Latn")


def test_a_report_is_a_row_an_entry_a_receipt_and_a_card_at_each_desk(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    ana = office.enrol("Ana", "RO")
    number = report(office, mila, **SEEN_AT_NERA, note="<b>три</b> лица")

    (row,) = office.rows(sighting)
    assert {name: row[name] for name in ("number", "side", "sharing", "exercise", "note")} == {
        "number": number,
        "side": "RS",
        "sharing": "both",
        "exercise": False,
        "note": "<b>три</b> лица",
    }
    assert (row["latitude"], row["longitude"], row["accuracy"]) == (44.8231, 21.3359, 12.0)
    assert (row["seen_at"], row["reported_at"]) == (EVENING - timedelta(minutes=5), EVENING)
    assert [
        (each["deed"], each["subject"], json.loads(each["detail"])) for each in office.rows(audit)
    ] == [
        ("collection", f"sighting:{number}", {"sharing": "both"}),
        (
            "disclosure",
            f"sighting:{number}",
            {"recipients": ["RO"], "reason": "reporter's choice"},
        ),
    ]
    assert [each.texts[0].split("\n")[0] for each in (mila, dragan, ion)] == [
        f"Дојава бр. {number}",
        f"Dojava {number}",
        f"Raport de observare {number}",
    ]
    assert ana.texts == []


def test_what_is_for_one_side_leaves_no_trace_at_the_other(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    ion.changes_duty()
    shown = list(ion.texts)
    number = report(office, mila, sharing="own", note=CANARY, **SEEN_AT_NERA)
    dragan.taps("Preuzimam")
    dragan.taps("Označi kao rešenu")
    ion.changes_duty()
    ion.changes_duty()
    answers = {
        ion.presses(f"{verb}:{each}:{version}")
        for verb in ("take", "resolve")
        for each in (number, "RS-26-0000", "RO-26-0000", "x")
        for version in (1, 2, 3)
    }

    assert len(answers) == 1, "what is withheld is answered as what does not exist"
    assert [text for text in ion.texts if number in text or CANARY in text] == []
    assert len(ion.texts) == len(shown) + 2
    rows = [row for row in office.rows(outbox) if row["chat_id"] == ion.telegram_id]
    assert number not in str(rows)
    entries = office.rows(audit)
    assert CANARY not in str(entries)
    assert "disclosure" not in {entry["deed"] for entry in entries}
    assert {entry["side"] for entry in entries if number in entry["subject"]} == {"RS"}
    assert [each["side"] for each in office.rows(handling)] == ["RS"]


def test_numbers_and_counts_of_one_side_say_nothing_to_the_other(
    office: Office, mila: Officer, ion: Officer
) -> None:
    for _ in range(3):
        report(office, mila, sharing="own", category="cat.fire")
    ion.says("👁 Raport nou")

    assert ion.buttons()[0] == "🚶 Deplasare de persoane"
    mila.says("👁 Нова дојава")
    assert mila.buttons()[0] == "🛟 Безбедност и спасавање"


def test_the_other_side_reads_no_name_and_no_note_is_parsed(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    report(office, mila, note="<b>x</b> & *y*")
    dragan.taps("Preuzimam")

    assert "Драган Петровић" in dragan.texts[0]
    assert "Мила Јовановић" in dragan.texts[0]
    assert all("Мила" not in text and "Драган" not in text for text in ion.texts)
    assert "„<b>x</b> & *y*”" in ion.texts[0]
    assert "parse_mode" not in ion.chat[0]
    assert all(message["protect_content"] for message in ion.chat if "message_id" not in message)


def test_taking_over_on_one_side_leaves_the_other_where_it_was(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    report(office, mila)
    ion.taps("Preiau")
    assert states(office) == {"RS": "new", "RO": "in_progress"}
    ion.taps("Marchează ca soluționat")
    assert states(office) == {"RS": "new", "RO": "resolved"}
    assert "Preuzimam" in dragan.buttons()
    assert ion.buttons() == ["⋯ Mai mult"]
    dragan.taps("Označi kao rešenu")
    assert states(office) == {"RS": "resolved", "RO": "resolved"}


def test_within_a_side_the_first_wins_and_the_second_is_told_who(
    office: Office, mila: Officer, ion: Officer
) -> None:
    petru = office.enrol("Petru Ionescu", "RO", "duty")
    report(office, mila)
    late = petru.data("Preiau")
    ion.taps("Preiau")
    told = petru.presses(late)

    assert "Ion Popescu" in told
    assert "Preiau" not in petru.buttons()
    assert "Preluat de: Dispecerat RO, Ion Popescu" in petru.texts[0]


def test_a_take_over_forged_with_the_right_version_takes_it_from_nobody(
    office: Office, mila: Officer, ion: Officer
) -> None:
    petru = office.enrol("Petru Ionescu", "RO", "duty")
    number = report(office, mila)
    ion.taps("Preiau")

    with pytest.raises(AlreadyHandled) as told:
        office.act(petru, lambda uow: sightings.take_over(uow, number, 2))
    assert told.value.values == {"name": "Ion Popescu"}
    rows = [row for row in office.rows(handling) if row["side"] == "RO"]
    assert [row["person_id"] for row in rows] == [ion.person_id]
    with pytest.raises(Stale):  # a version that never was, of what nobody has
        office.act(office.enrol("Зоран", "RS", "duty"), lambda u: sightings.take_over(u, number, 7))


def test_the_reporter_sees_every_step_in_place_and_as_a_notice(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    number = report(office, mila)
    before = len(mila.texts)
    ion.taps("Preiau")
    dragan.taps("Preuzimam")
    ion.taps("Marchează ca soluționat")

    assert mila.texts[before:] == [
        f"Дојава бр. {number}\n🟡 Преузима: Дежурни центар RO",
        f"Дојава бр. {number}\n🟡 Преузима: Дежурни центар RS, Драган Петровић",
        f"Дојава бр. {number}\n🟢 Дежурни центар RO: Решена",
    ]
    assert mila.texts[0].endswith(
        "🟡 Преузима: Дежурни центар RS, Драган Петровић\n🟢 Дежурни центар RO: Решена"
    )


def test_a_reporter_at_the_desk_is_not_told_of_their_own_step(office: Office) -> None:
    dragan = office.enrol("Драган", "RS", "officer;duty")
    report(office, dragan, sharing="own")
    before = len(dragan.texts)
    dragan.taps("Преузимам")

    assert len(dragan.texts) == before


@pytest.mark.parametrize(("role", "side"), [("officer", "RS"), ("admin", "RO"), ("pcc", "RS")])
def test_who_is_not_at_a_desk_handles_nothing(
    office: Office, mila: Officer, ion: Officer, role: str, side: str
) -> None:
    ana = office.enrol("Ana", side, role)
    number = report(office, mila)
    for verb in (sightings.take_over, sightings.resolve):
        with pytest.raises(NotAllowed):
            office.act(ana, lambda uow, verb=verb: verb(uow, number, 1))  # type: ignore[misc]  # a lambda with defaults
    assert states(office) == {"RS": "new", "RO": "new"}


def test_who_has_no_right_reports_nothing_and_uses_up_no_number(office: Office) -> None:
    ana = office.enrol("Ana", "RO", "participant")
    with pytest.raises(NotAllowed):
        report(office, ana)

    assert (office.rows(sighting), office.rows(outbox), office.rows(audit)) == ([], [], [])


def test_nobody_on_duty_brings_it_to_all_and_is_told_for_that_side_only(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    zoran = office.enrol("Зоран", "RS", "duty")
    ion.changes_duty()
    number = report(office, mila)

    assert all(number in each.texts[-1] for each in (dragan, zoran, ion))
    assert mila.texts[-1] == (
        f"Дојава бр. {number} је примљена.\nВидеће: RS + RO\n"
        "⚠ RS: Тренутно нико није на дежурству. Обавештени су сви дежурни."
    )


def test_somebody_on_duty_gets_it_alone(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    dragan.changes_duty()
    ion.changes_duty()
    zoran = office.enrol("Зоран", "RS", "duty")
    number = report(office, mila)

    assert zoran.texts == []
    assert mila.texts[-1] == f"Дојава бр. {number} је примљена.\nВидеће: RS + RO"


def test_a_desk_that_nobody_reads_is_not_said_to_have_been_told(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    dragan.changes_duty()
    report(office, mila)

    (warning,) = [line for line in mila.texts[-1].split("\n") if line.startswith("⚠")]
    assert warning.startswith("⚠ RO: ")
    assert "Обавештени су сви дежурни" not in warning
    assert "телефоном" in warning


def test_who_was_revoked_or_changed_sides_hears_no_more(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    zoran = office.enrol("Зоран", "RS", "officer;duty")
    report(office, mila, sharing="own")
    other = report(office, zoran, sharing="own")
    out = mila.person
    office.act(dragan, lambda uow: enrolment.revoke(uow, out))
    office.run(lambda session: people.change(session, zoran.person_id, country="RO"))
    mila_saw, zoran_saw = mila.texts, zoran.texts
    for each in office.rows(sighting):
        office.act(dragan, lambda uow, number=each["number"]: sightings.take_over(uow, number, 1))  # type: ignore[misc]  # a lambda with defaults

    assert (mila.texts, zoran.texts) == (mila_saw, zoran_saw)
    assert zoran.presses(f"take:{other}:2") == zoran.presses("take:RS-26-0000:1")


def test_times_seen_and_sent_are_told_apart_on_both_clocks(
    office: Office, mila: Officer, ion: Officer
) -> None:
    office.now = EVENING.replace(hour=22, minute=10)  # after midnight on both sides
    report(office, mila, seen_at=EVENING.replace(hour=21, minute=50))

    assert [line for line in ion.texts[0].split("\n") if line[:1] in {"🕒", "📨"}] == [
        "🕒 Observat: 23:50 RS / 00:50 RO",
        "📨 Raportat: 00:10 RS / 01:10 RO",
    ]
    assert "🕒 Запажено: 14. 7. 2026. 23:50 RS / 15. 7. 2026. 00:50 RO" in mila.texts[0]


def test_a_tap_on_the_review_becomes_the_receipt(office: Office, mila: Officer) -> None:
    form = SightingForm("cat.fire", "unknown", Sharing.OWN, EVENING)
    office.act(mila, lambda uow: sightings.report(uow, form, shown_in=4711))

    (receipt,) = [
        each for each in office.sent if "Дојава бр." in each[2] and each[1] != "sendMessage"
    ]
    assert receipt[1] == "editMessageText"
