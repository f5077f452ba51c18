"""Forms not finished yet: what a person has entered so far."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    Row,
    Select,
    SmallInteger,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from storage.columns import UtcDateTime, big_id
from storage.metadata import metadata


class State(IntEnum):
    """Where a form stands. `ASIDE`: left for long, or for another form; it can be resumed."""

    OPEN = 0
    DONE = 1
    DROPPED = 2
    ASIDE = 3


KEEP_OPEN = timedelta(hours=12)

draft = Table(
    "draft",
    metadata,
    Column("id", big_id(), primary_key=True),
    Column("sender", BigInteger, nullable=False),
    Column("flow", String(40), nullable=False),
    Column("step", String(40), nullable=False),
    Column("answers", Text, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("state", SmallInteger, nullable=False, default=State.OPEN),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index(None, "sender", "state"),
    Index(None, "state", "updated_at"),
)


@dataclass(frozen=True)
class Draft:
    """A form as it stands: the step it waits at and the answers given, by name."""

    id: int
    sender: int
    flow: str
    step: str
    answers: dict[str, Any]
    version: int
    state: State
    created_at: datetime
    updated_at: datetime


def open_for(session: Session, sender: int) -> Draft | None:
    """The form this person is filling in; each has at most one open."""
    query = select(draft).where(draft.c.sender == sender, draft.c.state == State.OPEN)
    return _one(session, query.order_by(draft.c.id.desc()).limit(1))


def by_id(session: Session, draft_id: int) -> Draft | None:
    """Any form, finished ones too."""
    return _one(session, select(draft).where(draft.c.id == draft_id))


def start(
    session: Session, sender: int, flow: str, *, step: str, answers: dict[str, Any], now: datetime
) -> Draft:
    """A new form, waiting at its first step."""
    statement = insert(draft).values(
        sender=sender,
        flow=flow,
        step=step,
        answers=json.dumps(answers),
        state=State.OPEN,
        created_at=now,
        updated_at=now,
    )
    row = session.execute(statement.returning(draft)).one()
    return _draft(row)


def save(
    session: Session, form: Draft, *, step: str, answers: dict[str, Any], now: datetime
) -> Draft | None:
    """The form one version on; None where another tap was first."""
    return _advance(session, form, now, step=step, answers=json.dumps(answers))


def close(session: Session, form: Draft, state: State, now: datetime) -> Draft | None:
    """The form finished, dropped or set aside; None where another tap was first."""
    return _advance(session, form, now, state=state)


def reopen(session: Session, form: Draft, now: datetime) -> Draft | None:
    """The form open again where it was left; None where another tap was first."""
    return _advance(session, form, now, state=State.OPEN)


def _advance(session: Session, form: Draft, now: datetime, **values: object) -> Draft | None:
    statement = (
        update(draft)
        .where(draft.c.id == form.id, draft.c.version == form.version)
        .values(version=form.version + 1, updated_at=now, **values)
        .returning(draft)
    )
    row = session.execute(statement).one_or_none()
    return _draft(row) if row else None


def _one(session: Session, query: Select[*tuple[Any, ...]]) -> Draft | None:
    row = session.execute(query).one_or_none()
    return _draft(row) if row else None


def _draft(row: Row[*tuple[Any, ...]]) -> Draft:
    return Draft(
        id=row.id,
        sender=row.sender,
        flow=row.flow,
        step=row.step,
        answers=json.loads(row.answers),
        version=row.version,
        state=State(row.state),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
