"""What each side thinks of a sighting: source, information, impact; each time it says so."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session

# The 4x4 system of the EU's guidelines on exchanging information in law enforcement; impact as in
# Regulation (EU) 2021/581, Article 17.
SOURCES, INFORMATION = ("A", "B", "C", "X"), ("1", "2", "3", "4")
IMPACTS = ("low", "medium", "high")


class AssessmentRow(SQLModel, table=True):
    """One assessment of one side; never changed, the last one holds. UTC."""

    __tablename__ = "sighting_assessment"

    id: int | None = Field(default=None, primary_key=True)
    sighting_id: int = Field(foreign_key="sighting.id", index=True, ondelete="CASCADE")
    side: str = Field(max_length=2)
    source: str = Field(max_length=1)
    information: str = Field(max_length=1)
    impact: str = Field(max_length=6)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


assessment = metadata.tables["sighting_assessment"]


def add(session: Session, row: AssessmentRow) -> None:
    """An assessment, which holds for its side from now on."""
    session.execute(insert(assessment).values(row.model_dump(exclude={"id"})))


def latest(session: Session, sighting_id: int) -> list[AssessmentRow]:
    """What holds, at most one a side."""
    query = select(assessment).where(assessment.c.sighting_id == sighting_id)
    rows = session.execute(query.order_by(assessment.c.id))
    last = {row.side: AssessmentRow(**row._mapping) for row in rows}  # noqa: SLF001 the documented way to a row's names
    return [last[side] for side in sorted(last)]
