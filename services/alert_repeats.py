"""Whoever owes an answer to an alert gets it once more, marked, at the end of their chat."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services import alert_messages
from storage import alert_ledger, alert_recipients, alerts, cards, deadlines, people
from storage.alert_recipients import Recipient
from storage.alerts import AlertRow, Status
from storage.people import SIDES
from storage.unit_of_work import UnitOfWork

PAUSE = timedelta(minutes=1)  # between two messages of an alert to the same person
# At a time. Each is two calls, a new message and an edit of the old one, and Telegram takes 30 of
# them in a second.
BATCH = 30


def remind(uow: UnitOfWork, row: AlertRow, sides: Sequence[str]) -> int:
    """Remind whoever of these sides has not answered; how many they are.

    Not whoever was told or reminded in the last minute. The first batch at once, the others by the
    clock.
    """
    missing = alert_ledger.missing(uow.session, row.id or 0, sides, before=uow.now - PAUSE)
    for line in missing[:BATCH]:
        once(uow, row, line)
    if len(missing) > BATCH:
        subject = f"{row.id}:{'+'.join(sides)}:{int(uow.now.timestamp())}"
        deadlines.set_for(
            uow.session, "alert-remind", subject, due_at=uow.now + alert_messages.AGAIN
        )
    alert_messages.renew_boards(uow, row)
    return len(missing)


def go_on(uow: UnitOfWork, subject: str) -> bool | timedelta:
    """The next batch of a reminder; for the clock."""
    alert_id, sides, asked = subject.split(":")
    row = alerts.by_id(uow.session, int(alert_id), hold=True)
    if row is None or row.status != Status.ACTIVE:
        return True
    named = [side for side in SIDES if side in sides.split("+")]
    before = datetime.fromtimestamp(int(asked), uow.now.tzinfo) - PAUSE
    lines = alert_ledger.missing(uow.session, int(alert_id), named, before=before, limit=BATCH)
    for line in lines:
        once(uow, row, line)
    alert_messages.renew_boards(uow, row)
    return len(lines) < BATCH or alert_messages.AGAIN


def once(uow: UnitOfWork, row: AlertRow, line: Recipient) -> None:
    """One person; what Telegram has not taken yet is on its way, and is no reminder."""
    card = cards.of_person(uow.session, alert_messages.subject(row), line.person_id)
    on_its_way = card is None or card.message_id is None
    counted = {"reminded": line.reminded + (not on_its_way), "reminded_at": uow.now}
    alert_recipients.change(uow.session, line.alert_id, line.person_id, **counted)
    if on_its_way:
        return
    person = people.by_id(uow.session, line.person_id)
    fresh = alert_recipients.of_person(uow.session, line.alert_id, line.person_id)
    if person and fresh:
        alert_messages.show(uow, row, person, fresh, anew=True)
