"""Central systems that may put alerts in by CAP, and what each of them may do."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Field, SQLModel

from storage.alerts import Severity
from storage.columns import UtcDateTime, json_value
from storage.metadata import metadata
from storage.people import SIDES
from storage.session import Session


class Mode(StrEnum):
    """What becomes of a sender's alerts."""

    SEND = "send"  # at once
    DRAFT = "draft"  # a desk of the sender's side decides


class SenderRow(SQLModel, table=True):
    """A sender by its name; only the SHA-256 of its token is kept.

    `cap_sender` is the one `<sender>` it may write, any where there is none. `audience`: the
    sides it may alert. `exercise`: whatever it sends is an exercise.
    """

    __tablename__ = "sender"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=60)
    country: str = Field(max_length=2)
    cap_sender: str | None = Field(default=None, max_length=250)
    audience: list[str] = Field(default_factory=lambda: list(SIDES), sa_type=json_value())
    ceiling: str = Field(default=Severity.EXTREME, max_length=10)
    mode: str = Field(default=Mode.SEND, max_length=5)
    exercise: bool = Field(default=False)
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


sender = metadata.tables["sender"]


def by_token(session: Session, token_hash: str) -> SenderRow | None:
    """The sender with this token, unless it is revoked.

    Found by the hash of a token of 256 random bits: how long the look takes tells nothing of it.
    """
    valid = (sender.c.token_hash == token_hash, sender.c.revoked_at.is_(None))
    return _row(session.execute(select(sender).where(*valid)).one_or_none())


def by_name(session: Session, name: str, *, hold: bool = False) -> SenderRow | None:
    """One sender, revoked or not; with `hold`, nobody else changes it in this transaction."""
    query = select(sender).where(sender.c.name == name)
    return _row(session.execute(query.with_for_update() if hold else query).one_or_none())


def by_id(session: Session, sender_id: int) -> SenderRow | None:
    """One sender, revoked or not."""
    return _row(session.execute(select(sender).where(sender.c.id == sender_id)).one_or_none())


def everybody(session: Session) -> list[SenderRow]:
    """Every sender by its name, revoked ones too."""
    found = (_row(row) for row in session.execute(select(sender).order_by(sender.c.name)))
    return [each for each in found if each]


def put(session: Session, row: SenderRow) -> None:
    """A new sender; of one that was revoked, what it may do from now on, with a new token."""
    values = row.model_dump(exclude={"id"})
    if row.id is None:
        session.execute(insert(sender).values(values))
    else:
        session.execute(update(sender).where(sender.c.id == row.id).values(values))


def revoke(session: Session, sender_id: int, now: datetime) -> None:
    """Its token is worth nothing any more."""
    session.execute(update(sender).where(sender.c.id == sender_id).values(revoked_at=now))


def _row(found: Any) -> SenderRow | None:  # noqa: ANN401 a row of the table, or none
    return SenderRow(**found._mapping) if found else None  # noqa: SLF001 the documented way to a row's names
