"""Calls to Telegram, from the moment they are decided until their outcome is known."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from storage.columns import UtcDateTime, big_id
from storage.metadata import metadata
from storage.store import wake


class Lane(IntEnum):
    """How urgent a message is; lower goes first."""

    SOS = 0
    ALERT = 1
    REPLY = 2
    NOTICE = 3
    ROUTINE = 4


class State(IntEnum):
    """Where a call stands. `DOUBT`: Telegram may have accepted it and we may not know."""

    QUEUED = 0
    SENDING = 1
    SENT = 2
    DOUBT = 3
    DEAD = 4
    CANCELLED = 5


outbox = Table(
    "outbox",
    metadata,
    Column("id", big_id(), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("person_id", Integer, ForeignKey("person.id", ondelete="SET NULL")),
    Column("lane", SmallInteger, nullable=False),
    Column("method", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("subject", String(80)),
    Column("card_id", big_id(), ForeignKey("card.id", ondelete="CASCADE")),
    Column("card_version", Integer),
    Column("repeat_mark", Text),
    Column("state", SmallInteger, nullable=False, default=State.QUEUED),
    Column("attempts", SmallInteger, nullable=False, default=0),
    Column("due_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("leased_until", UtcDateTime),
    Column("epoch", Integer),
    Column("message_id", BigInteger),
    Column("repeated", Boolean, nullable=False, default=False),
    Column("outcome", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Index(None, "state", "lane", "due_at", "id"),
    Index(None, "chat_id", "state"),
    Index(None, "subject"),
)


@dataclass(frozen=True)
class Call:
    """A call to queue: a Bot API method and its parameters as JSON-able data."""

    chat_id: int
    lane: Lane
    method: str
    payload: dict[str, Any]
    person_id: int | None = None
    subject: str | None = None
    card_id: int | None = None
    card_version: int | None = None
    repeat_mark: str | None = (
        None  # what a possible second copy is marked with, in the reader's language
    )
    due_at: datetime | None = None
    expires_at: datetime | None = None


def queue(session: Session, call: Call, now: datetime) -> int:
    """Put a call in the outbox; its id. The courier is woken when this transaction commits."""
    values = {name: getattr(call, name) for name in Call.__dataclass_fields__}
    values["payload"] = json.dumps(call.payload, ensure_ascii=True)
    values["due_at"] = values["not_before"] = call.due_at or now
    values["created_at"] = now
    statement = insert(outbox).values(values).returning(outbox.c.id)
    added: int = session.execute(statement).scalar_one()
    wake(session, "outbox")
    return added
