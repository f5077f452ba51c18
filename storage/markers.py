"""Border markers of an installation: where each number stands."""

from sqlalchemy import insert, select, update
from sqlmodel import Field, SQLModel

from storage.metadata import metadata
from storage.session import Session


class MarkerRow(SQLModel, table=True):
    """A marker by its number, as `geography.markers.key` writes it; degrees WGS 84.

    `country` is empty where both sides give it the same number.
    """

    __tablename__ = "border_marker"

    number: str = Field(primary_key=True, max_length=20)
    country: str = Field(primary_key=True, max_length=2)
    latitude: float
    longitude: float


marker = metadata.tables["border_marker"]


def by_number(session: Session, number: str, country: str | None = None) -> list[MarkerRow]:
    """Every marker of this number, of both sides unless one is named."""
    query = select(marker).where(marker.c.number == number).order_by(marker.c.country)
    if country:
        query = query.where(marker.c.country.in_((country, "")))
    return [MarkerRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names


def all_of_them(session: Session) -> dict[tuple[str, str], MarkerRow]:
    """Every marker, by number and country."""
    rows = (MarkerRow(**row._mapping) for row in session.execute(select(marker)))  # noqa: SLF001 the documented way to a row's names
    return {(row.number, row.country): row for row in rows}


def add(session: Session, row: MarkerRow) -> None:
    """One more marker."""
    session.execute(insert(marker).values(row.model_dump()))


def move(session: Session, row: MarkerRow) -> None:
    """Where a marker stands from now on."""
    query = update(marker).where(marker.c.number == row.number, marker.c.country == row.country)
    session.execute(query.values(latitude=row.latitude, longitude=row.longitude))
