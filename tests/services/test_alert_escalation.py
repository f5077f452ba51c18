"""An alert that is not confirmed reminds more and more people, until each side has confirmed it."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from services import alert_escalation, alert_watch
from services.alert_audiences import Audience
from services.errors import AlertChanged, NotAllowed, Stale
from storage import deadlines, people
from storage.alerts import Severity, alert
from storage.audit import audit
from storage.deadlines import deadline
from storage.outbox import Lane, outbox
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.services.test_alert_endings import cancels, clears
from tests.services.test_alerts import edition, issue, ledger
from tests.services.test_outage import deaf, marked

DANGER = {"severity": Severity.EXTREME}
UNCONFIRMED_SR, UNCONFIRMED_RO = "⏳ Још није потврђено", "⏳ Încă neconfirmată"


def on_duty(office: Office, *officers: Officer) -> None:
    since = office.now
    for each in officers:
        office.run(partial(people.change, person_id=each.person_id, on_duty_since=since))


def told(officer: Officer) -> list[str]:
    """What a duty officer was told of who has not confirmed."""
    return [text for text in officer.texts if UNCONFIRMED_SR in text or UNCONFIRMED_RO in text]


def reminder(officer: Officer) -> str:
    """The line of the newest message of an alert in somebody's chat that says how often."""
    told = [line for text in officer.texts for line in text.splitlines()]
    lines = [line for line in told if "Поновљена порука" in line or "Mesaj repetat" in line]
    return lines[-1] if lines else ""


def minutes_of_reminders(office: Office, officer: Officer) -> list[int]:
    return [
        row["created_at"].minute
        for row in office.rows(outbox)
        if row["chat_id"] == officer.telegram_id
        and row["method"] == "sendMessage"
        and "\\ud83d\\udd01" in row["payload"]
    ]


def test_danger_reminds_those_missing_then_their_desk_then_everybody(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer, ana: Officer
) -> None:
    on_duty(office, mila, ana, dragan, ion)
    number = issue(office, dragan, **DANGER)
    ana.taps("Recepționat")
    ion.taps("Recepționat")

    office.ticks(minutes=2)
    assert reminder(mila) == "🔁 Поновљена порука бр. 1"
    assert reminder(ana) == ""
    assert [told(each) for each in (dragan, zoran, ion)] == [[], [], []]

    office.ticks(minutes=3)
    assert reminder(mila) == "🔁 Поновљена порука бр. 2"
    assert [len(told(each)) for each in (dragan, zoran, ion)] == [1, 0, 0]
    assert told(dragan)[0] == (
        f"⏳ Још није потврђено\nУпозорење {number}\n‼ Непосредна опасност\n\n"
        "RS · ✔ Потврђено: 0 од 1\n▲ Недостају 2 одговора\n"
        "   Зоран Савић\n   Мила Јовановић\n\n"
        "RO · ✔ Потврђено: 2 од 2\n\n🕒 Упозорење је послато: 21:05 RS / 22:05 RO"
    )

    office.ticks(minutes=3)
    assert [len(told(each)) for each in (dragan, zoran, ion)] == [2, 1, 1]
    # The other side reads how many are missing, not who.
    assert "Lipsesc 2 răspunsuri" in told(ion)[0]
    assert "Мила" not in told(ion)[0]
    office.ticks(minutes=5)
    assert [len(told(each)) for each in (dragan, zoran, ion)] == [3, 2, 2]
    assert {
        row["lane"] for row in office.rows(outbox) if UNCONFIRMED_SR[2:6] in row["payload"]
    } <= {0}


def test_it_ends_when_as_many_of_each_side_have_confirmed_as_are_on_duty(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    on_duty(office, mila, ana)
    issue(office, dragan, **DANGER)
    assert office.rows(alert)[0]["needed"] == {"RS": 1, "RO": 1}
    mila.taps("Примљено")
    office.ticks(minutes=2)
    assert reminder(ana) == "🔁 Mesaj repetat nr. 1"
    assert reminder(dragan) == "", "his side has confirmed"
    ana.taps("Recepționat")
    assert "🔔" not in ana.last["text"]
    office.ticks(minutes=30)
    assert (told(dragan), told(ion)) == ([], [])
    assert alert_watch_of(office) == []


def test_where_nobody_is_on_duty_one_of_the_side_must_confirm(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    issue(office, dragan)
    assert office.rows(alert)[0]["needed"] == {"RS": 1, "RO": 1}
    mila.taps("Примљено")
    office.ticks(minutes=10)
    assert (reminder(mila), reminder(dragan)) == ("", "")
    assert reminder(ana) == "🔁 Mesaj repetat nr. 1"


def test_caution_has_time_and_information_waits_for_nobody(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    on_duty(office, mila)
    issue(office, dragan, texts={"sr": "Опрез."}, audience=Audience(sides=("RS",)))
    for minutes in (9, 1, 10, 10, 59, 1):
        office.ticks(minutes=minutes)
    assert minutes_of_reminders(office, mila) == [15, 25, 35, 35]
    issue(office, dragan, severity=Severity.MINOR, audience=Audience(sides=("RS",)))
    assert office.rows(alert)[-1]["needed"] == {}
    assert [row["subject"] for row in office.rows(deadline) if row["kind"] == "alert-escalate"] == [
        str(edition(office) - 1)
    ]


def test_a_desk_stops_it_with_a_tap_and_the_boards_say_so(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = issue(office, dragan, **DANGER)
    office.ticks(minutes=5)
    assert dragan.taps("🔕 Заустави подсетнике") == "На ово упозорење се више нико не подсећа."
    office.ticks(minutes=30)
    assert len(told(dragan)) == 1
    assert reminder(mila) == "🔁 Поновљена порука бр. 1"
    (board,) = [text for text in ion.texts if "Acceptate" in text or "🔕" in text]
    assert "🔕 Reamintirile au fost oprite: RS + RO" in board
    deeds = [row for row in office.rows(audit) if row["subject"] == f"alert:{number}"]
    assert deeds[-1]["actor_id"] == dragan.person_id
    assert '"reminders_stopped": ["RS", "RO"]' in deeds[-1]["detail"]
    assert alert_watch_of(office) == []


def test_the_other_desk_stops_it_for_its_own_side_only(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    issue(office, dragan, **DANGER)
    office.ticks(minutes=5)
    stopped = ion.taps("🔕 Opriți reamintirile")
    assert stopped == "Nu se mai trimit reamintiri pentru această alertă părții dumneavoastră."
    office.ticks(minutes=8)
    assert reminder(ana) == "🔁 Mesaj repetat nr. 1"
    assert reminder(mila) == "🔁 Поновљена порука бр. 2"


def test_nobody_else_stops_it(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    issue(office, dragan, audience=Audience(sides=("RS",)))
    alert_id = edition(office)
    for officer, refusal in ((mila, NotAllowed), (ana, NotAllowed), (ion, Stale)):
        with pytest.raises(refusal):
            office.act(officer, partial(alert_escalation.stop, alert_id=alert_id))
    for forged in ("alert-stop", "alert-stop:x", "alert-stop:99", f"alert-stop:{alert_id}:1"):
        assert dragan.presses(forged).startswith("Ово дугме"), forged
    office.act(dragan, cancels(alert_id))
    with pytest.raises(AlertChanged):
        office.act(dragan, partial(alert_escalation.stop, alert_id=alert_id))


def test_after_its_end_nobody_is_reminded(office: Office, mila: Officer, dragan: Officer) -> None:
    issue(office, dragan, **DANGER)
    office.ticks(minutes=2)
    office.act(dragan, clears(edition(office)))
    office.ticks(hours=1)
    assert told(dragan) == []
    assert sum("Опасност је престала" in text for text in mila.texts) == 2


def test_many_missing_are_reminded_in_batches_and_each_once(
    office: Office, dragan: Officer
) -> None:
    officers = [office.enrol(f"Службеник {at}", "RS") for at in range(150)]
    issue(office, dragan, audience=Audience(sides=("RS",)), **DANGER)
    office.ticks(minutes=2)
    for _ in range(4):
        office.ticks(seconds=1)
    assert {reminder(each) for each in officers} == {"🔁 Поновљена порука бр. 1"}
    assert {len(each.chat) for each in officers} == {2}, "the first message points to the second"


def test_what_was_not_noticed_in_time_is_done_once_and_says_how_late(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan, **DANGER)
    office.ticks(minutes=20)  # the step of minute 18 is the newest; those before it went by
    assert reminder(mila) == "🔁 Поновљена порука бр. 1"
    (text,) = told(dragan)
    assert text.endswith("⏱ Уочено касно. Закашњење: 2 минута.")
    due = [row["due_at"] for row in office.rows(deadline) if row["kind"] == "alert-escalate"]
    assert due == [office.rows(alert)[0]["sent_at"] + timedelta(minutes=23)]


def test_when_the_machines_clock_is_set_back_no_step_waits_for_it(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan, **DANGER)
    office.now -= timedelta(hours=1)
    due = partial(deadlines.set_for, kind="alert-escalate", subject=str(edition(office)))
    office.run(lambda session: due(session, due_at=office.now + timedelta(minutes=2)))
    for minutes in (2, 3, 3):
        office.ticks(minutes=minutes)
    assert reminder(mila) == "🔁 Поновљена порука бр. 3"


def test_who_comes_while_it_is_active_is_reminded_from_the_next_step_on(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan, audience=Audience(sides=("RS",)), **DANGER)
    office.ticks(minutes=2)
    newcomer = office.enrol("Јелена Мирић", "RS")
    newcomer.changes_duty()
    office.ticks(seconds=30)
    assert reminder(newcomer) == ""
    office.ticks(minutes=3)
    assert reminder(newcomer) == "🔁 Поновљена порука бр. 1"


@pytest.mark.parametrize("minute", [50, 58])
def test_on_the_day_the_clocks_go_back_each_side_is_reminded_in_time(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer, minute: int
) -> None:
    # In Serbia 2:58 comes at 0:58 and 1:58 UTC; in Romania it is 3:58. No step waits for an hour.
    office.now = datetime(2026, 10, 25, 0, minute, tzinfo=UTC)
    on_duty(office, mila, ana)
    sent = office.now
    issue(office, dragan, **DANGER)
    mila.taps("Примљено")
    for _ in range(13):
        office.ticks(minutes=1)
    after = [(at - minute) % 60 for at in minutes_of_reminders(office, ana)]
    assert after == [2, 5, 8, 13]
    assert minutes_of_reminders(office, mila) == []
    assert [len(told(each)) for each in (dragan, ion)] == [2, 3]
    times = {50: "02:50 RS / 03:50 RO", 58: "02:58 RS / 03:58 RO"}
    assert times[minute] in told(ion)[0]
    ana.taps("Recepționat")
    office.ticks(minutes=10)
    assert len(told(ion)) == 3
    assert office.now - sent == timedelta(minutes=23)


def test_after_a_blind_time_who_may_have_confirmed_is_asked_again(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    on_duty(office, mila, ana)
    issue(office, dragan)
    ana.taps("Recepționat")
    assert deaf(office, minutes=5)
    assert len(marked(mila)) == 1
    assert marked(ana) == []
    assert mila.taps("Примљено") == "Забележено: Примљено"
    assert "🔁" not in mila.last["text"]


def test_an_alert_without_a_next_step_is_found_told_before_all_else_and_put_right(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    number = issue(office, dragan)
    assert looks(office) == []
    for kind in ("alert-expire", "alert-escalate"):
        drop = partial(deadlines.drop, kind=kind, subject=str(edition(office)))
        office.run(drop)
        assert alert_watch_of(office) == [number], kind
        assert looks(office) == [number], kind
        assert looks(office) == []
        assert office.rows(alert)[0]["alarmed_at"] == office.now
        office.now += alert_watch.AGAIN
    for officer, words in (
        (dragan, "⛔ Упозорење без следећег корака"),
        (ion, "⛔ Alertă fără pas"),
    ):
        assert sum(text.startswith(words) for text in officer.texts) == 2
    lanes = [row["lane"] for row in office.rows(outbox) if "\\u26d4" in row["payload"]]
    assert lanes == [Lane.SOS] * 4
    office.ticks(hours=7)
    assert [row["status"] for row in office.rows(alert)] == ["expired"], (
        "its end has come after all"
    )
    assert [text for text in mila.texts if "⛔" in text] == []


def test_a_step_that_fails_again_and_again_is_found_too(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = issue(office, dragan)
    office.now += timedelta(minutes=10)
    assert alert_watch_of(office) == []
    office.now += timedelta(seconds=61)
    assert looks(office) == [number]
    assert looks(office) == [], "said once in ten minutes"
    office.now += timedelta(minutes=10)
    assert looks(office) == [number]


def test_of_one_sides_alert_the_other_desk_hears_nothing(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    issue(office, dragan, audience=Audience(sides=("RS",)), **DANGER)
    office.ticks(minutes=13)
    office.run(partial(deadlines.drop, kind="alert-expire", subject=str(edition(office))))
    assert len(looks(office)) == 1
    assert ion.chat == []
    assert ledger(office)[mila.person_id]["reminded"] == 1


def looks(office: Office) -> list[str]:
    found = office.run(
        lambda s: alert_watch.look(UnitOfWork(s, Person(), office.now, office.installation))
    )
    office.deliver()
    return found


def alert_watch_of(office: Office) -> list[str]:
    rows: list[Any] = office.run(lambda session: alert_watch.astray(session, office.now))
    return [row.number for row in rows]
