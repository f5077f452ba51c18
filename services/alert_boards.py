"""The board of an alert: one card at each desk it concerns, kept current while anything changes."""

from datetime import timedelta

from services import alert_messages, desk, notify, policy
from storage import alert_recipients, alerts, cards, people
from storage.alerts import AlertRow
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import alert_boards as views

EVERY = timedelta(seconds=2)  # that a board changes at most: Telegram takes few edits of a message


def put(uow: UnitOfWork, row: AlertRow, *, shown_in: int | None = None) -> None:
    """Before every desk it concerns; `shown_in` is a message of the actor's that becomes it."""
    told = {
        each.id: each for side in policy.sides_of_alert(row) for each in desk.officers(uow, side)
    }
    if uow.actor.id and policy.may_see_alert_board(uow.actor, row):
        told[uow.actor.id] = uow.actor
    for officer in told.values():
        show(uow, officer, row, shown_in=shown_in if officer.id == uow.actor.id else None)


def show(
    uow: UnitOfWork,
    officer: Person,
    row: AlertRow,
    *,
    shown_in: int | None = None,
    anew: bool = False,
) -> None:
    """Before one officer, who may see it."""
    if not policy.may_see_alert_board(officer, row):
        return
    tally = alert_recipients.tally(uow.session, row.id or 0)
    reader, alert = notify.reader_of(officer), alert_messages.as_read(uow, row)
    message = views.board(reader, alert, tally)
    notify.card(uow, officer, message, subject=_subject(row), shown_in=shown_in, anew=anew)


def keep_current(uow: UnitOfWork, number: str) -> bool | timedelta:
    """Every board of an alert shows what is known now; for the clock.

    Again soon, while messages of it are still on their way.
    """
    row = alerts.by_number(uow.session, number)
    if row is None:
        return True
    subject = alert_messages.subject(row)
    alert_recipients.settle(uow.session, row.id or 0, subject)
    for card in cards.of(uow.session, _subject(row)):
        officer = people.by_id(uow.session, card.person_id)
        if officer:
            show(uow, officer, row)
    return not alert_recipients.unfinished(uow.session, row.id or 0, subject) or EVERY


def _subject(row: AlertRow) -> str:
    return f"alert-board:{row.number}"
