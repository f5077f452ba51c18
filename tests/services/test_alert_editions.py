"""An update of an alert takes its place with everybody who has it, and asks them anew."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from services import alert_editions, alert_endings, alerts
from services.alert_audiences import Audience
from services.alert_editions import Changes, NothingChanged
from services.alerts import NoText, NotSoLong
from services.errors import AlertChanged, NotAllowed, Stale, TextTooLong
from storage import people
from storage.alert_recipients import recipient
from storage.alerts import Severity, alert
from storage.audit import audit
from storage.deadlines import deadline
from storage.outbox import outbox
from tests.office import Office, Officer
from tests.office import office as opened_office
from tests.services.test_alert_endings import clears
from tests.services.test_alert_escalation import alert_watch_of
from tests.services.test_alerts import edition, issue
from tests.services.test_same_moment import together

BOTH = {"sr": "Возило је у Белој Цркви.", "ro": "Vehiculul este la Biserica Albă."}


def update(office: Office, officer: Officer, alert_id: int, **more: Any) -> int:
    changes = Changes(**more)
    deed = partial(alert_editions.update, alert_id=alert_id, changes=changes)
    return int(office.act(officer, deed).id or 0)


def ledger_of(office: Office, alert_id: int) -> dict[int, dict[str, Any]]:
    lines = [row for row in office.rows(recipient) if row["alert_id"] == alert_id]
    return {row["person_id"]: row for row in lines}


def test_by_the_form_every_reader_gets_the_new_one_in_place_of_the_old(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    number = issue(office, dragan)
    mila.taps("Примљено")
    dragan.taps("✎ Ажурирај упозорење")
    dragan.taps("Текст")
    dragan.says("Возило је у Белој Цркви.")
    dragan.says("Vehiculul este la Biserica Albă.")
    dragan.taps("Важење")
    dragan.taps("+1 h · 22:05 RS / 23:05 RO")
    dragan.taps("👁 Прикажи шта ће видети")
    review = dragan.texts[-1]
    assert "▼ RS\n⚠ Појачан опрез" in review
    assert "Vehiculul este la Biserica Albă.\n" in review
    assert "ana" not in review
    dragan.taps("✅ Пошаљи")

    old, new = mila.texts
    assert "■ Замењено новијим упозорењем" in old
    assert new == (
        f"⚠ Појачан опрез\nУпозорење {number} · измена 1\n✎ Измењено: текст, важење\n"
        "✔ Потврдили сте ранију верзију. Потврдите и ову.\n\nВозило је у Белој Цркви.\n\n"
        "🕒 Послато: 21:05 RS / 22:05 RO\n⌛ Важи до 22:05 RS / 23:05 RO\n— Дежурни центар RS"
    )
    # Who had not confirmed the former one is asked again, and told nothing of having done so.
    assert ana.texts[-1].startswith(
        f"⚠ Vigilență sporită\nAlertă {number} · actualizarea 1\n"
        "✎ Modificat: text, valabilitate\n\n"
    )
    assert mila.taps("Примљено") == "Забележено: Примљено"
    assert "Потврдили сте" not in mila.last["text"]
    rows = office.rows(alert)
    assert [(row["number"], row["edition"], row["status"]) for row in rows] == [
        (number, 1, "superseded"),
        (number, 2, "active"),
    ]
    assert rows[1]["changed"] == ["texts", "expires_at"]


def test_the_board_goes_on_with_the_newest_edition(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    number = issue(office, dragan)
    office.ticks(seconds=3)
    update(office, dragan, edition(office), texts=BOTH)
    office.ticks(seconds=3)
    for officer, name in ((dragan, "Упозорење"), (ion, "Alertă")):
        (board,) = [text for text in officer.texts if "RS · " in text and "✈" in text]
        assert board.startswith(f"{name} {number} · ")
    assert dragan.data("✅ Опасност је престала") == f"alert-clear:{edition(office)}"


def test_everybody_of_the_old_ledger_gets_it_and_who_is_new_does_too(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    gone = office.enrol("Ђорђе Симић", "RS")
    issue(office, dragan, audience=Audience(sides=("RS",), roles=(people.Role.OFFICER,)))
    office.run(lambda session: people.set_roles(session, mila.person_id, [people.Role.PCC]))
    office.run(lambda session: people.change(session, gone.person_id, revoked_at=office.now))
    newcomer = office.enrol("Јелена Мирић", "RS")
    second = update(office, dragan, edition(office), texts={"sr": "Ново."})
    assert set(ledger_of(office, second)) == {mila.person_id, newcomer.person_id}
    assert all("Ново." in each.texts[-1] for each in (mila, newcomer))
    assert "Ново." not in str(gone.texts)


def test_who_had_a_routine_alert_gets_its_update_off_duty_too(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    mila.changes_duty()
    idle = office.enrol("Невена Лукић", "RS")
    issue(office, dragan, severity=Severity.MINOR, audience=Audience(sides=("RS",)))
    mila.changes_duty()
    second = update(office, dragan, edition(office), texts={"sr": "Ново."})
    held = ledger_of(office, second)
    assert (held[mila.person_id]["held"], held[idle.person_id]["held"]) == ("", "off_duty")
    assert "Ново." in mila.texts[-1]
    assert idle.chat == []


def test_a_text_that_is_missing_is_waited_for_as_at_first(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = issue(office, dragan)
    dragan.taps("✎ Ажурирај упозорење")
    dragan.taps("Текст")
    dragan.says("Ново.")
    dragan.taps("Пише други дежурни центар")
    dragan.taps("👁 Прикажи шта ће видети")
    assert dragan.texts[-1].endswith(
        "▼ RO\nТамо се шаље када други дежурни центар напише свој текст."
    )
    dragan.taps("✅ Пошаљи")
    assert ledger_of(office, edition(office))[ana.person_id]["held"] == "text"
    assert len(ana.chat) == 1
    # The words of the former edition say something else, so they are not kept beside the new.
    assert office.rows(alert)[-1]["texts"] == {"sr": "Ново."}
    office.act(ion, lambda uow: alerts.complete(uow, number, {"ro": "Nou."}))
    assert "Nou." in ana.texts[-1]


def test_raised_to_danger_it_goes_before_everything(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    second = update(office, dragan, edition(office), severity=Severity.EXTREME)
    lanes = {row["lane"] for row in office.rows(outbox) if row["subject"] == f"alert:{second}"}
    assert lanes == {0}
    office.ticks(minutes=2)
    assert "🔁 Поновљена порука бр. 1" in mila.texts[-1]
    assert alert_watch_of(office) == []


def test_of_the_former_edition_nothing_is_due_any_more(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    first = edition(office)
    second = update(office, dragan, first, texts=BOTH)
    waiting = [
        (row["kind"], row["subject"])
        for row in office.rows(deadline)
        if row["done_at"] is None and row["kind"] in {"alert-expire", "alert-escalate"}
    ]
    assert sorted(waiting) == [("alert-escalate", str(second)), ("alert-expire", str(second))]


def test_an_answer_to_the_former_edition_is_refused_with_the_way_to_the_newest(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = issue(office, dragan)
    data = mila.data("Примљено")
    update(office, dragan, edition(office), texts=BOTH)
    assert number in mila.presses(data)
    assert ledger_of(office, edition(office))[mila.person_id]["answer"] is None


def test_what_is_over_is_not_updated(office: Office, mila: Officer, dragan: Officer) -> None:
    issue(office, dragan)
    first = edition(office)
    update(office, dragan, first, texts=BOTH)
    for ended in (first, None):
        if ended is None:
            office.act(dragan, clears(edition(office)))
        with pytest.raises(AlertChanged):
            update(office, dragan, ended or edition(office), texts={"sr": "Још новије."})
    assert len(office.rows(alert)) == 2


def test_nobody_but_the_desk_it_comes_from_updates_it(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    issue(office, dragan)
    alert_id = edition(office)
    for officer in (mila, ion, ana):
        with pytest.raises(NotAllowed):
            update(office, officer, alert_id, texts=BOTH)
    with pytest.raises(Stale):
        update(office, dragan, 99, texts=BOTH)
    for forged in ("alert-update", "alert-update:x", "alert-update:99", "alert-new:1:what:1:texts"):
        assert dragan.presses(forged).startswith("Ово дугме"), forged


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({}, NothingChanged),
        ({"severity": Severity.SEVERE}, NothingChanged),
        ({"texts": {"sr": " "}}, NoText),
        ({"texts": {"sr": "а" * 2001}}, TextTooLong),
        ({"expires_at": timedelta(0)}, NotSoLong),
        ({"expires_at": timedelta(days=8)}, NotSoLong),
    ],
)
def test_an_update_is_bounded_and_changes_something(
    office: Office, mila: Officer, dragan: Officer, more: dict[str, Any], refusal: type[Exception]
) -> None:
    issue(office, dragan)
    if "expires_at" in more:
        more = {"expires_at": office.now + more["expires_at"]}
    with pytest.raises(refusal):
        update(office, dragan, edition(office), **more)
    assert [row["status"] for row in office.rows(alert)] == ["active"]


def test_a_composer_who_loses_the_role_before_sending_sends_nothing(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    dragan.taps("✎ Ажурирај упозорење")
    dragan.taps("Степен")
    dragan.taps("‼ Непосредна опасност")
    dragan.taps("👁 Прикажи шта ће видети")
    data = dragan.data("✅ Пошаљи")
    office.run(lambda session: people.set_roles(session, dragan.person_id, [people.Role.OFFICER]))
    dragan.presses(data)
    assert [row["status"] for row in office.rows(alert)] == ["active"]


def test_what_the_update_disclosed_is_in_the_audit_log(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = issue(office, dragan)
    update(office, dragan, edition(office), texts=BOTH)
    deeds = [row["deed"] for row in office.rows(audit) if row["subject"] == f"alert:{number}"]
    assert deeds == ["collection", "disclosure", "alteration", "disclosure"]


@pytest.fixture
def server(postgresql_url: str) -> Iterator[Office]:
    with opened_office(postgresql_url) as opened:
        yield opened


def test_one_updates_while_another_cancels_and_the_second_is_refused(server: Office) -> None:
    first, second = (server.enrol(name, "RS", "duty") for name in ("Драган", "Зоран"))
    issue(server, first)
    alert_id = edition(server)
    refused: list[AlertChanged] = []

    def comes_second(uow: Any) -> None:
        try:
            alert_endings.cancel(uow, alert_id, "mistake")
        except AlertChanged as refusal:
            refused.append(refusal)

    changes = Changes(texts=BOTH)
    updates = partial(alert_editions.update, alert_id=alert_id, changes=changes)
    assert together(server, (first, updates), (second, comes_second))
    assert [each.values["status"] for each in refused] == ["superseded"]
    assert [row["status"] for row in server.rows(alert)] == ["superseded", "active"]
