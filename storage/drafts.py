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
    SmallInteger,
    String,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
    update,
)

from storage.columns import UtcDateTime, big_id
from storage.metadata import metadata
from storage.prepared import Prepared, Row
from storage.session import Session


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


_NOW = bindparam("now", type_=UtcDateTime)
_OPEN_FOR = Prepared(
    select(draft)
    .where(draft.c.sender == bindparam("sender"), draft.c.state == State.OPEN)
    .order_by(draft.c.id.desc())
    .limit(1)
)
_BY_ID = Prepared(select(draft).where(draft.c.id == bindparam("draft_id")))
_START = Prepared(
    insert(draft)
    .values(
        sender=bindparam("sender"),
        flow=bindparam("flow"),
        step=bindparam("step"),
        answers=bindparam("answers"),
        version=1,
        state=State.OPEN,
        created_at=_NOW,
        updated_at=_NOW,
    )
    .returning(draft)
)
_ADVANCE = Prepared(
    update(draft)
    .where(draft.c.id == bindparam("draft_id"), draft.c.version == bindparam("before"))
    .values(
        step=bindparam("to_step"),
        answers=func.coalesce(bindparam("with_answers", type_=Text), draft.c.answers),
        state=bindparam("to_state"),
        version=draft.c.version + 1,
        updated_at=_NOW,
    )
    .returning(draft)
)


def open_for(session: Session, sender: int) -> Draft | None:
    """The form this person is filling in; each has at most one open."""
    return _draft(_OPEN_FOR.first(session, {"sender": sender}))


def left_open(session: Session, *, since: datetime, before: datetime) -> list[Draft]:
    """Open forms that were last touched between these moments."""
    touched = (draft.c.updated_at >= since, draft.c.updated_at < before)
    query = select(draft.c.id).where(draft.c.state == State.OPEN, *touched).order_by(draft.c.id)
    found = [by_id(session, each) for each in session.scalars(query).all()]
    return [form for form in found if form]


def by_id(session: Session, draft_id: int) -> Draft | None:
    """Any form, finished ones too."""
    return _draft(_BY_ID.first(session, {"draft_id": draft_id}))


def start(
    session: Session, sender: int, flow: str, *, step: str, answers: dict[str, Any], now: datetime
) -> Draft:
    """A new form, waiting at its first step."""
    new = {"sender": sender, "flow": flow, "step": step, "answers": json.dumps(answers)}
    return _drafted(_START.one(session, new | {"now": now}))


def save(
    session: Session, form: Draft, *, step: str, answers: dict[str, Any], now: datetime
) -> Draft | None:
    """The form one version on; None where another tap was first."""
    return _advance(session, form, now, to_step=step, with_answers=json.dumps(answers))


def close(session: Session, form: Draft, state: State, now: datetime) -> Draft | None:
    """The form finished, dropped or set aside; None where another tap was first."""
    return _advance(session, form, now, to_state=state)


def reopen(session: Session, form: Draft, now: datetime) -> Draft | None:
    """The form open again where it was left; None where another tap was first."""
    return _advance(session, form, now, to_state=State.OPEN)


def _advance(session: Session, form: Draft, now: datetime, **values: object) -> Draft | None:
    same = {"draft_id": form.id, "before": form.version, "now": now}
    kept = {"to_step": form.step, "with_answers": None, "to_state": form.state}
    return _draft(_ADVANCE.first(session, same | kept | values))


def _draft(row: Row | None) -> Draft | None:
    return _drafted(row) if row else None


def _drafted(row: Row) -> Draft:
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
