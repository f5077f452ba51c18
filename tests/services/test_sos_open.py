"""An open call for help stands before all else, and goes to the next officer with the shift."""

import json
from datetime import timedelta

from services import duty, enrolment, questions
from storage.audit import audit
from storage.duty import handover
from storage.sos import taken
from tests.office import Office, Officer
from tests.services.test_handover import goes_on, holders, only_handover, refusal
from tests.services.test_sightings import report
from tests.services.test_sos import TAKE_RO, TAKE_SR, number_of
from views.sos import LABEL

ACCEPT_SR, ACCEPT_RO = "Преузимам дежурство", "Preiau serviciul"


def in_hand(office: Office) -> list[tuple[str, int]]:
    return [(row["side"], row["person_id"]) for row in office.rows(taken)]


def test_it_stands_first_in_open_of_both_desks_and_of_nobody_else(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    older = report(office, mila)
    office.now += timedelta(minutes=2)
    mila.says(LABEL)
    number = number_of(office)
    ion.taps(TAKE_RO)

    for officer in (dragan, ion, mila, ana):
        officer.says("/open")
    assert dragan.last["text"] == (
        "2 отворена предмета\n"
        f"• 🆘 {number} · ПОЗИВ ЗА ПОМОЋ · ова страна још није преузела · 21:07 RS / 22:07 RO\n"
        f"• {older} · Сумњиво пловило · Нова · 21:05 RS / 22:05 RO"
    )
    assert dragan.buttons() == [f"🆘 {number}", f"👁 {older}"]
    assert ion.last["text"].split("\n")[1] == (
        f"• 🆘 {number} · APEL DE AJUTOR · În lucru · 21:07 RS / 22:07 RO"
    )
    assert (mila.texts[-1], ana.texts[-1]) == ("Ништа вас не чека.", "Nu vă așteaptă nimic.")

    many = len(dragan.texts)
    assert dragan.taps(f"🆘 {number}") == ""
    assert len(dragan.texts) == many + 1
    assert dragan.last["text"].startswith(f"🆘 ПОЗИВ ЗА ПОМОЋ {number}\n🟡 Преузима")
    assert dragan.taps(TAKE_SR) == "", "the buttons of the card that was brought work"
    for officer in (mila, ana):
        assert officer.presses(f"open:sos:{number}") == refusal("Stale", officer)


def test_closed_it_waits_for_nobody(office: Office, mila: Officer, ion: Officer) -> None:
    mila.says(LABEL)
    ion.taps(TAKE_RO)
    ion.taps("Închide apelul de ajutor")
    ion.says("/open")

    assert ion.texts[-1] == "Nu vă așteaptă nimic."
    assert ion.presses(f"open:sos:{number_of(office)}") == refusal("Stale", ion)


def test_an_officers_own_call_waits_for_the_others(
    office: Office, dragan: Officer, zoran: Officer
) -> None:
    dragan.says(LABEL)
    for officer in (dragan, zoran):
        officer.says("/open")

    assert dragan.texts[-1] == "Ништа вас не чека."
    assert zoran.buttons() == [f"🆘 {number_of(office)}"]


def test_it_changes_hands_with_the_shift_on_its_own_side_only(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    for officer in (dragan, zoran, ion):
        goes_on(office, officer)
    taken_report, new_report = (report(office, mila, sharing="own") for _ in range(2))
    dragan.presses(f"take:{taken_report}:1")
    office.act(dragan, lambda uow: questions.ask(uow, new_report, "visible"))
    mila.says(LABEL)
    number = number_of(office)
    dragan.taps(TAKE_SR)
    ion.taps(TAKE_RO)
    at_ion, at_mila = ion.texts, len(mila.texts)

    office.act(dragan, lambda uow: duty.hand_over(uow, zoran.person_id))
    assert in_hand(office) == [("RO", ion.person_id), ("RS", dragan.person_id)]
    zoran.taps(ACCEPT_SR)

    matters = json.loads(only_handover(office)["matters"])
    assert [(each["feature"], each["number"]) for each in matters] == [
        ("sos", number),
        ("sighting", taken_report),
        ("sighting", new_report),
        ("question", new_report),
    ]
    assert in_hand(office) == [("RO", ion.person_id), ("RS", zoran.person_id)]
    assert holders(office) == [("in_progress", zoran.person_id), ("new", None)]
    assert any("🟡 Преузима: Дежурни центар RS, Зоран Савић" in text for text in mila.texts)
    assert not any("🟡 Преузима: Дежурни центар RS, Драган" in text
                   for text in mila.texts if "грешком" in text)  # fmt: skip  # its own card
    assert (ion.texts, len(mila.texts)) == (at_ion, at_mila)
    told = [row for row in office.rows(audit) if row["subject"] == f"sos:{number}"][-1]
    assert (told["deed"], told["actor_id"], json.loads(told["detail"])) == (
        "alteration",
        zoran.person_id,
        {"taken": "RS", "to": zoran.person_id},
    )
    zoran.taps("Закључи позив за помоћ")
    assert in_hand(office) == [("RO", ion.person_id), ("RS", zoran.person_id)]


def test_a_shift_that_runs_out_and_a_revocation_hand_it_on_too(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    goes_on(office, dragan, timedelta(hours=2))
    goes_on(office, zoran, timedelta(hours=12))
    mila.says(LABEL)
    dragan.taps(TAKE_SR)
    office.ticks(hours=2)
    zoran.taps(ACCEPT_SR)
    assert in_hand(office) == [("RS", zoran.person_id)]

    goes_on(office, dragan)
    leaver = zoran.person
    office.act(dragan, lambda uow: enrolment.revoke(uow, leaver))
    dragan.taps(ACCEPT_SR)
    assert in_hand(office) == [("RS", dragan.person_id)]


def test_nobody_there_and_all_are_told_with_its_card(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    goes_on(office, dragan)
    mila.says(LABEL)
    dragan.taps(TAKE_SR)
    at_ion = ion.texts
    office.act(dragan, duty.leave)

    assert only_handover(office)["state"] == "to_all"
    assert [text.split("\n")[0] for text in zoran.texts] == [
        "Примопредаја дежурства",
        f"🆘 ПОЗИВ ЗА ПОМОЋ {number_of(office)}",
    ]
    assert ion.texts == at_ion


def test_what_a_colleague_or_the_contact_point_has_in_hand_stays_there(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    joint = office.enrol("Весна", "RS", "pcc")
    for officer in (dragan, zoran):
        goes_on(office, officer)
    mila.says(LABEL)
    zoran.taps(TAKE_SR)
    office.act(dragan, duty.change)
    assert office.rows(handover) == [], "a colleague has it"

    dragan.says(LABEL)
    second = number_of(office)
    joint.presses(f"sos-take:{second}")
    goes_on(office, dragan)
    office.act(zoran, lambda uow: duty.hand_over(uow, dragan.person_id))
    dragan.taps(ACCEPT_SR)
    assert in_hand(office) == [("RS", dragan.person_id), ("RS", joint.person_id)]


def test_closed_before_the_shift_is_accepted_nothing_changes_hands(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    for officer in (dragan, zoran):
        goes_on(office, officer)
    mila.says(LABEL)
    dragan.taps(TAKE_SR)
    office.act(dragan, lambda uow: duty.hand_over(uow, zoran.person_id))
    dragan.taps("Закључи позив за помоћ")
    zoran.taps(ACCEPT_SR)

    assert in_hand(office) == [("RS", dragan.person_id)]
