"""Templates of alerts as an installation words them; each wording is kept, none is written over.

What nobody here has changed is not in the table: it is read from the bank that comes along.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, Text, insert, select, update
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session

LONGEST_KEY, LONGEST_TEXT = 40, 600  # letters and signs
LONGEST_TITLE = 26  # of which, with a sign before them, a button shows all


class State(StrEnum):
    """What a wording is: `ASKED` waits for the other desk's language, and is used by nobody."""

    ASKED = "asked"
    ACTIVE = "active"
    RETIRED = "retired"
    DROPPED = "dropped"


SETTLED = (State.ACTIVE, State.RETIRED)


class TemplateRow(SQLModel, table=True):
    """One wording of a template; the one settled last counts.

    `level`: danger, caution or information; `event`: a term of the glossary; `lifetime` in minutes;
    `side` is empty for both. `author_id` is None for whoever works at the command line.
    """

    __tablename__ = "alert_template"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=LONGEST_KEY, index=True)
    state: str = Field(default=State.ACTIVE, max_length=10)
    level: str = Field(max_length=12)
    event: str = Field(max_length=40)
    lifetime: int
    replies: bool = False
    side: str = Field(default="", max_length=2)
    title_sr: str = Field(default="", max_length=40)
    title_ro: str = Field(default="", max_length=40)
    title_en: str = Field(default="", max_length=40)
    text_sr: str = Field(default="", sa_type=Text)
    text_ro: str = Field(default="", sa_type=Text)
    text_en: str = Field(default="", sa_type=Text)
    author_id: int | None = Field(default=None, foreign_key="person.id")
    colleague_id: int | None = Field(default=None, foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


template = metadata.tables["alert_template"]


def add(session: Session, row: TemplateRow) -> int:
    """One more wording; its id."""
    new = insert(template).values(row.model_dump(exclude={"id"})).returning(template.c.id)
    return int(session.execute(new).scalar_one())


def current(session: Session) -> dict[str, TemplateRow]:
    """The wording of each template that counts, retired ones among them; by key."""
    query = select(template).where(template.c.state.in_(SETTLED))
    return {row.key: row for row in _many(session, query)}


def current_of(session: Session, key: str) -> TemplateRow | None:
    """The wording of one template that counts; None where nobody here has changed it."""
    query = select(template).where(template.c.key == key, template.c.state.in_(SETTLED))
    return next(reversed(_many(session, query)), None)


def by_id(session: Session, wording_id: int, *, hold: bool = False) -> TemplateRow | None:
    """One wording; with `hold`, nobody else changes it until the end of the transaction."""
    query = select(template).where(template.c.id == wording_id)
    return next(iter(_many(session, query.with_for_update() if hold else query)), None)


def asked(session: Session, key: str = "") -> list[TemplateRow]:
    """Wordings that wait for the other desk, of one template or of all; oldest first."""
    query = select(template).where(template.c.state == State.ASKED)
    return _many(session, query.where(template.c.key == key) if key else query)


def history(session: Session, key: str) -> list[TemplateRow]:
    """Every wording of a template, the one that counts last."""
    return _many(session, select(template).where(template.c.key == key))


def settle(session: Session, row: TemplateRow, now: datetime) -> bool:
    """What has become of a wording that waited, as the row has it; False where none waits."""
    waiting = (template.c.id == row.id, template.c.state == State.ASKED)
    values = row.model_dump(exclude={"id", "key"}) | {"settled_at": now}
    settled = update(template).where(*waiting).values(values).returning(template.c.id)
    return session.execute(settled).one_or_none() is not None


def _many(session: Session, query: Select[*tuple[Any, ...]]) -> list[TemplateRow]:
    """In the order in which they were settled, those that wait by their age."""
    ordered = query.order_by(template.c.settled_at.nulls_last(), template.c.id)
    return [TemplateRow(**row._mapping) for row in session.execute(ordered)]  # noqa: SLF001 the documented way to a row's names
