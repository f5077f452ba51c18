"""A desk cancels its alert or gives the all clear: who has it hears of it, nobody else does."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from services import alert_endings, alerts
from services.alert_audiences import Audience
from services.errors import AlertChanged, NotAllowed, Stale, TextTooLong
from storage import people
from storage.alert_recipients import answer
from storage.alerts import Severity, alert
from storage.audit import audit
from storage.outbox import outbox
from tests.office import Office, Officer
from tests.office import office as opened_office
from tests.services.test_alerts import edition, issue, ledger
from tests.services.test_same_moment import together

CLEAR_SR = "✅ Опасност је престала"


def clears(alert_id: int) -> Callable[[Any], None]:
    return partial(alert_endings.all_clear, alert_id=alert_id)


def cancels(alert_id: int, reason: str = "mistake") -> Callable[[Any], None]:
    return partial(alert_endings.cancel, alert_id=alert_id, reason=reason)


def test_all_clear_from_the_board_is_read_and_heard_by_everybody(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    number = issue(office, dragan)
    dragan.taps(CLEAR_SR)
    assert dragan.texts[-1] == (
        f"Упозорење {number}\nРећи свима који имају ово упозорење да је опасност престала?"
    )
    dragan.taps(CLEAR_SR)

    shown, heard = mila.texts
    assert "■ Опасност је престала · 21:05 RS / 22:05 RO\n\nВозило ка граници." in shown
    assert heard == (
        f"✅ Опасност је престала\nУпозорење {number}\n"
        "🕒 Упозорење је послато: 21:05 RS / 22:05 RO\n— Дежурни центар RS"
    )
    assert mila.buttons() == []
    assert ana.texts[-1].startswith(f"✅ Pericolul a încetat\nAlertă {number}\n")
    assert [row["status"] for row in office.rows(alert)] == ["all_clear"]
    (done,) = [text for text in dragan.texts if "Обавештавај" in text]
    assert "■ Опасност је престала" in done
    office.ticks(seconds=3)
    assert "alert-cancel" not in str(dragan.chat), "the board offers nothing any more"


@pytest.mark.parametrize(
    ("label", "told_sr", "told_ro"),
    [
        ("Послато је грешком", "Послато је грешком", "A fost trimisă din greșeală"),
        ("Лажна узбуна", "Лажна узбуна", "Alarmă falsă"),
    ],
)
def test_cancelled_for_a_reason_of_the_list(
    office: Office,
    mila: Officer,
    dragan: Officer,
    ana: Officer,
    label: str,
    told_sr: str,
    told_ro: str,
) -> None:
    number = issue(office, dragan)
    dragan.taps("✖ Опозови упозорење")
    dragan.taps(label)
    assert mila.texts[-1].startswith(f"✖ Опозвано\nУпозорење {number}\n{told_sr}\n")
    assert ana.texts[-1].startswith(f"✖ Anulată\nAlertă {number}\n{told_ro}\n")
    assert f"■ Опозвано · 21:05 RS / 22:05 RO\n{told_sr}\n\n" in mila.texts[0]


def test_cancelled_in_own_words(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    issue(office, dragan)
    dragan.taps("✖ Опозови упозорење")
    dragan.taps("✎ Својим речима")
    dragan.says("Возило је нађено.")
    assert "\nВозило је нађено.\n" in mila.texts[-1]
    assert "\nВозило је нађено.\n" in ana.texts[-1]


def test_an_extreme_alert_ends_in_the_lane_it_came_by(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan, severity=Severity.EXTREME)
    office.act(dragan, clears(edition(office)))
    sent = [row for row in office.rows(outbox) if row["chat_id"] == mila.telegram_id]
    assert [(row["lane"], row["method"]) for row in sent] == [
        (0, "sendMessage"),
        (3, "editMessageText"),
        (0, "sendMessage"),
    ]


def test_who_was_not_sent_it_is_sent_nothing_of_it(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    issue(office, dragan, texts={"sr": "Возило ка граници."})
    office.act(dragan, cancels(edition(office)))
    assert ana.chat == []
    assert ledger(office)[ana.person_id]["held"] == "over"


def test_what_has_not_left_yet_is_called_back(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    def both(uow: Any) -> None:
        issued = alerts.issue(uow, _form(office))
        alert_endings.cancel(uow, issued.id or 0, "mistake")

    office.act(dragan, both)
    assert mila.chat == []
    assert ledger(office)[mila.person_id]["held"] == "over"


def test_one_out_of_reach_until_its_end_gets_nothing_of_it_when_back(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    office.closed.add(mila.telegram_id)
    issue(office, dragan)
    assert mila.person.unreachable_since
    office.ticks(minutes=5)
    office.act(dragan, cancels(edition(office)))
    office.closed.clear()
    mila.says("/whoami")
    assert [text for text in mila.texts if "Возило" in text or "Опозвано" in text] == []


def test_one_who_lost_touch_after_getting_it_hears_of_its_end_when_back(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    office.closed.add(mila.telegram_id)
    office.ticks(minutes=5)
    office.act(dragan, clears(edition(office)))
    assert len(mila.chat) == 1
    office.closed.clear()
    mila.says("/whoami")
    assert any(text.startswith(CLEAR_SR) for text in mila.texts)
    assert "■ Опасност је престала" in mila.texts[0]


def test_nobody_but_the_desk_it_comes_from_ends_it(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    issue(office, dragan)
    for officer in (mila, ion, ana, office.enrol("Г", "RS", "coordinator;admin;pcc")):
        for deed in (clears, cancels):
            with pytest.raises(NotAllowed):
                office.act(officer, deed(edition(office)))
    office.ticks(seconds=3)
    assert "alert-cancel" not in str(ion.chat)
    assert [row["status"] for row in office.rows(alert)] == ["active"]


def test_of_an_alert_of_one_side_the_other_desk_learns_nothing(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    issue(office, dragan, audience=Audience(sides=("RS",)))
    for alert_id in (edition(office), 99):
        with pytest.raises(Stale):
            office.act(ion, clears(alert_id))
    assert ion.chat == []


@pytest.mark.parametrize(
    "forged",
    [
        "alert-clear-yes",
        "alert-clear-yes:",
        "alert-clear-yes:x",
        "alert-clear-yes:99",
        "alert-clear-yes:1:2",
        "alert-cancel-as:1",
        "alert-cancel-as:1:because",
        "alert-cancel-as:1:",
        "alert-cancel-own:99",
        "alert-clear:-1",
    ],
)
def test_forged_data_changes_nothing(
    office: Office, mila: Officer, dragan: Officer, forged: str
) -> None:
    issue(office, dragan)
    assert dragan.presses(forged).startswith("Ово дугме")
    assert [row["status"] for row in office.rows(alert)] == ["active"]


@pytest.mark.parametrize(("reason", "refusal"), [("  ", Stale), ("а" * 501, TextTooLong)])
def test_a_reason_is_bounded(
    office: Office, mila: Officer, dragan: Officer, reason: str, refusal: type[Exception]
) -> None:
    issue(office, dragan)
    with pytest.raises(refusal):
        office.act(dragan, cancels(edition(office), reason))


def test_a_desk_officer_who_lost_the_role_ends_nothing(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    data = dragan.data(CLEAR_SR)
    office.run(lambda session: people.set_roles(session, dragan.person_id, []))
    dragan.presses(data)
    with pytest.raises(NotAllowed):
        office.act(dragan, clears(edition(office)))


def test_the_second_to_end_it_is_told_who_was_first(
    office: Office, dragan: Officer, zoran: Officer
) -> None:
    number = issue(office, dragan)
    data = zoran.data(CLEAR_SR)
    office.act(dragan, cancels(edition(office)))
    assert zoran.presses(data) == (
        f"Неко је био бржи: упозорење {number} сада стоји овако: Опозвано."
        " Ваш притисак није ништа променио; погледајте његову најновију поруку."
    )
    with pytest.raises(AlertChanged):
        office.act(dragan, clears(edition(office)))


def test_after_its_end_a_tap_is_kept_and_answered(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    data = mila.data("Примљено")
    office.act(dragan, clears(edition(office)))
    assert mila.presses(data).startswith("Ово упозорење више не важи.")
    assert [row["answer"] for row in office.rows(answer)] == ["received"]
    assert "■ Опасност је престала" in mila.texts[0]


def test_who_ended_it_and_how_is_in_the_audit_log(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = issue(office, dragan)
    office.act(dragan, cancels(edition(office)))
    deeds = [row for row in office.rows(audit) if row["subject"] == f"alert:{number}"]
    assert (deeds[-1]["deed"], deeds[-1]["actor_id"]) == ("alteration", dragan.person_id)
    assert '"status": "cancelled"' in deeds[-1]["detail"]


def test_many_are_told_in_batches_and_each_once(office: Office, dragan: Officer) -> None:
    officers = [office.enrol(f"Службеник {at}", "RS") for at in range(150)]
    issue(office, dragan, audience=Audience(sides=("RS",)))
    office.act(dragan, clears(edition(office)))
    for _ in range(4):
        office.ticks(seconds=1)
    heard = [sum(text.startswith(CLEAR_SR) for text in each.texts) for each in officers]
    assert set(heard) == {1}


@pytest.fixture
def server(postgresql_url: str) -> Iterator[Office]:
    with opened_office(postgresql_url) as opened:
        yield opened


def test_two_end_it_in_the_same_moment_and_one_does(server: Office) -> None:
    first, second = (server.enrol(name, "RS", "duty") for name in ("Драган", "Зоран"))
    patrol = server.enrol("Мила", "RS")
    issue(server, first)
    alert_id = edition(server)
    refused: list[AlertChanged] = []

    def comes_second(uow: Any) -> None:
        try:
            alert_endings.all_clear(uow, alert_id)
        except AlertChanged as refusal:
            refused.append(refusal)

    assert together(server, (first, cancels(alert_id)), (second, comes_second))
    assert [each.values["status"] for each in refused] == ["cancelled"]
    assert [text.startswith("✖") for text in patrol.texts] == [False, True]


def _form(office: Office) -> Any:
    return alerts.AlertForm(
        severity=Severity.SEVERE,
        urgency="Expected",
        certainty="Likely",
        texts={"sr": "Возило ка граници.", "ro": "Vehicul spre frontieră."},
        audience=Audience(),
        expires_at=office.now + timedelta(hours=6),
    )


def test_one_out_of_reach_until_it_expires_gets_nothing_of_it_when_back(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    office.closed.add(mila.telegram_id)
    issue(office, dragan)
    office.ticks(hours=6)
    office.closed.clear()
    mila.says("/whoami")
    assert [text for text in mila.texts if "Возило" in text] == []


def test_what_changes_before_it_leaves_still_leaves_in_time_or_not_at_all(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    def both(uow: Any) -> None:
        issued = alerts.issue(uow, _form(office))
        alerts.complete(uow, issued.number, {"sr": "Ново."})

    office.act(dragan, both)
    (row,) = [row for row in office.rows(outbox) if row["chat_id"] == mila.telegram_id]
    assert row["expires_at"] == office.now + timedelta(hours=6)
    assert "Ново." in mila.texts[-1]
