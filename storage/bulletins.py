"""Bulletins: what desks publish for both sides' officers, its texts and their history."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, Text, and_, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session


class Kind(StrEnum):
    """What a bulletin is about."""

    METHOD = "method"  # a new modus operandi
    VEHICLE = "vehicle"
    ROUTE = "route"
    LESSON = "lesson"


class BulletinRow(SQLModel, table=True):
    """One bulletin of a side's desk; what it says stands in its texts. UTC.

    `crossed_at`: since when the officers of the other side have it, which is as soon as its text
    is there in their language.
    """

    __tablename__ = "bulletin"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=20, unique=True)
    side: str = Field(max_length=2)
    sharing: str = Field(max_length=10)
    exercise: bool = False
    author_id: int = Field(foreign_key="person.id")
    kind: str = Field(max_length=20)
    sector: str | None = Field(default=None, max_length=80)
    published_at: datetime = Field(sa_type=UtcDateTime)
    valid_until: datetime = Field(sa_type=UtcDateTime, index=True)
    crossed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BulletinTextRow(SQLModel, table=True):
    """What somebody of a desk wrote, in the language `sr` or `ro`; never changed. UTC.

    Part 0 is the bulletin itself, the others are notes of either desk. Of each part and language
    the newest text holds. `search_text` is what it is found by (`services.search_text`).
    """

    __tablename__ = "bulletin_text"

    id: int | None = Field(default=None, primary_key=True)
    bulletin_id: int = Field(foreign_key="bulletin.id", index=True, ondelete="CASCADE")
    part: int
    language: str = Field(max_length=2)
    text: str = Field(sa_type=Text)
    search_text: str = Field(sa_type=Text)
    side: str = Field(max_length=2)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class BulletinReadingRow(SQLModel, table=True):
    """Somebody has marked a bulletin as read, for the first time then. UTC."""

    __tablename__ = "bulletin_reading"

    bulletin_id: int = Field(primary_key=True, foreign_key="bulletin.id", ondelete="CASCADE")
    person_id: int = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    country: str = Field(max_length=2)
    at: datetime = Field(sa_type=UtcDateTime)


bulletin = metadata.tables["bulletin"]
bulletin_text = metadata.tables["bulletin_text"]
reading = metadata.tables["bulletin_reading"]


def add(session: Session, row: BulletinRow) -> None:
    """A new bulletin, still without a text."""
    values = row.model_dump(exclude={"id"})
    new = insert(bulletin).values(values).returning(bulletin.c.id)
    row.id = session.execute(new).scalar_one()


def add_text(session: Session, row: BulletinTextRow) -> None:
    """A text, which holds from now on."""
    session.execute(insert(bulletin_text).values(row.model_dump(exclude={"id"})))


def by_number(session: Session, number: str, *, hold: bool = False) -> BulletinRow | None:
    """The bulletin of this number; held, nobody else holds it until this transaction ends."""
    query = select(bulletin).where(bulletin.c.number == number)
    return next(iter(_rows(session, query.with_for_update() if hold else query)), None)


def by_id(session: Session, bulletin_id: int) -> BulletinRow | None:
    """The bulletin of this key."""
    return next(iter(_rows(session, select(bulletin).where(bulletin.c.id == bulletin_id))), None)


def valid(session: Session, now: datetime, *, limit: int) -> list[BulletinRow]:
    """What holds now, whosever it is, the newest first."""
    holds = and_(bulletin.c.valid_until > now, bulletin.c.withdrawn_at.is_(None))
    return _rows(session, select(bulletin).where(holds).order_by(bulletin.c.id.desc()).limit(limit))


def texts(session: Session, ids: Collection[int]) -> dict[int, list[BulletinTextRow]]:
    """All that was ever written in these bulletins, by bulletin, oldest first."""
    query = select(bulletin_text).where(bulletin_text.c.bulletin_id.in_(ids))
    written: dict[int, list[BulletinTextRow]] = {each: [] for each in ids}
    for row in session.execute(query.order_by(bulletin_text.c.id)):
        written[row.bulletin_id].append(BulletinTextRow(**row._mapping))  # noqa: SLF001 the documented way to a row's names
    return written


def cross(session: Session, bulletin_id: int, now: datetime) -> bool:
    """The officers of the other side have it from now on; False where they had it."""
    before = (bulletin.c.id == bulletin_id, bulletin.c.crossed_at.is_(None))
    return _change(session, *before, crossed_at=now)


def withdraw(session: Session, bulletin_id: int, now: datetime) -> bool:
    """It holds no more; False where it was withdrawn before."""
    before = (bulletin.c.id == bulletin_id, bulletin.c.withdrawn_at.is_(None))
    return _change(session, *before, withdrawn_at=now)


def read(session: Session, row: BulletinReadingRow) -> bool:
    """Somebody has read it; False where they had before, and then the first time stands."""
    add = postgresql.insert if session.on_server else sqlite.insert
    new = add(reading).values(row.model_dump()).on_conflict_do_nothing()
    return session.execute(new.returning(reading.c.person_id)).one_or_none() is not None


def read_by(session: Session, person_id: int) -> dict[int, datetime]:
    """When somebody has read what they have read, by bulletin."""
    query = select(reading.c.bulletin_id, reading.c.at).where(reading.c.person_id == person_id)
    return {row.bulletin_id: row.at for row in session.execute(query)}


def readers(session: Session, bulletin_id: int) -> dict[str, int]:
    """How many of each country have read it."""
    query = select(reading.c.country, func.count().label("many")).group_by(reading.c.country)
    rows = session.execute(query.where(reading.c.bulletin_id == bulletin_id))
    return {row.country: int(row.many) for row in rows}


def _change(session: Session, *which: Any, **values: object) -> bool:  # noqa: ANN401 conditions
    changed = update(bulletin).where(*which).values(values).returning(bulletin.c.id)
    return session.execute(changed).one_or_none() is not None


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[BulletinRow]:
    return [BulletinRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names
