"""Files people are shown and have sent, in the database: so that copies and replicas have them."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, LargeBinary, String, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session

# One file that Telegram knows is sent to others by its id there, which holds for one kind of
# message only: a picture that was sent as a document cannot be sent as a photo by that id.
file = Table(
    "file",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("media_type", String(80), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("telegram_kind", String(20)),
    Column("telegram_id", String(200)),
)


@dataclass(frozen=True)
class File:
    """What is kept of a file; `data` is empty where Telegram has it and only that was asked."""

    key: str
    media_type: str
    data: bytes
    telegram_id: str | None = None


def put(session: Session, data: bytes, media_type: str, now: datetime) -> str:
    """Keep these bytes; their key, which is the SHA-256 of them. The same bytes are kept once."""
    key = hashlib.sha256(data).hexdigest()
    insert = postgresql.insert if session.on_server else sqlite.insert
    values = {"key": key, "media_type": media_type, "bytes": data, "created_at": now}
    session.execute(insert(file).values(values).on_conflict_do_nothing())
    return key


def get(session: Session, key: str) -> File | None:
    """The file of this key."""
    row = session.execute(select(file).where(file.c.key == key)).one_or_none()
    return File(row.key, row.media_type, row.bytes) if row else None


def to_send(session: Session, key: str, kind: str) -> File | None:
    """The file with its id at Telegram, where it was sent as this kind before; else its bytes."""
    known = select(file.c.media_type, file.c.telegram_id).where(
        file.c.key == key, file.c.telegram_kind == kind
    )
    row = session.execute(known).one_or_none()
    if row:
        return File(key, row.media_type, b"", row.telegram_id)
    return get(session, key)


def at_telegram(session: Session, key: str, kind: str, telegram_id: str | None) -> None:
    """Telegram keeps the file under this id for messages of this kind; None: it knows of none."""
    known = {"telegram_kind": kind if telegram_id else None, "telegram_id": telegram_id}
    session.execute(update(file).where(file.c.key == key).values(known))


def forget(session: Session, media_type: str, before: datetime) -> None:
    """Drop files of a kind that can be made anew, by when they were first kept."""
    old = (file.c.media_type == media_type, file.c.created_at < before)
    session.execute(delete(file).where(*old))


def drop(session: Session, keys: Collection[str]) -> None:
    """Nobody is to be shown these any more."""
    session.execute(delete(file).where(file.c.key.in_(keys)))
