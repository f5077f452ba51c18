"""Until when nothing that people sent was missed, and what hung before them then."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from storage import installation
from storage.outbox import SAYING, State, outbox
from storage.session import Session

_HEARD = "updates.heard"


@dataclass(frozen=True)
class Blind:
    """A time in which no updates came in, so that taps of it are lost. UTC."""

    since: datetime
    until: datetime


def last_heard(session: Session, *, hold: bool = False) -> datetime | None:
    """The last moment up to which nothing was missed; with `hold`, held for this transaction."""
    written = installation.read(session, _HEARD, hold=hold)
    return datetime.fromisoformat(written) if written else None


def heard(session: Session, now: datetime) -> None:
    """Nothing sent before now was missed."""
    installation.write(session, _HEARD, now.isoformat(), now=now)


def sent_after(session: Session, chat_id: int, message_id: int, moment: datetime) -> bool:
    """Whether Telegram took this message of a chat only after then."""
    taken = exists().where(
        outbox.c.chat_id == chat_id,
        outbox.c.state == State.SENT,
        outbox.c.message_id == message_id,
        outbox.c.method.in_(SAYING),
        outbox.c.finished_at >= moment,
    )
    return bool(session.scalar(select(taken)))


@dataclass(frozen=True)
class Standing:
    """The latest message about a subject: whose it is, and where it stands."""

    person_id: int
    chat_id: int
    message_id: int


def left_standing(session: Session, kind: str, since: datetime) -> list[Standing]:
    """Messages about subjects `kind:…` that were sent after then and not changed since."""
    of_kind = (
        outbox.c.subject >= f"{kind}:",
        outbox.c.subject < f"{kind};",  # the sign after the colon: everything that begins so
        outbox.c.created_at >= since,
    )
    rows = session.execute(select(outbox).where(*of_kind).order_by(outbox.c.id)).all()
    newest = {(row.chat_id, row.subject): row for row in rows}
    return [
        Standing(row.person_id, row.chat_id, row.message_id)
        for row in newest.values()
        if row.method in SAYING and row.state == State.SENT and row.person_id and row.message_id
    ]
