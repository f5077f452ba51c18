"""What was refused while a person could not be reached, and what of it goes once they can be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, update

from storage.cards import card
from storage.outbox import SAYING, Lane, State, outbox
from storage.session import Session
from storage.store import wake

FRESH = timedelta(hours=24)  # what is older is of no use as a message of its own
MOST = 50  # of the cards and of the messages; more would keep the chat busy for minutes
# The courier and the edge look at the clock at different moments of the same refusal.
_AROUND = timedelta(seconds=10)
_WORDED = (*SAYING, "editMessageText")


@dataclass(frozen=True)
class Closed:
    """A chat that took nothing: whose, and from when on."""

    person_id: int
    chat_id: int
    since: datetime


def number(session: Session, closed: Closed) -> int:
    """How many messages it would have been: a card counts once, however often it changed."""
    message = func.distinct(
        case((outbox.c.card_id.is_not(None), -outbox.c.card_id), else_=outbox.c.id)
    )
    said = or_(outbox.c.card_id.is_not(None), outbox.c.method.startswith("send"))
    return int(session.scalar(select(func.count(message)).where(_refused(closed), said)) or 0)


def send_again(session: Session, closed: Closed, now: datetime) -> None:
    """Queue the cards that show an old look, and the messages that are still of use; as they were.

    A card goes with its newest look, which the courier gives it. Each in the order it had, once:
    the same row is queued again, so no second one can follow it. The most urgent and then the
    newest, where there are too many. A form's question is not sent again; the form goes on by
    itself.
    """
    still = or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > now)
    wanted = [
        *session.scalars(_cards(closed, now).where(still)),
        *session.scalars(_messages(closed, now).where(still)),
    ]
    if not wanted:
        return
    anew = {"state": State.QUEUED, "due_at": now, "not_before": now, "attempts": 0}
    over = {"outcome": None, "finished_at": None}
    session.execute(update(outbox).where(outbox.c.id.in_(wanted)).values(anew | over))
    wake(session, "outbox")


def _cards(closed: Closed, now: datetime) -> Select[int]:
    """The last call of each card whose last look was refused; one that hangs nowhere, if fresh."""
    of_cards = and_(outbox.c.chat_id == closed.chat_id, outbox.c.card_id.is_not(None))
    last = select(func.max(outbox.c.id)).where(of_cards).group_by(outbox.c.card_id)
    shows_it = or_(card.c.message_id.is_not(None), outbox.c.created_at >= now - FRESH)
    here = and_(card.c.id == outbox.c.card_id, card.c.chat_id == outbox.c.chat_id)
    query = select(outbox.c.id).join(card, here)
    return _first(query.where(_refused(closed), outbox.c.id.in_(last), shows_it))


def _messages(closed: Closed, now: datetime) -> Select[int]:
    """What was said beside cards, and is neither routine nor older than a day."""
    return _first(
        select(outbox.c.id).where(
            _refused(closed),
            outbox.c.card_id.is_(None),
            outbox.c.method.in_(_WORDED),
            outbox.c.lane <= Lane.NOTICE,
            outbox.c.created_at >= now - FRESH,
            or_(outbox.c.subject.is_(None), ~outbox.c.subject.startswith("draft:")),
        )
    )


def _first(query: Select[int]) -> Select[int]:
    return query.order_by(outbox.c.lane, outbox.c.id.desc()).limit(MOST)


def _refused(closed: Closed) -> ColumnElement[bool]:
    return and_(
        outbox.c.chat_id == closed.chat_id,
        outbox.c.state == State.DEAD,
        outbox.c.person_id == closed.person_id,
        outbox.c.finished_at >= closed.since - _AROUND,
    )
