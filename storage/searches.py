"""What a desk has looked for: the words behind the buttons of a list of results."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, insert, or_, select, true
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session
from storage.sightings import SightingRow, handling, sighting


class SearchRow(SQLModel, table=True):
    """A search as it was typed; whose it is, and when. UTC."""

    __tablename__ = "sighting_search"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    words: str = Field(max_length=200)
    at: datetime = Field(sa_type=UtcDateTime)


search = metadata.tables["sighting_search"]


def add(session: Session, person_id: int, words: str, now: datetime) -> int:
    """A search of somebody's; its key."""
    new = insert(search).values(person_id=person_id, words=words, at=now)
    return int(session.execute(new.returning(search.c.id)).scalar_one())


def by_id(session: Session, search_id: int) -> SearchRow | None:
    """The search of this key, whosever it is."""
    row = session.execute(select(search).where(search.c.id == search_id)).one_or_none()
    return SearchRow(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names


def holding(
    session: Session,
    side: str,
    words: Sequence[str],
    plate: str,
    *,
    since: datetime | None,
    until: datetime | None,
    limit: int,
) -> list[SightingRow]:
    """The newest reports before a side whose search text holds all these words, or the plate.

    Seen from `since` on and before `until`, where these are given.
    """
    query = (
        select(sighting)
        .join(handling, handling.c.sighting_id == sighting.c.id)
        .where(handling.c.side == side)
        .order_by(sighting.c.id.desc())
        .limit(limit)
    )
    if since:
        query = query.where(sighting.c.seen_at >= since)
    if until:
        query = query.where(sighting.c.seen_at < until)
    held = and_(true(), *(_holds(each) for each in words))
    query = query.where(or_(held, _holds(plate)) if plate else held)
    return [SightingRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names


def _holds(part: str) -> ColumnElement[bool]:
    return sighting.c.search_text.contains(part, autoescape=True)
