"""Reports of the same thing: which a side handles together, and which may be alike."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Index, and_, exists, insert, select, text, update
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session
from storage.sightings import Handling, SightingRow, handling, sighting

_STANDS = text("undone_at IS NULL")


class MergeRow(SQLModel, table=True):
    """One side handles a report as part of an earlier one, until somebody undoes it. UTC."""

    __tablename__ = "sighting_merge"
    __table_args__ = (
        Index(
            "uq_sighting_merge_standing",
            "side",
            "sighting_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index(None, "into_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    side: str = Field(max_length=2)
    sighting_id: int = Field(foreign_key="sighting.id", ondelete="CASCADE")
    into_id: int = Field(foreign_key="sighting.id", ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    undone_by: int | None = Field(default=None, foreign_key="person.id")
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


merge = metadata.tables["sighting_merge"]


def into(session: Session, side: str, sighting_id: int) -> MergeRow | None:
    """With which report a side handles this one, if it does."""
    here = and_(merge.c.side == side, merge.c.sighting_id == sighting_id)
    row = session.execute(select(merge).where(here, merge.c.undone_at.is_(None))).one_or_none()
    return MergeRow(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names


def merged_into(session: Session, side: str, into_id: int) -> list[SightingRow]:
    """The reports that a side handles together with this one, the oldest first; held."""
    query = (
        select(sighting)
        .join(merge, merge.c.sighting_id == sighting.c.id)
        .where(merge.c.side == side, merge.c.into_id == into_id, merge.c.undone_at.is_(None))
        .order_by(sighting.c.id)
        .with_for_update(of=sighting)
    )
    return [SightingRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names


def add(
    session: Session, side: str, sighting_id: int, into_id: int, *, person_id: int, now: datetime
) -> None:
    """A side handles a report as part of an earlier one, and what was part of it likewise."""
    same = and_(merge.c.side == side, merge.c.into_id == sighting_id, merge.c.undone_at.is_(None))
    session.execute(update(merge).where(same).values(into_id=into_id))
    keys = {"side": side, "sighting_id": sighting_id, "into_id": into_id}
    session.execute(insert(merge).values(keys | {"person_id": person_id, "at": now}))


def undo(session: Session, row: MergeRow, *, person_id: int | None, now: datetime) -> None:
    """From now on the report stands by itself again."""
    ended = {"undone_by": person_id, "undone_at": now}
    session.execute(update(merge).where(merge.c.id == row.id).values(ended))


def alike(
    session: Session,
    row: SightingRow,
    side: str,
    *,
    categories: Sequence[str],
    within: timedelta,
    limit: int,
) -> list[SightingRow]:
    """Reports before a side of these categories, seen at most so long before or after this one.

    Those seen nearest in time to it first; neither withdrawn nor already part of another.
    """
    seen = sighting.c.seen_at
    query = (
        select(sighting)
        .join(handling, and_(handling.c.sighting_id == sighting.c.id, handling.c.side == side))
        .where(
            sighting.c.category.in_(categories),
            seen.between(row.seen_at - within, row.seen_at + within),
            sighting.c.id != row.id,
            sighting.c.exercise == row.exercise,
            handling.c.state != Handling.WITHDRAWN,
            ~_part_of_another(side),
        )
        .order_by(seen.desc(), sighting.c.id.desc())  # the way of its index, and of no other
        .limit(limit)
    )
    rows = [SightingRow(**each._mapping) for each in session.execute(query)]  # noqa: SLF001 the documented way to a row's names
    return sorted(rows, key=lambda each: abs(each.seen_at - row.seen_at))


def _part_of_another(side: str) -> ColumnElement[bool]:
    here = and_(merge.c.side == side, merge.c.sighting_id == sighting.c.id)
    return exists().where(here, merge.c.undone_at.is_(None))
