"""What of a report of one side the other side may know: each decision, and what holds now."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime, json_value
from storage.metadata import metadata
from storage.session import Session
from storage.sightings import Handling, SightingRow, handling, sighting


class ReleaseRow(SQLModel, table=True):
    """One decision of the side a report belongs to; never changed. UTC.

    `fields` are all that the other side may know from then on; None where all is withdrawn.
    """

    __tablename__ = "sighting_release"

    id: int | None = Field(default=None, primary_key=True)
    sighting_id: int = Field(foreign_key="sighting.id", index=True, ondelete="CASCADE")
    fields: list[str] | None = Field(default=None, sa_type=json_value())
    reason: str = Field(max_length=200)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


release = metadata.tables["sighting_release"]


def add(session: Session, row: ReleaseRow) -> None:
    """A decision, which holds from now on."""
    values: dict[str, Any] = row.model_dump(exclude={"id"})
    session.execute(insert(release).values(values))
    held = update(sighting).where(sighting.c.id == row.sighting_id)
    session.execute(held.values(released=row.fields))


def latest(session: Session, sighting_id: int) -> ReleaseRow | None:
    """The decision that holds, if there was any."""
    query = select(release).where(release.c.sighting_id == sighting_id)
    row = session.execute(query.order_by(release.c.id.desc()).limit(1)).one_or_none()
    return ReleaseRow(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names


def put_before(session: Session, row: SightingRow, side: str, now: datetime) -> None:
    """The report is before a side's desk that has not had it yet."""
    new = {"sighting_id": row.id, "side": side, "state": Handling.NEW, "version": 1, "at": now}
    session.execute(insert(handling).values(new))
