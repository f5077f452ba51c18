"""Whoever has an alert confirms it, with a tap, a word or a place; the newest answer counts."""

from geography.point import Point
from services import alert_messages, notify, policy
from services.errors import Refusal, Stale
from services.policy import Verb
from storage import alert_recipients, alerts, cards
from storage.alert_recipients import Answer, Answered, Recipient
from storage.alerts import AlertRow, Status
from storage.audit import Deed
from storage.unit_of_work import UnitOfWork
from views import alerts as views


class NewerAlert(Refusal):
    """An answer to an alert in whose place a newer one has come; `number` says which."""


class NoSuchAlert(Refusal):
    """No alert of this number waits for the actor's answer; `number` as it was typed."""


def give(
    uow: UnitOfWork, alert_id: int, answer: Answer, *, words: str = "", point: Point | None = None
) -> str:
    """The actor answers an edition they were sent; what the tap is answered with.

    After its end the answer is kept all the same, and its giver told that nothing more is needed.
    Raises `NotAllowed`, `Stale` for what they were never sent, `NewerAlert`.
    """
    row, line = _sent(uow, alert_id)
    if row.status == Status.SUPERSEDED:
        raise NewerAlert(number=row.number)
    same = line.answer == answer and answer not in {Answer.WORDS, Answer.PLACE}
    if not same:
        _keep(uow, row, answer, words, point)
    reader = notify.reader_of(uow.actor)
    if row.status != Status.ACTIVE:
        return views.recorded_late(reader)
    fresh = alert_recipients.of_person(uow.session, alert_id, uow.actor.id or 0) or line
    alert_messages.show(uow, row, uow.actor, fresh)
    return views.recorded(reader, answer)


def confirm(uow: UnitOfWork, typed: str = "") -> None:
    """`/ok 17`, or the bare word: the alert whose number ends so is received.

    Without a number, the one that waits; where several wait, the actor is asked which. Raises
    `NotAllowed`, `NoSuchAlert`.
    """
    policy.require(uow.actor, Verb.ANSWER_ALERT)
    waiting = unanswered(uow)
    meant = [row for row in waiting if not typed or _ends(row.number, typed)]
    reader = notify.reader_of(uow.actor)
    if not meant:
        raise NoSuchAlert(number=typed)
    if len(meant) > 1:
        several = [alert_messages.as_read(uow, row) for row in meant]
        notify.reply(uow, views.which(reader, several))
        return
    reply(uow, meant[0].id or 0, Answer.RECEIVED)


def reply(
    uow: UnitOfWork, alert_id: int, answer: Answer, *, words: str = "", point: Point | None = None
) -> None:
    """As `give`, for what was sent as a message and is answered with one."""
    text = give(uow, alert_id, answer, words=words, point=point)
    row = alerts.by_id(uow.session, alert_id)
    if row:
        reader, alert = notify.reader_of(uow.actor), alert_messages.as_read(uow, row)
        if answer in {Answer.WORDS, Answer.PLACE}:
            text += "\n" + views.read_by(reader, alert)
        notify.reply(uow, views.said(reader, alert, text))


def by_message(uow: UnitOfWork, message_id: int) -> int | None:
    """The edition that this message in the actor's chat shows, if it shows one."""
    card = cards.by_message(uow.session, uow.chat_id, message_id)
    feature, _, alert_id = card.subject.partition(":") if card else ("", "", "")
    return int(alert_id) if feature == "alert" else None


def unanswered(uow: UnitOfWork) -> list[AlertRow]:
    """Active alerts the actor was sent and has not answered, newest first."""
    found = []
    for alert_id in alert_recipients.active_for(uow.session, uow.actor.id or 0):
        line = alert_recipients.of_person(uow.session, alert_id, uow.actor.id or 0)
        row = alerts.by_id(uow.session, alert_id)
        if row and line and line.answer is None:
            found.append(row)
    return found


def _sent(uow: UnitOfWork, alert_id: int) -> tuple[AlertRow, Recipient]:
    policy.require(uow.actor, Verb.ANSWER_ALERT)
    row = alerts.by_id(uow.session, alert_id)
    line = alert_recipients.of_person(uow.session, alert_id, uow.actor.id or 0)
    if row is None or line is None or line.queued_at is None:
        raise Stale  # the same answer for what does not exist and what was never theirs
    return row, line


def _keep(uow: UnitOfWork, row: AlertRow, answer: Answer, words: str, point: Point | None) -> None:
    given = Answered(
        alert_id=row.id or 0,
        person_id=uow.actor.id or 0,
        answer=answer,
        at=uow.now,
        words=words,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
    )
    alert_recipients.put_answer(uow.session, given)
    alert_recipients.proved(uow.session, given.alert_id, given.person_id, uow.now)
    deed = {"edition": row.edition, "answer": answer}
    uow.record(Deed.COLLECTION, f"alert:{row.number}", side=uow.actor.country, **deed)
    if answer in {Answer.WORDS, Answer.PLACE} and uow.actor.country != row.side:
        reason = {"recipients": [row.side], "reason": "answer to an alert"}
        uow.record(Deed.DISCLOSURE, f"alert:{row.number}", side=uow.actor.country, **reason)
    alert_messages.renew_boards(uow, row)


def _ends(number: str, typed: str) -> bool:
    """Whether a number may have been meant by its last digits."""
    digits = typed.rpartition("-")[2].lstrip("0")
    return typed.upper() == number or number.rpartition("-")[2].lstrip("0") == digits
