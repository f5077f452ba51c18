"""CAP messages that came in: each once, with what it was taken for."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session


class CapMessageRow(SQLModel, table=True):
    """A message by who brought it, and by CAP's own `<sender>` and `<identifier>`.

    `kind` and `status` are CAP's words; `digest` is the SHA-256 of what it says, `file_key` of its
    bytes as they came; `number` is the alert it made or concerns.
    """

    __tablename__ = "cap_message"
    __table_args__ = (
        UniqueConstraint("sender_id", "cap_sender", "identifier"),
        Index(None, "cap_sender", "identifier"),
    )

    id: int | None = Field(default=None, primary_key=True)
    sender_id: int = Field(foreign_key="sender.id")
    cap_sender: str = Field(max_length=250)
    identifier: str = Field(max_length=250)
    sent: datetime = Field(sa_type=UtcDateTime)
    kind: str = Field(max_length=6)
    status: str = Field(max_length=8)
    digest: str = Field(max_length=64)
    file_key: str = Field(max_length=64)
    number: str | None = Field(default=None, max_length=16, index=True)
    edition: int | None = None
    note: str = Field(default="")
    received_at: datetime = Field(sa_type=UtcDateTime)


message = metadata.tables["cap_message"]


def add(session: Session, row: CapMessageRow) -> CapMessageRow | None:
    """A message that is new, with its id; None where it is here already."""
    insert = (postgresql if session.on_server else sqlite).insert(message)
    adding = insert.values(row.model_dump(exclude={"id"})).on_conflict_do_nothing()
    return _row(session.execute(adding.returning(message)).one_or_none())


def find(
    session: Session, sender_id: int, cap_sender: str, identifier: str
) -> CapMessageRow | None:
    """A message that this sender has brought."""
    mine = (message.c.sender_id == sender_id, *_named(cap_sender, identifier))
    return _row(session.execute(select(message).where(*mine)).one_or_none())


def numbers_of(session: Session, cap_sender: str, identifier: str) -> list[str]:
    """The alerts that messages of this name concern, whoever has brought them."""
    query = select(message.c.number).where(
        *_named(cap_sender, identifier), message.c.number.is_not(None)
    )
    return list(session.scalars(query.order_by(message.c.id)))


def of_alert(session: Session, number: str) -> list[CapMessageRow]:
    """Every message that made, changed, ended or acknowledged an alert, oldest first."""
    query = select(message).where(message.c.number == number).order_by(message.c.id)
    found = (_row(row) for row in session.execute(query))
    return [each for each in found if each]


def is_of(session: Session, message_id: int, number: str, edition: int) -> None:
    """The alert that a message made or concerns."""
    mine = message.c.id == message_id
    session.execute(update(message).where(mine).values(number=number, edition=edition))


def _named(cap_sender: str, identifier: str) -> tuple[Any, Any]:
    return message.c.cap_sender == cap_sender, message.c.identifier == identifier


def _row(found: Any) -> CapMessageRow | None:  # noqa: ANN401 a row of the table, or none
    return CapMessageRow(**found._mapping) if found else None  # noqa: SLF001 the documented way to a row's names
