"""The board of an alert: one card at each desk it concerns, kept current while anything changes."""

from dataclasses import replace
from datetime import timedelta

from services import alert_escalation, alert_messages, desk, notify, policy
from services.errors import Stale
from storage import alert_ledger, alert_outcomes, alerts, cards, people
from storage.alerts import AlertRow, Severity
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import alert_boards as views
from views import alert_endings as endings
from views import alert_unconfirmed as reminders
from views.alert_boards import Counted

EVERY = timedelta(seconds=2)  # that a board changes at most: Telegram takes few edits of a message
# After which an answer counts as late, from when the message was queued.
LATE = {Severity.EXTREME: timedelta(minutes=2), Severity.SEVERE: timedelta(minutes=10)}
LATE_ROUTINE = timedelta(minutes=60)


def put(uow: UnitOfWork, row: AlertRow, *, shown_in: int | None = None) -> None:
    """Before every desk it concerns; `shown_in` is a message of the actor's that becomes it."""
    told = {
        each.id: each for side in policy.sides_of_alert(row) for each in desk.officers(uow, side)
    }
    if uow.actor.id and policy.may_see_alert_board(uow.actor, row):
        told[uow.actor.id] = uow.actor
    now = counted(uow, row)
    for officer in told.values():
        _show(uow, officer, row, now, shown_in=shown_in if officer.id == uow.actor.id else None)


def show(uow: UnitOfWork, officer: Person, row: AlertRow, *, anew: bool = False) -> None:
    """Before one officer, if they may see it; `anew`, at the end of their chat."""
    _show(uow, officer, row, counted(uow, row), anew=anew)


def visible(uow: UnitOfWork, alert_id: int, *, hold: bool = False) -> AlertRow:
    """An edition whose board is the actor's to see. Raises `Stale`, whether there is one or not."""
    row = alerts.by_id(uow.session, alert_id, hold=hold)
    if row is None or not policy.may_see_alert_board(uow.actor, row):
        raise Stale
    return row


def counted(uow: UnitOfWork, row: AlertRow) -> Counted:
    """What the boards of an alert say now."""
    late_after = late(row)
    return Counted(
        tuple(alert_ledger.tally(uow.session, row.id or 0, late_after=late_after)),
        tuple(alert_ledger.failures(uow.session, row.id or 0)),
        late_after,
    )


def late(row: AlertRow) -> timedelta:
    """How long an answer to an alert of this level may take."""
    return LATE.get(Severity(row.severity), LATE_ROUTINE)


def keep_current(uow: UnitOfWork, number: str) -> bool | timedelta:
    """Every board of an alert shows what is known now; for the clock.

    Again soon, while messages of it are still on their way.
    """
    row = alerts.by_number(uow.session, number)
    if row is None:
        return True
    subject = alert_messages.subject(row)
    settled = alert_outcomes.settle(uow.session, row.id or 0, subject)
    now = counted(uow, row)
    for card in cards.of(uow.session, _subject(row)):
        officer = people.by_id(uow.session, card.person_id)
        if officer:
            _show(uow, officer, row, now)
    if settled == alert_outcomes.MOST:
        return EVERY
    return not alert_outcomes.unfinished(uow.session, row.id or 0, subject) or EVERY


def _show(
    uow: UnitOfWork,
    officer: Person,
    row: AlertRow,
    now: Counted,
    *,
    shown_in: int | None = None,
    anew: bool = False,
) -> None:
    if not policy.may_see_alert_board(officer, row):
        return
    asked = policy.sides_asked_by(officer, row)
    alert = alert_messages.as_read(uow, row)
    reader, standing = notify.reader_of(officer), alert_escalation.standing(uow, officer, row)
    board = views.board(reader, alert, now, asked=asked)
    told = reminders.lines(reader, alert, standing)
    message = replace(
        board,
        text="\n".join([board.text, *([""] if told else []), *told]),
        buttons=(
            *board.buttons,
            *reminders.buttons(reader, alert, standing),
            *endings.buttons(reader, alert),
        ),
    )
    notify.card(uow, officer, message, subject=_subject(row), shown_in=shown_in, anew=anew)


def _subject(row: AlertRow) -> str:
    return f"alert-board:{row.number}"
