"""Two desks remind in the same moment, and an answer comes while a board is drawn, on a server."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services import alert_answers, alert_boards, alert_reminders
from storage.alert_recipients import Answer
from storage.audit import audit
from storage.deadlines import deadline
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.office import office as opened_office
from tests.services.test_alert_boards import board
from tests.services.test_alerts import edition, issue, ledger
from tests.services.test_same_moment import runs_out, together


@pytest.fixture
def office(postgresql_url: str) -> Iterator[Office]:
    """SQLite does one thing after the other anyway."""
    with opened_office(postgresql_url) as opened:
        yield opened


def _both_remind(office: Office, dragan: Officer, ion: Officer) -> bool:
    issue(office, dragan)
    office.ticks(minutes=2)
    number = edition(office)

    def reminds(uow: UnitOfWork) -> Any:
        return alert_reminders.ask(uow, number)

    return together(office, (dragan, reminds), (ion, reminds))


def test_two_desks_remind_at_once_and_each_is_reminded_once(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    assert _both_remind(office, dragan, ion), "one waits for the other"
    assert {line["reminded"] for line in ledger(office).values()} == {1}
    assert sum("Mesaj repetat" in text for text in ana.texts) == 1
    assert _reminders(office) == 1


def _reminders(office: Office) -> int:
    """How many desks were told that people are reminded."""
    return sum('"reminded"' in row["detail"] for row in office.rows(audit))


def test_control_without_the_lock_both_take_it_for_theirs(
    office: Office,
    mila: Officer,
    dragan: Officer,
    ion: Officer,
    ana: Officer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visible = alert_boards.visible
    monkeypatch.setattr(
        alert_boards, "visible", lambda uow, alert_id, **_hold: visible(uow, alert_id)
    )
    _both_remind(office, dragan, ion)
    assert _reminders(office) == 2


def test_an_answer_that_comes_while_the_board_is_drawn_is_on_it_in_the_end(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    number = edition(office)
    office.now += timedelta(seconds=3)

    def answers(uow: UnitOfWork) -> Any:
        return alert_answers.give(uow, number, Answer.RECEIVED)

    together(office, (dragan, runs_out), (mila, answers))
    for _ in range(3):
        office.ticks(seconds=3)
    assert "✔ Потврђено: 1" in board(dragan)
    assert all(row["done_at"] for row in office.rows(deadline) if row["kind"] == "alert-board")
