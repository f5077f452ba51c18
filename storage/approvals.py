"""Requests to come in that a person of the same side decides on."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Select, insert, select, update
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.people import person
from storage.session import Session


class Reason(StrEnum):
    """Why the proof of an enrolment was not enough."""

    WRONG_PHONE = "wrong phone"
    USED_CODE = "used code"
    APPROVAL = "approval"  # the installation wants one for everybody


class State(StrEnum):
    """Where a request stands. `CLOSED`: nothing was left to decide."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    CLOSED = "closed"


class ApprovalRow(SQLModel, table=True):
    """One Telegram account that wants to be one person of the roster."""

    __tablename__ = "approval"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    telegram_id: int = Field(sa_type=BigInteger, index=True)
    account: str = Field(default="", max_length=200)  # its name in Telegram, until decided
    phone: str = Field(default="", max_length=40)  # what it sent, until decided
    reason: str = Field(max_length=20)
    state: str = Field(max_length=10)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


approval = metadata.tables["approval"]

_WAITING = select(approval).where(approval.c.state == State.WAITING).order_by(approval.c.id)


def add(session: Session, row: ApprovalRow) -> int:
    """A new request; its id."""
    values = row.model_dump(exclude={"id"})
    adding = insert(approval).values(values).returning(approval.c.id)
    added: int = session.execute(adding).scalar_one()
    return added


def by_id(session: Session, approval_id: int, *, hold: bool = False) -> ApprovalRow | None:
    """One request; with `hold`, nobody else decides it until the end of the transaction."""
    query = select(approval).where(approval.c.id == approval_id)
    found = _many(session, query.with_for_update() if hold else query)
    return found[0] if found else None


def waiting_of(session: Session, telegram_id: int) -> list[ApprovalRow]:
    """What an account waits for."""
    return _many(session, _WAITING.where(approval.c.telegram_id == telegram_id))


def waiting_for(session: Session, person_id: int) -> list[ApprovalRow]:
    """Which accounts wait to be this person."""
    return _many(session, _WAITING.where(approval.c.person_id == person_id))


def waiting_at(session: Session, side: str) -> list[ApprovalRow]:
    """What the administrators of a side have to decide, oldest first."""
    of_side = select(person.c.id).where(person.c.country == side)
    return _many(session, _WAITING.where(approval.c.person_id.in_(of_side)))


def undecided(session: Session, since: datetime) -> list[ApprovalRow]:
    """Every request since then that nobody has decided."""
    return _many(session, _WAITING.where(approval.c.asked_at >= since).with_for_update())


def refused_since(session: Session, telegram_id: int, since: datetime) -> bool:
    """Whether an account was refused after then."""
    refused = (
        approval.c.telegram_id == telegram_id,
        approval.c.state == State.REFUSED,
        approval.c.decided_at > since,
    )
    return session.execute(select(approval.c.id).where(*refused).limit(1)).first() is not None


def decide(
    session: Session, row: ApprovalRow, state: State, now: datetime, *, by: int | None
) -> bool:
    """Decided so, and what the account told of itself forgotten; False where somebody was first."""
    values = {"state": state, "decided_by": by, "decided_at": now, "account": "", "phone": ""}
    waits = (approval.c.id == row.id, approval.c.state == State.WAITING)
    decided = update(approval).where(*waits).values(values).returning(approval.c.id)
    return session.execute(decided).one_or_none() is not None


def _many(session: Session, query: Select[*tuple[Any, ...]]) -> list[ApprovalRow]:
    return [ApprovalRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names
