"""Services, units and sectors: data of an installation, never lists in the code."""

from sqlalchemy import Text, insert, select, text, update
from sqlmodel import Field, SQLModel

from storage.metadata import metadata
from storage.session import Session

_EMPTY = {"server_default": text("''")}


class ServiceRow(SQLModel, table=True):
    """A police service of one country, named as the roster names it."""

    __tablename__ = "service"

    country: str = Field(primary_key=True, max_length=2)
    name: str = Field(primary_key=True, max_length=120)


class UnitRow(SQLModel, table=True):
    """A unit of one country, named as the roster names it."""

    __tablename__ = "unit"

    country: str = Field(primary_key=True, max_length=2)
    name: str = Field(primary_key=True, max_length=120)


class SectorRow(SQLModel, table=True):
    """A stretch of the border; its middle in degrees WGS 84 where known.

    `area` is its land as text of GeoJSON, `places` its settlements with semicolons between them.
    """

    __tablename__ = "sector"

    code: str = Field(primary_key=True, max_length=80)
    country: str = Field(default="", max_length=2)
    sr_cyrl: str = Field(default="", max_length=120)
    ro: str = Field(default="", max_length=120)
    latitude: float | None = None
    longitude: float | None = None
    area: str = Field(default="", sa_type=Text, sa_column_kwargs=_EMPTY)
    places: str = Field(default="", sa_type=Text, sa_column_kwargs=_EMPTY)


service = metadata.tables["service"]
unit = metadata.tables["unit"]
sector = metadata.tables["sector"]


def services(session: Session) -> set[tuple[str, str]]:
    """Country and name of every service."""
    return {(row.country, row.name) for row in session.execute(select(service))}


def units(session: Session) -> set[tuple[str, str]]:
    """Country and name of every unit."""
    return {(row.country, row.name) for row in session.execute(select(unit))}


# Land may be long, and only whoever asks where a position lies wants it.
_WITHOUT_LAND = [column for column in sector.c if column is not sector.c.area]


def sectors(session: Session) -> list[SectorRow]:
    """Every sector by its code, without its land."""
    rows = session.execute(select(*_WITHOUT_LAND).order_by(sector.c.code))
    return [SectorRow(**row._mapping) for row in rows]  # noqa: SLF001 the documented way to a row's names


def sector_by_code(session: Session, code: str) -> SectorRow | None:
    """One sector, without its land."""
    query = select(*_WITHOUT_LAND).where(sector.c.code == code)
    row = session.execute(query).one_or_none()
    return SectorRow(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names


def lands(session: Session) -> dict[str, str]:
    """The land of every sector that has any, by code and in the order of the codes."""
    query = select(sector.c.code, sector.c.area).where(sector.c.area != "")
    return {row.code: row.area for row in session.execute(query.order_by(sector.c.code))}


def land_of(session: Session, code: str) -> str:
    """The land of a sector; empty where it has none or is not known."""
    return session.scalar(select(sector.c.area).where(sector.c.code == code)) or ""


def add_service(session: Session, country: str, name: str) -> None:
    """A service the roster names for the first time."""
    session.execute(insert(service).values(country=country, name=name))


def add_unit(session: Session, country: str, name: str) -> None:
    """A unit the roster names for the first time."""
    session.execute(insert(unit).values(country=country, name=name))


def add_sector(session: Session, row: SectorRow) -> None:
    """A sector."""
    session.execute(insert(sector).values(row.model_dump()))


def change_sector(session: Session, row: SectorRow) -> None:
    """What is said of a sector from now on."""
    values = row.model_dump(exclude={"code"})
    session.execute(update(sector).where(sector.c.code == row.code).values(values))
