"""Alerts in the chats of those they are for: the buttons under them, /ok, and the bare word."""

from handlers import pressed
from handlers.flow import joined
from handlers.incoming import Incoming, Kind
from services import alert_answers
from services.errors import NoSuchPlace, Stale
from storage.alert_recipients import Answer
from storage.unit_of_work import UnitOfWork
from views.alerts import confirms

_BY_TAP = frozenset(Answer) - {Answer.WORDS, Answer.PLACE}


def press(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Received*, or one of the other answers."""
    alert_id, chosen = pressed.words(parts, 2)
    if chosen not in _BY_TAP:
        raise Stale
    return alert_answers.give(uow, pressed.whole(alert_id), Answer(chosen))


def confirm(uow: UnitOfWork, incoming: Incoming) -> None:
    """/ok, with or without the number of an alert."""
    alert_answers.confirm(uow, incoming.text.strip() if incoming.kind == Kind.COMMAND else "")


def by_word(uow: UnitOfWork, incoming: Incoming) -> bool:
    """Whether a text was the bare word by which the alert that waits is confirmed."""
    if incoming.kind != Kind.TEXT or uow.actor.id is None or not confirms(incoming.text):
        return False
    if not alert_answers.unanswered(uow):
        return False
    alert_answers.confirm(uow)
    return True


def replied(uow: UnitOfWork, incoming: Incoming) -> bool:
    """Whether this was a reply to an alert: words or a place, which are the answer to it."""
    if not incoming.seen_message or uow.actor.id is None:
        return False
    alert_id = alert_answers.by_message(uow, incoming.seen_message[0])
    if alert_id is None or incoming.kind not in {Kind.TEXT, Kind.LOCATION}:
        return False
    if incoming.kind == Kind.LOCATION:
        if incoming.point is None:
            raise NoSuchPlace
        alert_answers.reply(uow, alert_id, Answer.PLACE, point=incoming.point)
    elif confirms(incoming.text):
        alert_answers.reply(uow, alert_id, Answer.RECEIVED)
    else:
        alert_answers.reply(uow, alert_id, Answer.WORDS, words=joined("", incoming.text))
    return True


COMMANDS = {"ok": confirm}
BUTTONS = {"alert": press}
