"""The desks' telephone numbers, which duty officers keep at the top of their chat."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlmodel import Field, SQLModel

from storage.metadata import metadata
from storage.session import Session

PCC = "PCC"  # the joint contact point, which is neither side's


class TelephoneRow(SQLModel, table=True):
    """One number of a desk (`RS`, `RO`) or of the joint contact point (`PCC`), as E.164.

    Names are as the installation gives them; where one is empty, the desk's own name is shown.
    """

    __tablename__ = "telephone"

    id: int | None = Field(default=None, primary_key=True)
    side: str = Field(max_length=3)
    place: int = Field(default=0)  # the order within the side
    number: str = Field(max_length=20)
    sr_cyrl: str = Field(default="", max_length=120)
    ro: str = Field(default="", max_length=120)
    en: str = Field(default="", max_length=120)


telephone = metadata.tables["telephone"]


def add(session: Session, row: TelephoneRow) -> None:
    """One more number."""
    session.execute(insert(telephone).values(row.model_dump(exclude={"id"})))


def replace(session: Session, rows: Sequence[TelephoneRow]) -> None:
    """Just these numbers from now on."""
    session.execute(delete(telephone))
    for row in rows:
        add(session, row)


def all_of_them(session: Session) -> list[TelephoneRow]:
    """Every number, by side and in its order."""
    query = select(telephone).order_by(telephone.c.side, telephone.c.place, telephone.c.id)
    return [TelephoneRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names
