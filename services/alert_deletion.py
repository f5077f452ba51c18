"""Messages of alerts that are over, deleted from the chats where the installation says so."""

from datetime import timedelta

from services import alert_messages
from storage import alerts, cards, deadlines, outbox, people
from storage.alerts import AlertRow
from storage.outbox import Call, Lane
from storage.unit_of_work import UnitOfWork

KIND = "alert-delete"
# Telegram lets a bot delete what it sent in a private chat within 48 hours
# (https://core.telegram.org/bots/api#deletemessage); the last one is for what stands in between.
WITHIN = timedelta(hours=47)
SOONEST = timedelta(minutes=1)  # the edits that say that it is over are done by then
BATCH = 200


def plan(uow: UnitOfWork, row: AlertRow) -> None:
    """Some time after its end, yet before it is too late for Telegram."""
    after = uow.installation.delete_alerts
    if after is None or row.sent_at is None:
        return
    wanted = min(uow.now + after, row.sent_at + WITHIN)
    due_at = max(uow.now + SOONEST, wanted)
    deadlines.set_for(uow.session, KIND, f"{row.id}/0", due_at=due_at)


def take(uow: UnitOfWork, subject: str) -> bool:
    """The next batch; for the clock.

    Of somebody out of reach nothing is deleted: what they missed of its end comes when they are
    back. What is too old for Telegram to delete stays, marked as over.
    """
    alert_id, _, after = subject.partition("/")
    row = alerts.by_id(uow.session, int(alert_id))
    if row is None:
        return True
    named = alert_messages.subject(row)
    hanging = cards.hanging(uow.session, named, after=int(after), limit=BATCH)
    for card in hanging:
        person = people.by_id(uow.session, card.person_id)
        if person is None or person.unreachable_since or card.message_id is None:
            continue
        cards.call_back(uow.session, named, card.person_id, uow.now)
        cards.lost(uow.session, card.id)
        gone = {"message_id": card.message_id}
        call = Call(card.chat_id, Lane.ROUTINE, "deleteMessage", gone, person_id=card.person_id)
        outbox.queue(uow.session, call, uow.now)
    if len(hanging) == BATCH:
        due_at = uow.now + alert_messages.AGAIN
        deadlines.set_for(uow.session, KIND, f"{alert_id}/{hanging[-1].id}", due_at=due_at)
    return True
