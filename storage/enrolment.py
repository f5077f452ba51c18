"""Invitations to enrol, and attempts to."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import BigInteger, delete, insert, select, update
from sqlmodel import Field, SQLModel

from storage import people
from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.people import Person
from storage.session import Session


class InviteRow(SQLModel, table=True):
    """A one-time code for one person; only its SHA-256 is kept."""

    __tablename__ = "invite"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    code_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AttemptRow(SQLModel, table=True):
    """A wrong code typed from a Telegram account."""

    __tablename__ = "enrolment_attempt"

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_type=BigInteger, index=True)
    at: datetime = Field(sa_type=UtcDateTime)


invite = metadata.tables["invite"]
attempt = metadata.tables["enrolment_attempt"]

_AT_ONCE = 1000  # people in one statement: every database takes that many parameters
_WITHDRAW = update(invite).where(invite.c.used_at.is_(None), invite.c.withdrawn_at.is_(None))


def add_invites(
    session: Session, hashes: Mapping[int, str], *, now: datetime, expires_at: datetime
) -> None:
    """New invitations, hash by person; earlier unused ones of these people are withdrawn."""
    ids = list(hashes)
    for some in (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)):
        session.execute(_WITHDRAW.where(invite.c.person_id.in_(some)).values(withdrawn_at=now))
    times = {"created_at": now, "expires_at": expires_at}
    rows = [{"person_id": each, "code_hash": hashed, **times} for each, hashed in hashes.items()]
    if rows:
        session.execute(insert(invite), rows)


def withdraw_invites(session: Session, person_id: int, now: datetime) -> None:
    """Unused invitations of this person are worth nothing any more."""
    session.execute(_WITHDRAW.where(invite.c.person_id == person_id).values(withdrawn_at=now))


def invite_by_hash(session: Session, code_hash: str) -> InviteRow | None:
    """The invitation with this code, whatever its state."""
    row = session.execute(select(invite).where(invite.c.code_hash == code_hash)).one_or_none()
    return InviteRow(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names


def invite_by_id(session: Session, invite_id: int) -> InviteRow | None:
    """One invitation."""
    row = session.execute(select(invite).where(invite.c.id == invite_id)).one_or_none()
    return InviteRow(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names


def person_of(session: Session, invite_id: int) -> Person | None:
    """Whom an invitation is for."""
    found = invite_by_id(session, invite_id)
    return people.by_id(session, found.person_id) if found else None


def in_force(session: Session, now: datetime) -> dict[int, datetime]:
    """People with an invitation that can still be used, and when it expires."""
    usable = (invite.c.used_at.is_(None), invite.c.withdrawn_at.is_(None))
    query = select(invite.c.person_id, invite.c.expires_at).where(*usable)
    return {person_id: until for person_id, until in session.execute(query) if until > now}


def consume(session: Session, invite_id: int, now: datetime) -> bool:
    """Use the invitation up; False where somebody was first or it has run out."""
    usable = (
        invite.c.id == invite_id,
        invite.c.used_at.is_(None),
        invite.c.withdrawn_at.is_(None),
        invite.c.expires_at > now,
    )
    used = update(invite).where(*usable).values(used_at=now).returning(invite.c.id)
    return session.execute(used).one_or_none() is not None


def count_wrong(session: Session, telegram_id: int, now: datetime) -> None:
    """Write down a wrong code from this account."""
    session.execute(insert(attempt).values(telegram_id=telegram_id, at=now))


def wrong_since(session: Session, telegram_id: int, since: datetime) -> list[datetime]:
    """When wrong codes came from this account after then, oldest first."""
    tried = select(attempt.c.at).where(attempt.c.telegram_id == telegram_id, attempt.c.at > since)
    return list(session.scalars(tried.order_by(attempt.c.at)))


def forget_attempts(session: Session, before: datetime) -> None:
    """Drop attempts from before then."""
    session.execute(delete(attempt).where(attempt.c.at < before))
