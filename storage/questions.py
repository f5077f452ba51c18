"""Questions of desks to whoever reported a sighting, and their answers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, insert, or_, select, update
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session
from storage.sightings import sighting


class Stage(StrEnum):
    """Where a question stands. `AT_DESK`: the reporter's own desk decides whether to pass it on."""

    AT_DESK = "at_desk"
    WAITING = "waiting"
    ANSWERED = "answered"
    DECLINED = "declined"


class AnswerKind(StrEnum):
    """In what shape an answer came."""

    CHOICE = "choice"
    TEXT = "text"
    PHOTO = "photo"
    LOCATION = "location"


class QuestionRow(SQLModel, table=True):
    """One question of one side about one sighting."""

    __tablename__ = "question"

    id: int | None = Field(default=None, primary_key=True)
    sighting_id: int = Field(foreign_key="sighting.id", ondelete="CASCADE", index=True)
    number: str = Field(max_length=16)
    side: str = Field(max_length=2)
    asked_by: int = Field(foreign_key="person.id")
    reporter_id: int = Field(foreign_key="person.id", index=True)
    kind: str = Field(max_length=20)
    text: str = Field(default="")
    language: str = Field(default="", max_length=8)
    stage: str = Field(max_length=20)
    exercise: bool = Field(default=False)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer_kind: str = Field(default="", max_length=10)
    answer: str = Field(default="")


question = metadata.tables["question"]


def add(session: Session, row: QuestionRow) -> int:
    """A new question; its id."""
    values = row.model_dump(exclude={"id"})
    added: int = session.execute(
        insert(question).values(values).returning(question.c.id)
    ).scalar_one()
    return added


def by_id(session: Session, question_id: int, *, hold: bool = False) -> QuestionRow | None:
    """One question; with `hold`, nobody else changes it until the end of the transaction."""
    query = select(question).where(question.c.id == question_id)
    found = _many(session, query.with_for_update() if hold else query)
    return found[0] if found else None


def of_side(session: Session, sighting_id: int, side: str) -> list[QuestionRow]:
    """What one side has asked about a sighting, oldest first."""
    asked = (question.c.sighting_id == sighting_id, question.c.side == side)
    return _many(session, select(question).where(*asked).order_by(question.c.id))


def alike(session: Session, sighting_id: int, kind: str) -> list[QuestionRow]:
    """Waiting questions of this kind about a sighting, of either side."""
    same = (
        question.c.sighting_id == sighting_id,
        question.c.kind == kind,
        question.c.stage == Stage.WAITING,
    )
    return _many(session, select(question).where(*same).order_by(question.c.id).with_for_update())


def waiting_for(session: Session, person_id: int) -> list[QuestionRow]:
    """What somebody has been asked and has not answered, newest first."""
    waits = (question.c.reporter_id == person_id, question.c.stage == Stage.WAITING)
    return _many(session, select(question).where(*waits).order_by(question.c.id.desc()))


def open_at(session: Session, side: str) -> list[QuestionRow]:
    """What waits at a desk: its own questions without an answer, and the other's to pass on."""
    asked = and_(question.c.side == side, question.c.stage.in_((Stage.WAITING, Stage.AT_DESK)))
    to_pass_on = and_(question.c.stage == Stage.AT_DESK, sighting.c.side == side)
    query = (
        select(question)
        .join(sighting, sighting.c.id == question.c.sighting_id)
        .where(or_(asked, to_pass_on))
        .order_by(question.c.id)
    )
    return _many(session, query)


def unanswered(session: Session, since: datetime) -> list[QuestionRow]:
    """What was asked after then and waits: for its reporter, or to be passed on."""
    waits = question.c.stage.in_((Stage.WAITING, Stage.AT_DESK))
    query = select(question).where(waits, question.c.asked_at >= since).order_by(question.c.id)
    return _many(session, query.with_for_update())


def move(session: Session, row: QuestionRow, stage: Stage, now: datetime, **answer: str) -> bool:
    """On to this stage, with the answer if there is one; False where somebody was first."""
    at = {"answered_at": now} if stage in {Stage.ANSWERED, Stage.DECLINED} else {}
    moved = (
        update(question)
        .where(question.c.id == row.id, question.c.stage == row.stage)
        .values(stage=stage, **at, **answer)
        .returning(question.c.id)
    )
    return session.execute(moved).one_or_none() is not None


def _many(session: Session, query: Select[*tuple[Any, ...]]) -> list[QuestionRow]:
    return [QuestionRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names
