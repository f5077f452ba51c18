"""What a reporter has changed in a report since it was sent: what it was, what it became, when."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime, json_value
from storage.metadata import metadata
from storage.session import Session


class RevisionRow(SQLModel, table=True):
    """One field of a sighting changed; never changed itself.

    `field`: of `storage.sighting_details.FIELDS`, or `note`, `place`, `observer`, `direction`,
    `seen_at`. `before` and `after` as JSON, None where nothing was said.
    """

    __tablename__ = "sighting_revision"

    id: int | None = Field(default=None, primary_key=True)
    sighting_id: int = Field(foreign_key="sighting.id", index=True, ondelete="CASCADE")
    field: str = Field(max_length=20)
    before: Any = Field(default=None, sa_type=json_value(), nullable=True)
    after: Any = Field(default=None, sa_type=json_value(), nullable=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


revision = metadata.tables["sighting_revision"]


def add(session: Session, row: RevisionRow) -> None:
    """Keep what was changed."""
    session.execute(insert(revision).values(row.model_dump(exclude={"id"})))


def of(session: Session, sighting_id: int) -> list[RevisionRow]:
    """Everything that was changed in a sighting, in order."""
    query = select(revision).where(revision.c.sighting_id == sighting_id).order_by(revision.c.id)
    return [RevisionRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names
