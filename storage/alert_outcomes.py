"""What became of the messages of an alert: kept in its ledger, for the outbox forgets."""

from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, or_, select, update

from storage.alert_recipients import Held, recipient
from storage.alerts import alert
from storage.outbox import UNFINISHED, State, outbox
from storage.people import person
from storage.session import Session

MOST = 500
# One statement for each person whose line changes, many at once.
_WRITE = (
    update(recipient)
    .where(
        recipient.c.alert_id == bindparam("of_alert"),
        recipient.c.person_id == bindparam("of_person"),
    )
    .values(accepted_at=bindparam("accepted"), failed=bindparam("reason"))
)


def settle(session: Session, alert_id: int, subject: str) -> int:
    """Bring the ledger up to what is known of the messages with this subject; how many changed.

    At most so many as `MOST` at a time: where it is as many, there may be more.

    Accepted is what Telegram has taken, be it the first message or a reminder. Failed is what it
    refused, and what was called back before it was sent: it had expired, or its reader's access
    had ended. Who is revoked owes no answer any more.
    """
    _let_go(session, alert_id)
    changed: list[dict[str, Any]] = []
    for row in session.execute(_standing(alert_id, subject)):
        if len(changed) == MOST:
            break
        reason = row.outcome or "" if row.state in (State.DEAD, State.CANCELLED) else None
        if row.sent is not None:
            reason = None
        if (row.sent, reason) != (None, row.failed):
            line = {"of_alert": alert_id, "of_person": row.person_id}
            changed.append(line | {"accepted": row.sent, "reason": reason})
    if changed:
        session.execute(_WRITE, changed)
    return len(changed)


def unfinished(session: Session, alert_id: int, subject: str) -> bool:
    """Whether a message of an edition still waits to be sent, or to be queued."""
    unsent = exists().where(outbox.c.subject == subject, outbox.c.state.in_(UNFINISHED))
    newest = select(alert.c.shown).where(alert.c.id == alert_id).scalar_subquery()
    unqueued = exists().where(
        recipient.c.alert_id == alert_id, recipient.c.held == "", recipient.c.shown < newest
    )
    return bool(session.scalar(select(or_(unsent, unqueued))))


def _standing(alert_id: int, subject: str) -> Any:  # noqa: ANN401 a query of many columns
    """Of everybody whose message is not known to be accepted: what the outbox knows by now.

    The outbox is read once, by its subject, and not once for each person.
    """
    taken = and_(outbox.c.state == State.SENT, outbox.c.method.like("send%"))
    told = (
        select(
            outbox.c.person_id,
            func.min(case((taken, outbox.c.finished_at))).label("sent"),
            func.max(outbox.c.id).label("newest"),
        )
        .where(outbox.c.subject == subject)
        .group_by(outbox.c.person_id)
        .cte("told")
    )
    columns = (recipient.c.person_id, recipient.c.failed, told.c.sent)
    waits = (recipient.c.accepted_at.is_(None), recipient.c.held == Held.NO)
    return (
        select(*columns, outbox.c.state, outbox.c.outcome)
        .join(told, told.c.person_id == recipient.c.person_id)
        .join(outbox, outbox.c.id == told.c.newest)
        .where(recipient.c.alert_id == alert_id, *waits)
    )


def _let_go(session: Session, alert_id: int) -> None:
    gone = select(person.c.id).where(person.c.revoked_at.is_not(None))
    unanswered = (recipient.c.alert_id == alert_id, recipient.c.answer.is_(None))
    here = (*unanswered, recipient.c.held != Held.REVOKED, recipient.c.person_id.in_(gone))
    session.execute(update(recipient).where(*here).values(held=Held.REVOKED))
