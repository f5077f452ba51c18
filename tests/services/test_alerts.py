"""An alert reaches everybody it is for, each in their language, and each is answered for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services import alert_answers, alerts
from services.alert_audiences import Audience
from services.alerts import AlertForm, AlertOver, NobodyToTell, NoText, NotSoLong
from services.errors import NotAllowed, Stale, TextTooLong
from storage import people
from storage.alert_recipients import Answer, answer, recipient
from storage.alerts import Severity, alert
from storage.audit import audit
from storage.outbox import outbox
from tests.office import Office, Officer

BOTH = {"sr": "Возило ка граници.", "ro": "Vehicul spre frontieră."}


def form(office: Office, **more: Any) -> AlertForm:
    given: dict[str, Any] = {
        "severity": Severity.SEVERE,
        "urgency": "Expected",
        "certainty": "Likely",
        "texts": BOTH,
        "audience": Audience(),
        "expires_at": office.now + timedelta(hours=6),
    }
    return AlertForm(**given | more)


def issue(office: Office, officer: Officer, **more: Any) -> str:
    return office.act(officer, lambda uow: alerts.issue(uow, form(office, **more)).number)


def ledger(office: Office) -> dict[int, dict[str, Any]]:
    return {row["person_id"]: row for row in office.rows(recipient)}


def edition(office: Office) -> int:
    return int(office.rows(alert)[-1]["id"])


def card(officer: Officer) -> dict[str, Any]:
    (found,) = [each for each in officer.chat if "alert:" in str(each.get("reply_markup"))]
    return found


def test_each_reads_it_once_in_their_language_with_both_times(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    milica = office.enrol("Милица Панић", "RS", language="sr-Latn")
    number = issue(office, dragan)

    assert mila.last["text"] == (
        f"⚠ Појачан опрез\nУпозорење {number}\nВозило ка граници.\n\n"
        "🕒 Послато: 21:05 RS / 22:05 RO\n⌛ Важи до 14. 7. 2026. 03:05 RS / 04:05 RO\n"
        "— Дежурни центар RS"
    ).replace("14. 7. 2026.", "15. 7. 2026.")
    assert f"⚠ Vigilență sporită\nAlertă {number}\nVehicul spre frontieră.\n" in ana.texts[-1]
    # What somebody typed is read as typed, in whichever script.
    assert "⚠ Pojačan oprez" in milica.texts[-1]
    assert "Возило ка граници." in milica.texts[-1]
    assert mila.last["protect_content"] is True
    assert [len(each.chat) for each in (mila, milica, ana)] == [1, 1, 1]


def test_confirmed_with_one_tap_and_the_first_stops_nobody(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    issue(office, dragan)
    assert mila.taps("Примљено") == "Забележено: Примљено"
    assert "✔ Примљено · 21:05 RS / 22:05 RO" in mila.last["text"]
    assert mila.buttons() == []
    assert ana.taps("Recepționat") == "Înregistrat: Recepționat"
    told = ledger(office)
    assert [told[each.person_id]["answer"] for each in (mila, ana)] == ["received"] * 2
    # Whoever wrote it is asked for nothing.
    assert set(told) == {mila.person_id, ana.person_id}


def test_a_second_tap_changes_the_answer_and_the_history_stays(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan, replies=True)
    mila.taps("На путу сам")
    first = office.now
    office.ticks(minutes=2)
    mila.taps("Не могу да поступим")
    assert mila.taps("✔ Не могу да поступим") == "Забележено: Не могу да поступим"
    line = ledger(office)[mila.person_id]
    assert (line["answer"], line["answered_at"]) == ("cannot", first)
    assert [row["answer"] for row in office.rows(answer)] == ["on_my_way", "cannot"]


@pytest.mark.parametrize("typed", ["примљено", "Primljeno!", "recepționat", "receptionat", "OK"])
def test_the_bare_word_confirms_what_waits(
    office: Office, mila: Officer, dragan: Officer, typed: str
) -> None:
    number = issue(office, dragan)
    mila.says(typed)
    assert mila.texts[-1] == f"Упозорење {number}\nЗабележено: Примљено"
    assert ledger(office)[mila.person_id]["answer"] == "received"


def test_the_number_says_which_where_several_wait(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    numbers = [issue(office, dragan), issue(office, dragan)]
    mila.says("/ok")
    assert mila.buttons() == [f"✔ {number}" for number in reversed(numbers)]
    mila.says(f"/ok {int(numbers[0].rpartition('-')[2])}")
    assert mila.texts[-1].startswith(f"Упозорење {numbers[0]}")
    answered = [(row["alert_id"], row["answer"]) for row in office.rows(answer)]
    assert answered == [(edition(office) - 1, "received")]
    mila.says("/ok 99999")
    assert mila.texts[-1].startswith("Ниједно упозорење с тим бројем не чека ваш одговор.")


def test_a_reply_is_the_answer_in_words_or_a_place(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    shown = office.chats[mila.telegram_id]
    message_id = max(shown)
    reply = {
        "message_id": message_id,
        "date": 1,
        "chat": {"id": mila.telegram_id, "type": "private"},
        "from": {"id": 1, "is_bot": True, "first_name": "Straja"},
        "text": shown[message_id]["text"],
    }
    mila.shares(text="Стижем за 10 минута", reply_to_message=reply)
    mila.shares(location={"latitude": 44.8, "longitude": 21.3}, reply_to_message=reply)
    given = [(row["answer"], row["words"], row["latitude"]) for row in office.rows(answer)]
    assert given == [("words", "Стижем за 10 минута", None), ("place", "", 44.8)]


def test_a_side_without_its_text_waits_for_it_and_then_gets_it(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = issue(office, dragan, texts={"sr": "Возило ка граници."})
    assert (len(mila.chat), ana.chat) == (1, [])
    assert ledger(office)[ana.person_id]["held"] == "text"

    office.act(ion, lambda uow: alerts.complete(uow, number, {"ro": "Vehicul spre frontieră."}))
    assert "Vehicul spre frontieră." in ana.texts[-1]
    assert len(mila.chat) == 1
    assert ledger(office)[ana.person_id]["held"] == ""


def test_an_extreme_alert_waits_for_no_text_and_says_so(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = issue(office, dragan, severity=Severity.EXTREME, texts={"sr": "Пуцњава."})
    assert "▲ FĂRĂ TRADUCERE\nПуцњава." in ana.texts[-1]
    lanes = {row["lane"] for row in office.rows(outbox) if row["chat_id"] == ana.telegram_id}
    assert lanes == {0}
    office.act(ion, lambda uow: alerts.complete(uow, number, {"ro": "Focuri de armă."}))
    assert "Focuri de armă." in ana.texts[-1]
    assert "Пуцњава." not in ana.texts[-1]
    assert len(ana.chat) == 1


def test_what_is_routine_waits_until_they_are_on_duty(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan, severity=Severity.MINOR)
    assert ledger(office)[mila.person_id]["held"] == "off_duty"
    assert mila.chat == []
    mila.changes_duty()
    assert any("Возило ка граници." in text for text in mila.texts)


def test_who_comes_on_duty_while_it_is_active_gets_it_too(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    zoran.changes_duty()
    issue(office, dragan, audience=Audience(on_duty=True))
    assert mila.chat == []
    mila.changes_duty()
    (text,) = [text for text in mila.texts if "Возило ка граници." in text]
    assert set(ledger(office)) == {mila.person_id, zoran.person_id}
    assert text.startswith("⚠ Појачан опрез")


def test_sectors_units_and_roles_choose_whom_it_is_for(office: Office, dragan: Officer) -> None:
    here, there = office.enrol("А", "RS"), office.enrol("Б", "RS")
    guest = office.enrol("В", "RS", "participant")

    def place(session: Any) -> None:
        people.set_sectors(session, here.person_id, ["S1"])
        people.set_sectors(session, there.person_id, ["S2"])

    office.run(place)
    issue(office, dragan, audience=Audience(sides=("RS",), sectors=("S1",)))
    assert set(ledger(office)) == {here.person_id}
    assert (len(here.chat), there.chat, guest.chat) == (1, [], [])


def test_one_side_only_tells_the_other_nothing(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = issue(office, dragan, audience=Audience(sides=("RS",)), texts={"sr": "канаринац"})
    assert (ion.chat, ana.chat) == ([], [])
    for officer in (ion, ana):
        assert officer.presses(f"alert:{edition(office)}:received").startswith("Acest")
    with pytest.raises(Stale):
        office.act(ion, lambda uow: alerts.complete(uow, number, {"ro": "x"}))
    deeds = [(row["deed"], row["subject"]) for row in office.rows(audit)]
    assert ("disclosure", f"alert:{number}") not in deeds


def test_nobody_but_its_author_is_nobody(office: Office, dragan: Officer) -> None:
    with pytest.raises(NobodyToTell):
        issue(office, dragan)


def test_what_crosses_is_in_the_audit_log(office: Office, dragan: Officer, ana: Officer) -> None:
    number = issue(office, dragan)
    (row,) = [row for row in office.rows(audit) if row["deed"] == "disclosure"]
    assert row["subject"] == f"alert:{number}"
    assert '"recipients": ["RO"]' in row["detail"]


def test_expired_it_loses_its_buttons_and_is_not_sent_late(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    number = issue(office, dragan, texts={"sr": "Возило ка граници."})
    data = mila.data("Примљено")
    office.ticks(hours=7)
    assert "■ Истекло" in mila.last["text"]
    assert mila.buttons() == []
    assert ana.chat == []
    assert ledger(office)[ana.person_id]["held"] == "over"
    # A tap that comes late is kept and answered for.
    assert mila.presses(data).startswith("Ово упозорење више не важи. Ваш одговор је сачуван")
    assert ledger(office)[mila.person_id]["answer"] == "received"
    with pytest.raises(AlertOver):
        office.act(dragan, lambda uow: alerts.complete(uow, number, {"ro": "x"}))


def test_one_who_cannot_be_reached_is_named_so_and_gets_it_when_back(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    lost = {"unreachable_since": office.now}
    office.run(lambda session: people.change(session, mila.person_id, **lost))
    issue(office, dragan)
    assert (mila.chat, ledger(office)[mila.person_id]["held"]) == ([], "unreachable")
    mila.says("/whoami")
    assert any("Возило ка граници." in text for text in mila.texts)


def test_a_large_audience_is_told_in_batches_and_each_once(office: Office, dragan: Officer) -> None:
    officers = [office.enrol(f"Службеник {at}", "RS") for at in range(450)]
    issue(office, dragan, audience=Audience(sides=("RS",)))
    assert sum(len(each.chat) for each in officers) < 250
    for _ in range(3):
        office.ticks(seconds=1)
    assert {len(each.chat) for each in officers} == {1}
    office.ticks(seconds=2)
    assert {row["accepted_at"] is not None for row in office.rows(recipient)} == {True}


def test_the_board_counts_what_telegram_accepted_and_who_confirmed(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    number = issue(office, dragan)
    mila.taps("Примљено")
    office.ticks(seconds=3)
    (board,) = [text for text in dragan.texts if "прима" in text]
    assert board == (
        f"Упозорење {number}\n⚠ Појачан опрез · Активно\n\nRS · 1 прималац\n"
        "✈ Примио Телеграм: 1\n✔ Потврђено: 1\n\nRO · 1 прималац\n"
        "✈ Примио Телеграм: 1\n✔ Потврђено: 0\n… Још није потврђено: 1"
        "\n\n🔔 Следећи подсетник: 21:15 RS / 22:15 RO"
    )


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"texts": {"sr": "  "}}, NoText),
        ({"texts": {"sr": "а" * 2001}}, TextTooLong),
        ({"expires_at": timedelta(0)}, NotSoLong),
        ({"expires_at": timedelta(days=8)}, NotSoLong),
        ({"audience": Audience(sides=("RO",), sectors=("nowhere",))}, NobodyToTell),
    ],
)
def test_what_cannot_be_sent_is_refused_and_nothing_goes(
    office: Office, dragan: Officer, more: dict[str, Any], refusal: type[Exception]
) -> None:
    if isinstance(more.get("expires_at"), timedelta):
        more = more | {"expires_at": office.now + more["expires_at"]}
    with pytest.raises(refusal):
        issue(office, dragan, **more)
    assert office.rows(alert) == []


def _issues(office: Office) -> Callable[[Any], Any]:
    return lambda uow: alerts.issue(uow, form(office))


def test_only_a_desk_issues_alerts(office: Office, mila: Officer, ana: Officer) -> None:
    for officer in (mila, ana, office.enrol("Г", "RO", "coordinator;admin;pcc")):
        with pytest.raises(NotAllowed):
            office.act(officer, _issues(office))


def test_nobody_answers_what_was_never_theirs(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan, audience=Audience(sides=("RS",)))
    guest = office.enrol("Гост", "RS")  # enrolled after it was sent, and not on duty
    for forged in (f"alert:{edition(office)}:received", "alert:99:received", "alert:x:y", "alert:"):
        with_text = guest.presses(forged)
        assert with_text.startswith("Ово дугме"), forged
    assert office.rows(answer) == []


def test_who_is_revoked_answers_nothing(office: Office, mila: Officer, dragan: Officer) -> None:
    issue(office, dragan)
    data = mila.data("Примљено")
    gone = {"revoked_at": office.now}
    office.run(lambda session: people.change(session, mila.person_id, **gone))
    mila.presses(data)
    alert_id = edition(office)
    with pytest.raises(NotAllowed):
        office.act(mila, lambda uow: alert_answers.give(uow, alert_id, Answer.RECEIVED))
    assert office.rows(answer) == []


def test_an_exercise_says_so_thrice(office: Office, mila: Officer, dragan: Officer) -> None:
    exercise = AlertForm(**vars(form(office)))

    def deed(uow: Any) -> None:
        row = alerts.draft(uow, exercise, side="RS", author_id=uow.actor.id, exercise=True)
        alerts.send(uow, row)

    office.act(dragan, deed)
    assert mila.last["text"].startswith("ВЕЖБА – ВЕЖБА – ВЕЖБА\n⚠ Појачан опрез")


def test_untranslated_serbian_is_read_once_and_in_latin_letters(
    office: Office, dragan: Officer, ana: Officer
) -> None:
    written = {"sr-Cyrl": "Пуцњава.", "sr-Latn": "Pucnjava."}
    issue(office, dragan, severity=Severity.EXTREME, texts=written)
    assert "▲ FĂRĂ TRADUCERE\nPucnjava.\n" in ana.texts[-1]
    assert "Пуцњава" not in ana.texts[-1]
