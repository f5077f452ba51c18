"""People of both sides, their roles and what Telegram knows of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    insert,
    select,
    text,
    update,
)
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.prepared import Prepared
from storage.session import Session

SIDES = ("RS", "RO")


class Role(StrEnum):
    """What a person may be; names as in the roster CSV."""

    OFFICER = "officer"
    DUTY = "duty"
    COORDINATOR = "coordinator"
    ADMIN = "admin"
    PCC = "pcc"
    PARTICIPANT = "participant"


_ON_DUTY = text("on_duty_since IS NOT NULL")


class PersonRow(SQLModel, table=True):
    """One line of the roster, and the Telegram account bound to it."""

    __tablename__ = "person"
    # Few of the roster are on duty, and whoever looks for them must not read the rest.
    __table_args__ = (
        Index(None, "on_duty_since", sqlite_where=_ON_DUTY, postgresql_where=_ON_DUTY),
    )

    id: int | None = Field(default=None, primary_key=True)
    service_number: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=120)
    country: str = Field(max_length=2)
    service: str = Field(max_length=120)
    unit: str = Field(default="", max_length=120)
    language: str = Field(max_length=8)
    roster_language: str | None = Field(default=None, max_length=8)  # `language` is their choice
    phone: str = Field(max_length=20)
    telegram_id: int | None = Field(default=None, unique=True, sa_type=BigInteger)
    enrolled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unreachable_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    on_duty_since: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PersonRoleRow(SQLModel, table=True):
    """A role a person has."""

    __tablename__ = "person_role"

    person_id: int = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    role: str = Field(primary_key=True, max_length=20, index=True)


class PersonSectorRow(SQLModel, table=True):
    """A sector a person works in."""

    __tablename__ = "person_sector"

    person_id: int = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    sector: str = Field(primary_key=True, max_length=80)


person = metadata.tables["person"]
person_role = metadata.tables["person_role"]
person_sector = metadata.tables["person_sector"]


@dataclass(frozen=True)
class Person:
    """Somebody as the rest of the house reads them; without an id, somebody we do not know."""

    id: int | None = None
    service_number: str = ""
    name: str = ""
    country: str = ""
    service: str = ""
    unit: str = ""
    language: str = "en"
    roster_language: str | None = None
    phone: str = ""
    telegram_id: int | None = None
    enrolled_at: datetime | None = None
    revoked_at: datetime | None = None
    unreachable_since: datetime | None = None
    on_duty_since: datetime | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)


_ENROLLED = select(person).where(person.c.telegram_id.is_not(None), person.c.revoked_at.is_(None))
_SHARED = [each.name for each in fields(Person) if each.name != "roles"]
if [each.name for each in person.c] != _SHARED:  # a row is taken as it comes: by name costs most
    raise TypeError("A person has the columns of its table, in their order, and its roles.")

# Who it is, is asked at every tap: one statement, a row for each role.
_WITH_ROLES = select(*(person.c[name] for name in _SHARED), person_role.c.role).join(
    person_role, person_role.c.person_id == person.c.id, isouter=True
)
_BY_ID = Prepared(_WITH_ROLES.where(person.c.id == bindparam("person")))
_BY_TELEGRAM = Prepared(
    _WITH_ROLES.where(
        person.c.telegram_id == bindparam("account"),
        person.c.revoked_at.is_(None),
    )
)


def by_telegram(session: Session, telegram_id: int) -> Person | None:
    """The enrolled, unrevoked person of this Telegram account."""
    return _known(_BY_TELEGRAM.all(session, {"account": telegram_id}))


def ever_by_telegram(session: Session, telegram_id: int) -> Person | None:
    """The person of this account even when revoked."""
    return _one(session, select(person).where(person.c.telegram_id == telegram_id))


def by_id(session: Session, person_id: int) -> Person | None:
    """A person of the roster, enrolled or not, revoked or not."""
    return _known(_BY_ID.all(session, {"person": person_id}))


def by_service_number(session: Session, service_number: str) -> Person | None:
    """A person of the roster, enrolled or not, revoked or not."""
    return _one(session, select(person).where(person.c.service_number == service_number))


def roster(session: Session) -> list[Person]:
    """Everybody, by country and service number."""
    return _many(session, select(person).order_by(person.c.country, person.c.service_number))


def of_side(session: Session, side: str) -> list[Person]:
    """Everybody of a side, enrolled or not, by name."""
    return _many(session, select(person).where(person.c.country == side).order_by(person.c.name))


def enrolled(session: Session, ids: Collection[int]) -> list[Person]:
    """Those of these people who can be written to."""
    return _many(session, _ENROLLED.where(person.c.id.in_(ids)).order_by(person.c.id))


def with_role(
    session: Session, role: Role, *, side: str | None = None, on_duty: bool = False
) -> list[Person]:
    """Enrolled people of a side, or of both, who have this role; of those on duty only."""
    has_it = (person_role.c.person_id == person.c.id, person_role.c.role == role)
    if on_duty:  # those first, for few are; of the others, those who have the role
        query = _ENROLLED.where(person.c.on_duty_since.is_not(None), exists().where(*has_it))
    else:
        query = _ENROLLED.join(person_role, has_it[0]).where(has_it[1])
    if side:
        query = query.where(person.c.country == side)
    # Sorted here: to have them in order, SQLite would rather read the whole roster.
    return sorted(_many(session, query), key=lambda each: each.id or 0)


def hold(session: Session, person_id: int) -> None:
    """Nobody else changes this person, or looks with `keep`, until this transaction ends."""
    query = select(person.c.id).where(person.c.id == person_id)
    session.execute(query.with_for_update(key_share=True))  # rows that refer to them need not wait


def keep(session: Session, role: Role, sides: Collection[str]) -> None:
    """Those of these sides who have this role stay as they are until this transaction ends.

    Others may keep them, too; who has asked to `hold` one of them is waited for.
    """
    query = (
        select(person.c.id)
        .join(person_role, person_role.c.person_id == person.c.id)
        .where(person_role.c.role == role, person.c.country.in_(sides))
        .order_by(person.c.id)
    )
    session.execute(query.with_for_update(read=True, of=person))


def add(session: Session, values: Mapping[str, object]) -> int:
    """A new person from columns by name; their id."""
    added: int = session.execute(insert(person).values(values).returning(person.c.id)).scalar_one()
    return added


def add_all(session: Session, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """New people from columns by name, many at a time; their ids, in the same order."""
    if not rows:
        return []
    adding = insert(person).returning(person.c.id, sort_by_parameter_order=True)
    return list(session.scalars(adding, [dict(row) for row in rows]))


def change(session: Session, person_id: int, **values: object) -> None:
    """Set columns of a person."""
    session.execute(update(person).where(person.c.id == person_id).values(values))


def reached(session: Session, person_id: int) -> bool:
    """Somebody can be written to again; False where that was known, or they are revoked by now."""
    lost = (person.c.unreachable_since.is_not(None), person.c.revoked_at.is_(None))
    change = update(person).where(person.c.id == person_id, *lost).values(unreachable_since=None)
    found = change.returning(person.c.id)
    return session.execute(found).one_or_none() is not None


def unbind(session: Session, person_id: int) -> None:
    """Forget the Telegram account: the person must prove themselves again."""
    change(session, person_id, telegram_id=None, enrolled_at=None, on_duty_since=None)


def set_roles(session: Session, person_id: int, roles: Iterable[Role]) -> None:
    """Give a person just these roles."""
    _replace(session, person_role.c.role, person_id, sorted(set(roles)))


def set_sectors(session: Session, person_id: int, sectors: Iterable[str]) -> None:
    """Put a person in just these sectors."""
    _replace(session, person_sector.c.sector, person_id, sorted(set(sectors)))


def add_roles(session: Session, roles: Mapping[int, Iterable[Role]]) -> None:
    """Give roles to people who have none yet, by person."""
    _add_all(session, person_role.c.role, roles)


def add_sectors(session: Session, sectors: Mapping[int, Iterable[str]]) -> None:
    """Put people who are in no sector yet into these, by person."""
    _add_all(session, person_sector.c.sector, sectors)


def sectors_of(session: Session, person_id: int) -> list[str]:
    """Codes of the sectors a person works in."""
    column = person_sector.c.sector
    query = select(column).where(person_sector.c.person_id == person_id).order_by(column)
    return list(session.scalars(query))


def sectors(session: Session) -> dict[int, tuple[str, ...]]:
    """Codes of the sectors of everybody who has any, by person."""
    worked: dict[int, tuple[str, ...]] = {}
    columns = person_sector.c.person_id, person_sector.c.sector
    for person_id, code in session.execute(select(*columns).order_by(*columns)):
        worked[person_id] = (*worked.get(person_id, ()), code)
    return worked


def _known(rows: Sequence[Any]) -> Person | None:
    if not rows:
        return None
    roles = frozenset(Role(row.role) for row in rows if row.role)
    return Person(**dict(zip(_SHARED, rows[0], strict=False)), roles=roles)


def _one(session: Session, query: Select[*tuple[object, ...]]) -> Person | None:
    found = _many(session, query)
    return found[0] if found else None


def _many(session: Session, query: Select[*tuple[object, ...]]) -> list[Person]:
    rows = session.execute(query).all()
    roles = _roles(session, [row.id for row in rows])
    return [_person(row, roles.get(row.id, frozenset())) for row in rows]


def _person(row: Row[*tuple[Any, ...]], roles: frozenset[Role]) -> Person:
    return Person(**dict(zip(_SHARED, row, strict=True)), roles=roles)


def _roles(session: Session, ids: Sequence[int]) -> dict[int, frozenset[Role]]:
    if not ids:
        return {}
    held: dict[int, frozenset[Role]] = {}
    rows = session.execute(select(person_role).where(person_role.c.person_id.in_(ids)))
    for person_id, role in rows:
        held[person_id] = _and(held.get(person_id, frozenset()), role)
    return held


@cache
def _and(roles: frozenset[Role], role: str) -> frozenset[Role]:
    """Thousands of people have the same few sets of roles."""
    return roles | {Role(role)}


def _replace(
    session: Session, column: ColumnElement[str], person_id: int, values: Sequence[str]
) -> None:
    table = column.table
    session.execute(delete(table).where(table.c.person_id == person_id))
    _add_all(session, column, {person_id: values})


def _add_all(
    session: Session, column: ColumnElement[str], values: Mapping[int, Iterable[str]]
) -> None:
    rows = [
        {"person_id": person_id, column.name: value}
        for person_id, several in values.items()
        for value in several
    ]
    if rows:
        session.execute(insert(column.table), rows)
