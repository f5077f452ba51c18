"""A desk writes an alert in a few taps, sees precisely what goes to whom, and sends it."""

from datetime import timedelta
from typing import Any

import pytest

from storage import people
from storage.alert_recipients import recipient
from storage.alerts import alert
from storage.drafts import State, draft
from storage.people import Role
from storage.session import Session
from tests.office import NERA, Office, Officer
from views.message import MAX_UNITS, units

SEND = "✅ Пошаљи"


@pytest.fixture
def dragan(office: Office) -> Officer:
    return office.enrol("Драган Илић", "RS", "duty")


@pytest.fixture
def mila(office: Office) -> Officer:
    return office.enrol("Мила Јовановић", "RS")


@pytest.fixture
def ion(office: Office) -> Officer:
    return office.enrol("Ion Popescu", "RO", "duty")


@pytest.fixture
def ana(office: Office) -> Officer:
    """The outsider: an officer of the other side, at no desk."""
    return office.enrol("Ana Ionescu", "RO")


def own_text(
    officer: Officer, text: str = "Возило ка граници.", level: str = "Појачан опрез"
) -> str:
    """To the review, which is given back as it reads."""
    officer.says(f"/alert {text}")
    officer.taps(next(each for each in officer.buttons() if level in each))
    return str(officer.last["text"])


def step(officer: Officer) -> str:
    (row,) = [each for each in officer.office.rows(draft) if each["state"] == State.OPEN]
    return str(row["step"])


def only(office: Office) -> dict[str, Any]:
    (row,) = office.rows(alert)
    return row


def test_a_template_is_sent_in_six_taps(
    office: Office, dragan: Officer, mila: Officer, ana: Officer
) -> None:
    office.add_sector("BC-2", "Бела Црква 2", "Biserica Albă 2")
    dragan.says("📢 Упозорење")  # the large key
    dragan.taps("⚠ Тражено возило")
    dragan.says("бели комби")
    dragan.says("vš 012 ab")
    dragan.taps("Бела Црква 2")
    dragan.taps("Пре 10 минута")
    dragan.taps("Ка Румунији")
    review = dragan.last["text"]
    assert "Возило: бели комби. Регистарска ознака: VŠ" in review
    assert "Ultimul loc cunoscut: Biserica Albă 2, 20:55 RS / 21:55 RO." in review
    assert "RS · 1 прималац\nRO · 1 прималац" in review
    dragan.taps(SEND)

    assert "Последње познато место: Бела Црква 2, 20:55 RS / 21:55 RO." in mila.texts[-1]
    assert "Direcția de deplasare: Spre România." in ana.texts[-1]
    assert (only(office)["event"], only(office)["severity"]) == ("wanted_vehicle", "Severe")
    assert only(office)["expires_at"] == office.now + timedelta(minutes=360)
    # The board has come in the place of the form.
    assert dragan.texts[-1].startswith(f"Упозорење {only(office)['number']}\n⚠ Појачан опрез")


def test_what_a_desk_uses_most_comes_first(office: Office, dragan: Officer, mila: Officer) -> None:
    dragan.says("/alert")
    dragan.taps("‼ Изгубљена веза са колегом")
    dragan.says("Кладово")
    dragan.taps("Сада")
    dragan.taps(SEND)
    dragan.says("/alert")
    assert dragan.buttons()[:2] == ["‼ Изгубљена веза са колегом", "⚠ Тражено возило"]


def test_the_review_is_what_each_side_then_reads(
    office: Office, dragan: Officer, mila: Officer, ana: Officer
) -> None:
    own_text(dragan)
    dragan.taps("⋯ Више")
    dragan.taps("✎ Текст: Română")
    dragan.says("Vehicul spre frontieră.")
    review = dragan.last["text"]
    dragan.taps(SEND)
    number = only(office)["number"]
    for text in (mila.texts[-1], ana.texts[-1]):
        assert text.replace(number, "…") in review


def test_the_longest_text_is_whole_on_the_own_side_and_the_numbers_stay(
    office: Office, dragan: Officer
) -> None:
    longest = "а😀" * 666
    review = own_text(dragan, longest, level="Непосредна")
    assert units(review) <= MAX_UNITS
    own, other = review.split("▸ ")[1:]
    assert longest in own
    assert longest not in other
    assert other.count("а😀") > 400
    assert review.endswith("\nRS · 0 прималаца\nRO · 0 прималаца\n👥 RS, RO · И ван дужности")


def test_in_one_language_it_says_who_waits(
    office: Office, dragan: Officer, mila: Officer, ion: Officer, ana: Officer
) -> None:
    review = own_text(dragan)
    assert "⏸ Чека се текст на њиховом језику: 2" in review
    assert review.endswith(
        "▲ Ваша страна га добија одмах, а друга кад њен дежурни центар напише текст: RO"
    )
    dragan.taps(SEND)
    assert (len(mila.chat), ana.chat) == (1, [])


def test_danger_goes_to_both_sides_and_says_that_it_is_not_translated(
    office: Office, dragan: Officer, ana: Officer
) -> None:
    review = own_text(dragan, level="Непосредна")
    assert "▲ FĂRĂ TRADUCERE\nВозило ка граници." in review
    dragan.taps(SEND)
    assert "▲ FĂRĂ TRADUCERE\nВозило ка граници." in ana.texts[-1]


def test_the_numbers_follow_each_tap_and_name_own_people_only(
    office: Office, dragan: Officer, mila: Officer, ion: Officer, ana: Officer
) -> None:
    gone = {"unreachable_since": office.now}
    office.run(lambda session: people.change(session, mila.person_id, **gone))
    office.run(lambda session: people.change(session, ana.person_id, **gone))
    dragan.changes_duty()
    review = own_text(dragan)
    assert "✖ Нису доступни у Телеграму: Мила Јовановић\nRO" in review
    assert "✖ Нису доступни у Телеграму: 1" in review
    assert "Ana" not in review
    dragan.taps("👥 Примаоци")
    dragan.taps("☐ Само на дужности")
    assert "RS · 0 прималаца\nRO · 0 прималаца" in dragan.last["text"]
    dragan.taps("☑ Само на дужности")
    dragan.taps("☑ RO")
    dragan.taps("☑ Дежурни старешина")
    assert dragan.last["text"].endswith(
        "RS · 1 прималац\n✖ Нису доступни у Телеграму: Мила Јовановић"
    )
    dragan.taps("✔ Готово")
    dragan.taps(SEND)
    assert [row["person_id"] for row in office.rows(recipient)] == [mila.person_id]


def test_who_is_off_duty_is_counted_where_it_can_wait(office: Office, dragan: Officer) -> None:
    office.enrol("А", "RS")
    assert "почне дежурство: 1" in own_text(dragan, level="Обавештење")


def test_sectors_and_units_are_chosen_by_name(office: Office, dragan: Officer) -> None:
    office.add_sector("BC-2", "Бела Црква 2", "Biserica Albă 2")
    office.add_sector("S1", "Кладово", "Cladova")
    here, there = office.enrol("А", "RS"), office.enrol("Б", "RS")

    def place(session: Session) -> None:
        for officer, sector, unit in ((here, "S1", "Станица 0"), (there, "BC-2", "Станица 1")):
            people.set_sectors(session, officer.person_id, [sector])
            people.change(session, officer.person_id, unit=unit)

    office.run(place)
    own_text(dragan)
    dragan.taps("👥 Примаоци")
    dragan.taps("Сектор ›")
    dragan.taps("☐ Кладово")
    dragan.taps("✔ Готово")
    dragan.taps("Јединице ›")
    dragan.taps("☐ RS Станица 0")
    dragan.taps("✔ Готово")
    assert {"Сектор: 1 ›", "Јединице: 1 ›"} <= set(dragan.buttons())
    dragan.taps("✔ Готово")
    assert "👥 RS, RO · И ван дужности · Кладово · Станица 0" in dragan.last["text"]
    dragan.taps(SEND)
    assert [row["person_id"] for row in office.rows(recipient)] == [here.person_id]


def test_an_audience_of_nobody_is_refused_and_the_form_stays(
    office: Office, dragan: Officer
) -> None:
    own_text(dragan)
    dragan.taps("👥 Примаоци")
    dragan.taps("☑ RS")
    dragan.taps("☑ RO")
    dragan.taps("✔ Готово")
    assert "ништа није послато" in dragan.taps(SEND)
    assert (office.rows(alert), step(dragan)) == ([], "review")


@pytest.mark.parametrize(
    ("given", "later"),
    [("4 сата", timedelta(hours=4)), ("23:30", timedelta(minutes=145)), ("24 сата", timedelta(1))],
)
def test_it_holds_until_what_is_pressed_or_typed(
    office: Office, dragan: Officer, mila: Officer, given: str, later: timedelta
) -> None:
    own_text(dragan)
    dragan.taps("⌛ Важи до")
    if given in dragan.buttons():
        dragan.taps(given)
    else:
        dragan.says(given)
    dragan.taps(SEND)
    assert only(office)["expires_at"] == office.now + later


def test_what_is_no_time_is_asked_again(office: Office, dragan: Officer) -> None:
    own_text(dragan)
    dragan.taps("⌛ Важи до")
    dragan.says("кад дође")
    assert dragan.texts[-1].startswith("Упишите време")
    assert step(dragan) == "until"


def test_a_place_is_a_circle_a_point_a_sector_or_none(
    office: Office, dragan: Officer, mila: Officer
) -> None:
    office.add_sector("BC-2", "Бела Црква 2", "Biserica Albă 2")
    own_text(dragan)
    dragan.taps("📍 Где")
    dragan.taps("Бела Црква 2")
    assert "Сектор: Бела Црква 2" in dragan.last["text"]
    dragan.taps("📍 Где")
    dragan.says("Кладово")
    dragan.taps(dragan.buttons()[0])
    dragan.taps("5 км")
    assert "◯ Полупречник: 5 км" in dragan.last["text"]
    dragan.shares(location=NERA)
    dragan.taps("Само тачка")
    dragan.taps(SEND)
    row = only(office)
    assert (row["latitude"], row["radius"], row["sector"]) == (NERA["latitude"], None, None)


def test_a_text_too_long_is_answered_and_nothing_typed_is_lost(
    office: Office, dragan: Officer, mila: Officer
) -> None:
    dragan.says("/alert")
    dragan.taps("✎ Сопствени текст")
    dragan.taps("⚠ Појачан опрез")
    dragan.says("а" * 5000)
    assert dragan.texts[-1].startswith("Текст је предугачак: може да садржи највише 2.000 знакова.")
    assert step(dragan) == "text"
    dragan.says("Возило.")
    dragan.says("/cancel")
    dragan.taps(dragan.buttons()[0])  # to go on
    assert "Возило." in dragan.last["text"]
    dragan.taps(SEND)
    assert only(office)["texts"] == {"sr": "Возило."}


def test_an_empty_blank_is_asked_again(office: Office, dragan: Officer) -> None:
    dragan.says("/alert")
    dragan.taps("⚠ Тражено возило")
    dragan.says("бели комби")
    dragan.says("–")
    assert dragan.texts[-1].startswith("Упишите регистарску ознаку")
    assert step(dragan) == "blank"


def test_who_loses_the_role_before_sending_is_refused_and_nothing_goes(
    office: Office, dragan: Officer, mila: Officer
) -> None:
    own_text(dragan)
    send, whom = dragan.data(SEND), dragan.data("👥 Примаоци")
    office.run(lambda session: people.set_roles(session, dragan.person_id, [Role.OFFICER]))
    for data in (send, whom):
        assert dragan.presses(data).startswith("Нисте овлашћени")
    assert (office.rows(alert), mila.chat) == ([], [])


@pytest.mark.parametrize("roles", ["officer", "coordinator;admin;pcc", "participant"])
def test_only_a_desk_writes_alerts(office: Office, dragan: Officer, roles: str) -> None:
    officer = office.enrol("Г", "RS", roles)
    for typed in ("/alert", "/alert Возило", "📢 Упозорење"):
        officer.says(typed)
        assert officer.texts[-1].startswith("Нисте овлашћени"), typed
    assert office.rows(draft) == []


def test_a_forged_button_chooses_nothing(office: Office, dragan: Officer, mila: Officer) -> None:
    own_text(dragan)
    send = dragan.data(SEND)
    assert mila.presses(send).startswith("Ово дугме")
    dragan.taps("👥 Примаоци")
    base = dragan.data("✔ Готово").rpartition(":")[0]
    for forged in ("side-XX", "role-admin", "role-participant", "page-9", "", "sectors-x"):
        dragan.presses(f"{base}:{forged}")
        assert step(dragan) == "whom", forged
    assert office.rows(alert) == []
