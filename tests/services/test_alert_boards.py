"""The board of an alert: right to the last, its lists, its reminders, and nothing of the others."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services import alert_answers, alert_boards, alert_lists, alert_messages, alert_reminders
from services.alert_audiences import Audience
from services.alerts import AlertOver
from services.errors import NotAllowed, Stale
from storage import alert_ledger, alert_outcomes, alerts, people
from storage.alert_ledger import Part
from storage.alert_recipients import Answer, recipient
from storage.alerts import Severity
from storage.audit import audit
from storage.deadlines import deadline
from storage.outbox import outbox
from storage.session import Session
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.services.test_alerts import edition, issue, ledger


def board(officer: Officer) -> str:
    """The newest text with the button that every board has."""
    return [str(each["text"]) for each in officer.chat if "alert-files:" in str(each)][-1]


def put_in_unit(office: Office, officer: Officer, unit: str) -> None:
    office.run(lambda session: people.change(session, officer.person_id, unit=unit))


def test_it_counts_by_country_and_by_unit_of_the_own_country(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer, ana: Officer
) -> None:
    put_in_unit(office, mila, "Бела Црква")
    put_in_unit(office, ana, "Socol")
    issue(office, dragan, replies=True)
    mila.taps("На путу сам")
    ana.taps("Recepționat")
    office.ticks(seconds=3)

    assert board(dragan).partition("\n\n")[2] == (
        "RS · 2 примаоца\n✈ Примио Телеграм: 2\n✔ Потврђено: 1\n   На путу сам: 1\n"
        "… Још није потврђено: 1\n• Без јединице · ✔ 0/1\n• Бела Црква · ✔ 1/1\n\n"
        "RO · 2 примаоца\n✈ Примио Телеграм: 2\n✔ Потврђено: 1\n… Још није потврђено: 1"
    )
    assert "• Socol · ✔ 1/1" in board(ion)


def test_an_answer_after_all_was_quiet_still_comes_to_the_board(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan, audience=Audience(sides=("RS",)))
    for _ in range(3):
        office.ticks(seconds=3)
    assert [row for row in office.rows(deadline) if row["kind"] == "alert-board"] == [
        row for row in office.rows(deadline) if row["kind"] == "alert-board" and row["done_at"]
    ]
    mila.taps("Примљено")
    office.ticks(seconds=3)
    assert "✔ Потврђено: 1" in board(dragan)


@pytest.mark.parametrize(
    ("severity", "minutes"),
    [(Severity.EXTREME, 2), (Severity.SEVERE, 10), (Severity.MINOR, 60)],
)
def test_late_is_who_answers_after_the_time_of_its_level(
    office: Office, dragan: Officer, severity: Severity, minutes: int
) -> None:
    officers = [office.enrol(name, "RS") for name in "АБВ"]
    for each in officers:
        each.changes_duty()
    issue(office, dragan, severity=severity, audience=Audience(sides=("RS",)))
    office.ticks(minutes=minutes)
    officers[0].taps("Примљено")
    assert "Касније од" not in board(dragan)
    office.ticks(seconds=2)
    officers[1].taps("Примљено")
    office.ticks(seconds=3)
    assert f"Касније од {minutes} минута: 1" in board(dragan)


def test_failed_says_why_in_plain_words(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    office.closed.add(mila.telegram_id)
    issue(office, dragan)
    office.ticks(seconds=3)
    assert "✖ Није примљено: 1\n   Асистент је блокиран у Телеграму: 1" in board(dragan)
    dragan.taps("✖ Није примљено")
    assert "• Мила Јовановић · Асистент је блокиран у Телеграму" in dragan.texts[-1]
    # Once she is back, the message goes, and the board knows it.
    office.closed.clear()
    mila.says("/whoami")
    office.ticks(seconds=3)
    assert ledger(office)[mila.person_id]["accepted_at"] is not None
    assert "Није примљено" not in board(dragan)


def test_what_expired_in_the_outbox_is_not_taken_for_sent(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    """The courier cancels what has expired; the ledger says so."""
    issue(office, dragan)
    number = edition(office)

    def work(session: Session) -> None:
        mine = outbox.c.person_id == mila.person_id
        gone = {"state": 5, "outcome": "expired", "finished_at": office.now}
        session.execute(outbox.update().where(mine).values(gone))
        alert_outcomes.settle(session, number, f"alert:{number}")

    office.run(work)
    line = ledger(office)[mila.person_id]
    assert (line["accepted_at"], line["failed"]) == (None, "expired")


def test_who_loses_access_before_it_is_sent_is_held_and_not_told(
    office: Office, dragan: Officer
) -> None:
    officers = [office.enrol(f"С {at}", "RS") for at in range(205)]
    issue(office, dragan, audience=Audience(sides=("RS",)))
    late = officers[-1]
    gone = {"revoked_at": office.now}
    office.run(lambda session: people.change(session, late.person_id, **gone))
    office.ticks(seconds=1)
    office.ticks(seconds=2)
    line = ledger(office)[late.person_id]
    assert (line["held"], line["queued_at"], late.chat) == ("revoked", None, [])
    assert "⏸ Више немају приступ: 1" in board(dragan)


def test_who_has_lost_access_owes_no_answer(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    issue(office, dragan, audience=Audience(sides=("RS",)))
    gone = {"revoked_at": office.now}
    office.run(lambda session: people.change(session, mila.person_id, **gone))
    office.ticks(seconds=3)
    assert "… Још није потврђено: 1" in board(dragan)  # Zoran


CANARIES = ("Канаринац", "Јединица канаринаца", "+381699000001", "RS-CANARY")


def test_nothing_of_the_other_side_but_numbers(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    name, unit, phone, service_number = CANARIES
    hidden = {"name": name, "unit": unit, "phone": phone, "service_number": service_number}
    office.run(lambda session: people.change(session, mila.person_id, **hidden))
    issue(office, dragan, replies=True)
    office.ticks(minutes=2)
    for officer in (ion, dragan):
        for part in Part:
            officer.presses(f"alert-list:{edition(office)}:{part}")
            officer.presses(f"alert-page:{edition(office)}:{part}:7")
        officer.presses(f"alert-words:{edition(office)}")
        officer.says("/alerts")
        officer.presses(f"alert-remind:{edition(office)}")
        office.ticks(seconds=3)
    mila.taps("На путу сам")
    office.ticks(seconds=3)
    told = json.dumps(office.chats[ion.telegram_id], ensure_ascii=False)
    assert [each for each in CANARIES if each in told] == []
    own = json.dumps(office.chats[dragan.telegram_id], ensure_ascii=False)
    assert [each for each in CANARIES[:3] if each not in own] == []
    assert "Ana" not in own


def test_the_other_desk_sees_nothing_of_an_alert_to_one_side(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = issue(office, dragan, audience=Audience(sides=("RS",)))
    shown = [f"alert-{name}:{edition(office)}" for name in ("words", "remind", "files", "said")]
    shown = [*shown[:3], f"{shown[3]}:0", f"alert-list:{edition(office)}:open"]
    for data in (*shown, f"alert-open:{number}"):
        assert ion.presses(data).startswith("Acest buton"), data
        assert ana.presses(data).startswith(("Acest buton", "Nu aveți dreptul")), data
        assert mila.presses(data).startswith(("Ово дугме", "Нисте овлашћени")), data
    assert number not in str(ion.chat + ana.chat)


def test_lists_are_turned_in_their_place(office: Office, dragan: Officer) -> None:
    for at in range(45):
        office.enrol(f"Службеник {at:02}", "RS")
    issue(office, dragan, audience=Audience(sides=("RS",)))
    dragan.taps("… Још није потврђено")
    first = dragan.last["text"]
    assert first.startswith("… Још није потврђено: 45\n")
    assert first.count("•") == 20
    chat = len(dragan.chat)
    dragan.taps("Даље ›")
    dragan.taps("Даље ›")
    assert (len(dragan.chat), dragan.last["text"].count("•")) == (chat, 5)
    assert dragan.buttons() == ["‹ Назад"]


def test_who_does_not_answer_can_be_called(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    lost = {"unreachable_since": office.now}
    vuk = office.enrol("Вук Васић", "RS")
    office.run(lambda session: people.change(session, vuk.person_id, **lost))
    zora = office.enrol("Зора Зорић", "RS")  # invited, and never came in
    office.run(lambda session: people.unbind(session, zora.person_id))
    issue(office, dragan)
    dragan.taps("☎ За позив телефоном")
    lines = [line for line in dragan.last["text"].splitlines() if "☎ +" in line]
    named = [(vuk, "Вук Васић"), (zora, "Зора Зорић"), (mila, "Мила Јовановић")]
    told = [f"☎ +{each.telegram_id} · {name}" for each, name in named]
    assert sorted(lines) == sorted(told)
    assert zora.chat == []
    (entry,) = [row for row in office.rows(audit) if row["deed"] == "consultation"]
    assert json.loads(entry["detail"]) == {"edition": 1, "list": "call"}


def test_reminded_it_comes_to_the_end_of_the_chat_marked_and_counted(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    issue(office, dragan)
    assert dragan.taps("🔁 Подсетите оне без потврде").startswith("Порука им је послата пре мање")
    office.ticks(minutes=2)
    ana.taps("Recepționat")
    assert dragan.taps("🔁 Подсетите оне без потврде") == "Порука се поново шаље: 1 прималац."
    first, again = mila.texts[-2:]
    assert first == "Ова порука је сада ниже у разговору."
    assert again.startswith("🔁 Поновљена порука бр. 1\n⚠ Појачан опрез\n")
    assert "Repetat" not in str(ana.texts)
    assert ledger(office)[mila.person_id]["reminded"] == 1
    # Not more often than once a minute, whoever asks.
    assert dragan.taps("🔁 Подсетите оне без потврде").startswith("Порука им је послата пре мање")
    office.ticks(minutes=1)
    dragan.taps("🔁 Подсетите оне без потврде")
    assert mila.texts[-1].startswith("🔁 Поновљена порука бр. 2\n")
    mila.taps("Примљено")
    office.ticks(minutes=2)
    assert "🔁 Подсетите оне без потврде" not in dragan.buttons()
    assert dragan.presses(f"alert-remind:{edition(office)}") == "Нема више кога да подсетите."


def test_a_desk_that_did_not_send_it_reminds_its_own_people(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    issue(office, dragan)
    office.ticks(minutes=2)
    ion.presses(f"alert-remind:{edition(office)}")
    assert ana.texts[-1].startswith("🔁 Mesaj repetat nr. 1\n")
    assert ledger(office)[mila.person_id]["reminded"] == 0


def test_many_are_reminded_in_batches_and_each_once(office: Office, dragan: Officer) -> None:
    officers = [office.enrol(f"Службеник {at}", "RS") for at in range(75)]
    issue(office, dragan, audience=Audience(sides=("RS",)))
    office.ticks(minutes=2)
    dragan.taps("🔁 Подсетите оне без потврде")
    assert sum(row["reminded"] for row in office.rows(recipient)) == 30
    for _ in range(3):
        office.ticks(seconds=1)
    assert {row["reminded"] for row in office.rows(recipient)} == {1}
    assert {sum("Поновљена" in text for text in each.texts) for each in officers} == {1}


def test_nobody_is_reminded_of_what_is_over(office: Office, mila: Officer, dragan: Officer) -> None:
    issue(office, dragan)
    office.ticks(hours=7)
    number = edition(office)
    with pytest.raises(AlertOver):
        office.act(dragan, lambda uow: alert_reminders.ask(uow, number))
    assert "Поновљена" not in str(mila.texts)


def answer_in_words(office: Office, officer: Officer, words: str) -> None:
    number = edition(office)
    office.act(
        officer,
        lambda uow: alert_answers.reply(uow, number, Answer.WORDS, words=words),
    )


def test_words_go_to_the_desk_that_asked_and_to_the_own_one(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    issue(office, dragan)
    answer_in_words(office, ana, "Ajung în 10 minute")
    answer_in_words(office, mila, "Стижем одмах")
    assert ana.texts[-1].endswith("fără numele dumneavoastră.")
    office.ticks(seconds=3)
    dragan.taps("💬 Речи и локације")
    told = dragan.last["text"]
    assert "• Мила Јовановић · 21:05 RS / 22:05 RO\n   „Стижем одмах“" in told
    assert "• RO · 21:05 RS / 22:05 RO\n   „Ajung în 10 minute“" in told
    assert "Ana" not in told
    ion.taps("💬 Cuvinte și locații")
    assert "Ana Ionescu" in ion.last["text"]
    assert "Стижем" not in ion.last["text"]
    crossed = [
        (row["side"], json.loads(row["detail"])["recipients"])
        for row in office.rows(audit)
        if row["deed"] == "disclosure" and "answer to an alert" in row["detail"]
    ]
    assert crossed == [("RO", ["RS"])]


def test_who_comes_on_duty_gets_the_board_and_finds_it_among_what_is_open(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    dragan.changes_duty()
    number = issue(office, dragan, audience=Audience(sides=("RS",)))
    assert "alert-files:" not in str(zoran.chat)
    zoran.changes_duty()
    assert number in board(zoran)
    zoran.says("/open")
    assert f"⚠ {number} · Упозорење · Још није потврђено" in zoran.last["text"]
    before = len(zoran.chat)
    zoran.taps(f"⚠ {number}")
    assert (len(zoran.chat), zoran.last["text"]) == (before + 1, board(zoran))
    for officer in (mila, zoran):
        officer.taps("Примљено")
    zoran.says("/open")
    assert number not in zoran.last["text"]
    ion.changes_duty()
    assert number not in str(ion.chat)


def test_a_handover_brings_the_board(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    dragan.changes_duty()
    number = issue(office, dragan, audience=Audience(sides=("RS",)))
    zoran.changes_duty()
    dragan.says("/duty")
    assert any(zoran.person.name in label for label in dragan.buttons())
    dragan.taps(next(label for label in dragan.buttons() if zoran.person.name in label))
    assert number in str(zoran.texts[-3:])


def test_the_list_of_a_desk_and_of_an_officer(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    old = issue(office, dragan)
    office.ticks(hours=7)
    new = issue(office, dragan, audience=Audience(sides=("RS",)))
    mila.says("/alerts")
    assert mila.buttons() == [f"✉ {new}"]
    before = len(mila.chat)
    mila.taps(f"✉ {new}")
    assert len(mila.chat) == before + 1
    assert "Возило ка граници." in mila.last["text"]
    dragan.says("/alerts")
    assert dragan.buttons() == [f"📋 {new}", f"📋 {old}"]
    dragan.taps(f"📋 {old}")
    assert old in dragan.last["text"]
    assert "Истекло" in dragan.last["text"]
    ana.says("/alerts")
    assert ana.last["text"] == "Nu există nicio alertă activă pentru dumneavoastră."
    ion.says("/alerts")
    assert ion.buttons() == [f"📋 {old}"]
    office.ticks(days=8)
    ion.says("/alerts")
    assert ion.last["text"] == "În ultimele șapte zile nu a fost nicio alertă."


@pytest.mark.parametrize(
    "data",
    [
        "alert-list:1",
        "alert-list:1:x",
        "alert-list:x:open",
        "alert-list:99:open",
        "alert-page:1:open:-1",
        "alert-page:1:open:99999999999",
        "alert-words:",
        "alert-said:1",
        "alert-remind:1:2",
        "alert-open:RS-26-00000000000000000",
        "alert-open:RS-26-9999",
        "alert-mine:99",
        "alert-mine:x",
        "alert-files:99",
    ],
)
def test_forged_buttons_show_nothing(office: Office, dragan: Officer, data: str) -> None:
    assert dragan.presses(data).startswith("Ово дугме")


def _deeds(office: Office) -> list[Callable[[UnitOfWork], Any]]:
    number = edition(office)
    return [
        lambda uow: alert_lists.show(uow, number, Part.CALL),
        lambda uow: alert_lists.show_words(uow, number),
        lambda uow: alert_reminders.ask(uow, number),
    ]


def test_no_desk_no_list(office: Office, mila: Officer, dragan: Officer) -> None:
    issue(office, dragan)
    pcc = office.enrol("Заједничка тачка", "RS", "pcc")
    coordinator = office.enrol("Координатор", "RS", "coordinator;admin;participant")
    for officer in (mila, pcc, coordinator):
        for deed in _deeds(office):
            with pytest.raises(NotAllowed):
                office.act(officer, deed)


def test_who_has_lost_the_role_sees_nothing_by_an_old_button(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    issue(office, dragan)
    office.run(lambda session: people.change(session, dragan.person_id, country="RO"))
    number = edition(office)
    office.act(dragan, lambda uow: alert_lists.show(uow, number, Part.OPEN))
    assert "Мила" not in dragan.last["text"]


def test_at_night_what_is_routine_comes_without_a_sound_and_the_board_says_so(
    office: Office, dragan: Officer
) -> None:
    """22:05 in Romania is night, 21:05 in Serbia is not."""
    mila, ana, off = (office.enrol(n, c) for n, c in (("А", "RS"), ("Б", "RO"), ("В", "RO")))
    mila.changes_duty()
    ana.changes_duty()
    issue(office, dragan, severity=Severity.MINOR)
    office.ticks(seconds=3)
    assert "disable_notification" not in mila.last
    assert ana.last["disable_notification"] is True
    assert off.chat == []
    told = board(dragan)
    assert "RO · 2 примаоца\n✈ Примио Телеграм: 1\n" in told
    assert told.endswith("🔕 Послато без звука: 1\n⏸ Ван дужности: 1")


def test_what_is_severe_is_never_quiet(office: Office, ana: Officer, dragan: Officer) -> None:
    issue(office, dragan, severity=Severity.SEVERE)
    issue(office, dragan, severity=Severity.EXTREME)
    assert [each.get("disable_notification") for each in ana.chat] == [None, None]


@pytest.mark.parametrize(
    ("hour", "quiet"), [(19, False), (20, True), (23, True), (3, True), (4, False), (12, False)]
)
def test_night_is_by_the_clock_of_the_reader(
    office: Office, mila: Officer, dragan: Officer, hour: int, quiet: bool
) -> None:
    """July: Serbia is two hours ahead of UTC."""
    issue(office, dragan, severity=Severity.MINOR)
    number, at = edition(office), office.now.replace(hour=hour, minute=0)
    row = office.run(lambda session: alerts.by_id(session, number))
    assert row
    assert alert_messages.is_quiet(row, mila.person, at) is quiet


def test_the_ledger_is_counted_the_same_whoever_counts(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    issue(office, dragan)
    mila.taps("Примљено")

    number = edition(office)

    def work(session: Session) -> tuple[dict[str, int], int, list[int]]:
        tally = alert_ledger.tally(session, number, late_after=timedelta(minutes=2))
        whole = {name: sum(each.counts[name] for each in tally) for name in tally[0].counts}
        left = alert_ledger.missing(session, number, ("RS", "RO"), before=office.now)
        return (
            whole,
            alert_ledger.count(session, number, Part.CONFIRMED, "RS"),
            [each.person_id for each in left],
        )

    whole, confirmed, left = office.run(work)
    assert (whole["recipients"], whole["answered"], confirmed) == (2, 1, 1)
    assert left == [ana.person_id]


def test_a_board_is_not_shown_to_who_may_not_see_it(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    number = edition(office)
    with pytest.raises(Stale):
        office.act(mila, lambda uow: alert_boards.visible(uow, number))
