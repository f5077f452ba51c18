"""Who did what and when: append-only, sealed into a chain of digests afterwards."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from storage.columns import UtcDateTime, big_id
from storage.metadata import metadata
from storage.session import Session


class Deed(StrEnum):
    """What is written down: Art. 25 of Directive (EU) 2016/680, and the house's own."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    SIGN_IN = "sign-in"
    REFUSAL = "refusal"
    EXPORT = "export"
    ROLES = "roles"
    DUTY = "duty"


audit = Table(
    "audit",
    metadata,
    Column("id", big_id(), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor_id", Integer),
    Column("deed", String(20), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("side", String(2)),
    Column("detail", Text, nullable=False),
    Column("position", Integer, unique=True),
    Column("digest", String(64)),
    Index(None, "subject"),
)

START = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One deed: whose, of what kind, on what (`sighting:RS-26-0417`), of which side's record."""

    deed: Deed
    subject: str
    actor_id: int | None = None
    side: str | None = None
    detail: dict[str, Any] | None = None  # reason, recipients and what changed; never content


def record(session: Session, entry: Entry, now: datetime) -> None:
    """Add an entry. Nothing ever changes or deletes one."""
    record_all(session, [entry], now)


def record_all(session: Session, entries: Sequence[Entry], now: datetime) -> None:
    """Add entries, in this order."""
    rows = [
        {
            "at": now,
            "actor_id": entry.actor_id,
            "deed": entry.deed,
            "subject": entry.subject,
            "side": entry.side,
            "detail": json.dumps(entry.detail or {}, ensure_ascii=True, sort_keys=True),
        }
        for entry in entries
    ]
    if rows:
        session.execute(insert(audit), rows)


def unsealed(session: Session) -> int:
    """How many entries have no digest yet."""
    waiting = select(func.count()).where(audit.c.position.is_(None))
    return int(session.scalar(waiting) or 0)


def sealed(session: Session) -> int:
    """How many entries have a digest."""
    chained = select(func.count()).where(audit.c.position.is_not(None))
    return int(session.scalar(chained) or 0)


def newest(session: Session) -> datetime | None:
    """When the last deed was written down."""
    at: datetime | None = session.scalar(select(audit.c.at).order_by(audit.c.id.desc()).limit(1))
    return at


def seal(session: Session, *, limit: int = 1000) -> int:
    """Give committed entries their position and digest, each over the one before; how many."""
    position, digest = _tail(session)
    waiting = select(audit).where(audit.c.position.is_(None)).order_by(audit.c.id).limit(limit)
    rows = session.execute(waiting).all()
    for row in rows:
        position, digest = position + 1, _digest(digest, row)
        session.execute(
            update(audit).where(audit.c.id == row.id).values(position=position, digest=digest)
        )
    return len(rows)


@dataclass(frozen=True)
class Verdict:
    """How many entries stand sealed and unsealed, and the position of the first broken one."""

    sealed: int
    unsealed: int
    broken_at: int | None


def verify(session: Session, seen: Callable[[int], None] = lambda _: None) -> Verdict:
    """Go through the chain from its start; `seen` is told now and then how many stand behind."""
    expected, digest, broken = 0, START, None
    chain = select(audit).where(audit.c.position.is_not(None)).order_by(audit.c.position)
    for row in session.execute(chain.execution_options(yield_per=1000)):
        expected, digest = expected + 1, _digest(digest, row)
        if broken is None and (row.position != expected or row.digest != digest):
            broken = expected
        digest = row.digest
        if expected % 1000 == 0:
            seen(expected)
    return Verdict(expected, unsealed(session), broken)


def _tail(session: Session) -> tuple[int, str]:
    last = select(audit.c.position, audit.c.digest).where(audit.c.position.is_not(None))
    row = session.execute(last.order_by(audit.c.position.desc()).limit(1)).one_or_none()
    return (row.position, row.digest) if row else (0, START)


def _digest(previous: str, row: Row[*tuple[Any, ...]]) -> str:
    content = [
        row.id,
        row.at.isoformat(),
        row.actor_id,
        row.deed,
        row.subject,
        row.side,
        row.detail,
    ]
    return hashlib.sha256(json.dumps([previous, *content]).encode()).hexdigest()
