"""A call for help: both desks at once, one answer a side, never lost, never for an outsider."""

import json

import pytest

from services import policy
from storage.audit import audit
from storage.drafts import draft
from storage.outbox import Lane, outbox
from storage.people import SIDES, Role
from storage.sos import sos, taken
from tests.office import NERA, Office, Officer, keys
from tests.services.test_policy import somebody
from views.sos import LABEL

TAKE_RO, TAKE_SR = "🆘 Preiau", "🆘 Преузимам"
MISTAKE, SURE, KEEP = "Притиснуто грешком", "Да, притиснуто грешком", "Не, потребна ми је помоћ"
TITLE_RO, TITLE_SR = "🆘 APEL DE AJUTOR", "🆘 ПОЗИВ ЗА ПОМОЋ"


def cards(officer: Officer) -> list[str]:
    return [text for text in officer.texts if "☎" in text]


def number_of(office: Office) -> str:
    return str(office.rows(sos)[-1]["number"])


@pytest.mark.parametrize("said", [LABEL, "/sos", "SOS", "sos!", "СОС", "Позив за помоћ"])
def test_both_desks_get_name_and_telephone_at_once_and_nobody_else(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer, said: str
) -> None:
    mila.says(said)

    number = number_of(office)
    assert ion.texts == [
        (
            f"{TITLE_RO} {number}\n"
            "🔴 Nimeni nu a preluat încă acest apel de ajutor.\n\n"
            "👤 Мила Јовановић\n"
            "RS · Poliția de Frontieră\n"
            f"☎ {mila.person.phone}\n"
            "🕒 Apel de ajutor trimis: 21:05 RS / 22:05 RO\n"
            "📍 Locul nu este încă cunoscut."
        )
    ]
    assert dragan.texts[0].startswith(f"{TITLE_SR} {number}\n")
    assert ana.texts == []
    assert [text.split("\n")[0] for text in mila.texts] == [
        f"{TITLE_SR} {number}",
        "🆘 Позив за помоћ је послат. Пошаљите локацију.",
    ]
    assert keys(mila.last)[0] == "📍 Пошаљи локацију"
    assert {row["lane"] for row in office.rows(outbox) if row["method"] == "sendMessage"} == {
        Lane.SOS
    }
    disclosed = [each for each in office.rows(audit) if each["deed"] == "disclosure"]
    assert [(each["subject"], each["side"], json.loads(each["detail"])) for each in disclosed] == [
        (
            f"sos:{number}",
            "RS",
            {
                "reason": "call for help",
                "recipients": ["RO"],
                "field": "name, telephone, unit, place",
            },
        )
    ]


def test_a_text_that_only_contains_the_word_is_no_call(office: Office, mila: Officer) -> None:
    mila.says("Sos za roštilj")
    mila.says("SOS 112")

    assert office.rows(sos) == []
    assert "SOS 112" in mila.texts[-1], "it is asked back like any text"


def test_a_stranger_sets_off_nothing(office: Office, dragan: Officer, ion: Officer) -> None:
    stranger = Officer(office, 0, 9999)
    for said in (LABEL, "/sos", "SOS"):
        stranger.says(said)

    assert office.rows(sos) == []
    assert (dragan.texts, ion.texts) == ([], [])
    assert len(stranger.texts) == 3
    assert len(set(stranger.texts)) == 1


def test_a_second_press_within_a_minute_is_answered_and_repeats_nothing(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    mila.says(LABEL)
    before = len(office.sent)
    mila.says(LABEL)
    assert [(chat, text) for chat, _method, text in office.sent[before:]] == [
        (mila.telegram_id, "🆘 Ваш позив за помоћ је већ послат. Пошаљите локацију.")
    ]
    office.now = office.now.replace(minute=office.now.minute + 1)
    mila.says(LABEL)

    assert len(office.rows(sos)) == 1
    assert (len(ion.texts), len(dragan.texts)) == (2, 2), "a minute later it calls once more"


def test_the_location_that_follows_edits_the_cards(
    office: Office, mila: Officer, ion: Officer, ana: Officer
) -> None:
    mila.says(LABEL)
    mila.shares(location=NERA | {"horizontal_accuracy": 12})

    assert len(ion.texts) == 1
    lines = ion.texts[0].split("\n")
    assert lines[7] == "📍 44.82310, 21.33590 · precizie: 12 m"
    assert lines[-1] == "Locație trimisă: 21:05 RS / 22:05 RO"
    assert mila.texts[-1] == "📍 Ваша локација је додата позиву за помоћ."
    assert keys(mila.last)[-1] == LABEL
    assert ana.texts == []


def test_an_open_form_stays_and_gives_the_last_known_place(
    office: Office, mila: Officer, ion: Officer
) -> None:
    mila.says("👁 Нова дојава")
    mila.taps("👁 Сумњива појава")
    mila.taps("Сумњиво пловило")
    mila.shares(location=NERA)
    [form] = office.rows(draft)
    office.now = office.now.replace(minute=25)
    mila.says("SOS")

    assert office.rows(draft) == [form]
    assert "⚠ Ultimul loc cunoscut, cu 20 de minute înainte de apel:\n📍 44.82310" in ion.texts[0]
    mila.shares(location={"latitude": 44.9, "longitude": 21.3})
    assert "📍 44.90000, 21.30000" in ion.texts[0]
    assert office.rows(draft) == [form]


def test_one_officer_of_each_side_takes_it_over_and_the_caller_sees_who(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    petru = office.enrol("Petru", "RO", "duty")
    mila.says(LABEL)
    number = number_of(office)

    assert ion.taps(TAKE_RO) == ""
    assert petru.presses(f"sos-take:{number}") == (
        "Acest apel de ajutor a fost deja preluat: Ion Popescu."
        " Vă rugăm să sunați la acest ofițer dacă puteți ajuta."
    )
    assert ion.presses(f"sos-take:{number}") == "Ați preluat deja acest apel de ajutor."
    assert mila.texts[-1] == f"{TITLE_SR} {number}\n🟡 Преузима: Дежурни центар RO"
    assert dragan.taps(TAKE_SR) == ""
    assert "Драган Илић" in mila.texts[-1]
    assert "Драган" not in ion.texts[0]
    assert [(each["side"], each["person_id"]) for each in office.rows(taken)] == [
        ("RO", ion.person_id),
        ("RS", dragan.person_id),
    ]

    ion.taps("Închide apelul de ajutor")
    assert mila.texts[-1].endswith("🟢 Позив за помоћ је закључен.")
    assert [each["state"] for each in office.rows(sos)] == ["closed"]
    assert dragan.buttons() == []


def test_a_desk_that_has_not_taken_it_over_cannot_close_it(
    office: Office, mila: Officer, ion: Officer, ana: Officer
) -> None:
    mila.says(LABEL)
    number = number_of(office)
    told = [ion.presses(f"sos-close:{number}"), ana.presses(f"sos-take:{number}")]
    told += [mila.presses(f"sos-take:{number}"), ion.presses("sos-take:RS-26-9999")]
    told += [ion.presses("sos-take"), ion.presses(f"sos-withdraw:{number}")]

    assert all(told)
    assert [each["state"] for each in office.rows(sos)] == ["open"]
    assert office.rows(taken) == []


def test_pressed_by_mistake_is_asked_once_and_told_to_the_desks(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    mila.says(LABEL)
    mila.taps(MISTAKE)
    assert [each["state"] for each in office.rows(sos)] == ["open"]
    assert mila.taps(KEEP) == "Позив за помоћ остаје отворен."
    mila.taps(MISTAKE)
    mila.taps(SURE)

    assert [each["state"] for each in office.rows(sos)] == ["by_mistake"]
    assert [len(each.texts) for each in (dragan, ion)] == [2, 2]
    assert "⚪ Apăsat din greșeală" in ion.texts[0]
    assert ion.texts[1].split("\n")[1:] == [
        "⚪ Apăsat din greșeală",
        "A fost retras de cel care l-a trimis. Sunați la polițistul respectiv, pentru siguranță.",
    ]
    office.ticks(minutes=2)
    assert len(ion.texts) == 2
    mila.says(LABEL)
    assert len(office.rows(sos)) == 2, "the next press is a new call"


def test_unheard_for_a_minute_it_goes_to_every_duty_officer_and_the_contact_point(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    jelena = office.enrol("Јелена", "RS", "duty")
    joint = office.enrol("Vasile", "RO", "pcc")
    dragan.changes_duty()
    at_first = len(dragan.texts)
    mila.says(LABEL)
    assert (len(cards(dragan)), cards(jelena), cards(joint)) == (1, [], [])

    office.ticks(minutes=1)
    assert [len(cards(each)) for each in (jelena, joint)] == [1, 1]
    assert len(dragan.texts) == at_first + 2
    assert "још нико није преузео" in mila.texts[-1]
    assert ana.texts == []
    said = len(office.sent)
    office.ticks(minutes=5)
    assert len(office.sent) == said


def test_taken_over_in_time_it_is_not_repeated(office: Office, mila: Officer, ion: Officer) -> None:
    joint = office.enrol("Vasile", "RO", "pcc")
    mila.says(LABEL)
    ion.taps(TAKE_RO)
    said = len(office.sent)
    office.ticks(minutes=2)

    assert len(office.sent) == said
    assert joint.texts == []


def test_an_officer_who_comes_on_duty_gets_it(office: Office, mila: Officer, ion: Officer) -> None:
    petru = office.enrol("Petru", "RO", "duty")
    ion.changes_duty()
    mila.says(LABEL)
    assert cards(petru) == []
    petru.changes_duty()
    assert len(cards(petru)) == 1


def test_who_gets_a_call_for_help() -> None:
    seen = {role for role in Role if policy.may_see_sos(somebody(role, "RS"))}
    assert seen == {Role.DUTY, Role.PCC}
    assert {policy.may_see_sos(somebody(Role.DUTY, side)) for side in SIDES} == {True}
    assert not policy.may_see_sos(somebody(None, "RS"))
