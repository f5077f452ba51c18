"""Rows of a roster that wait until an administrator of their country confirms them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Text, insert, select, update
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session


class State(StrEnum):
    """Where a row stands. `CLOSED`: nothing was left to decide."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    EXPIRED = "expired"
    CLOSED = "closed"


class RequestRow(SQLModel, table=True):
    """What the administrators of one country are asked, on one card; more may be added to it."""

    __tablename__ = "confirmation"

    id: int | None = Field(default=None, primary_key=True)
    side: str = Field(max_length=2, index=True)
    version: int = 1  # one on whenever rows are added
    asked_at: datetime = Field(sa_type=UtcDateTime)


class WaitingRow(SQLModel, table=True):
    """One person as a file has them; what it says is forgotten when it is decided."""

    __tablename__ = "confirmation_row"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="confirmation.id", ondelete="CASCADE", index=True)
    service_number: str = Field(max_length=40, index=True)
    digest: str = Field(max_length=64)  # of what it says
    entry: str = Field(default="", sa_type=Text)  # JSON, until decided
    broken: str = Field(default="", max_length=20)  # the rule that held it back when confirmed
    state: str = Field(max_length=10)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True)
class Waiting:
    """A row as it is read: many at a time."""

    id: int
    request_id: int
    service_number: str
    digest: str
    entry: str
    broken: str
    state: State
    asked_at: datetime
    decided_by: int | None
    decided_at: datetime | None


request = metadata.tables["confirmation"]
waiting_row = metadata.tables["confirmation_row"]

_WAITING = waiting_row.c.state == State.WAITING


def open_request(session: Session, side: str) -> RequestRow | None:
    """The request of a side that still has rows waiting, held until the end of the transaction."""
    there = select(waiting_row.c.request_id).where(_WAITING)
    query = select(request).where(request.c.side == side, request.c.id.in_(there))
    row = session.execute(query.order_by(request.c.id.desc()).limit(1).with_for_update()).first()
    return RequestRow(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names


def request_by_id(session: Session, request_id: int) -> RequestRow | None:
    """One request, held: nobody else decides on its rows until the end of the transaction."""
    query = select(request).where(request.c.id == request_id).with_for_update()
    row = session.execute(query).one_or_none()
    return RequestRow(**row._mapping) if row else None  # noqa: SLF001 as above


def request_of(session: Session, row_id: int) -> int | None:
    """Which request a row belongs to."""
    query = select(waiting_row.c.request_id).where(waiting_row.c.id == row_id)
    found: int | None = session.scalar(query)
    return found


def begin(session: Session, side: str, now: datetime) -> RequestRow:
    """A new request."""
    adding = insert(request).values(side=side, version=1, asked_at=now).returning(request)
    return RequestRow(**session.execute(adding).one()._mapping)  # noqa: SLF001 as above


def renew(session: Session, request_id: int) -> None:
    """Rows were added: whoever decides on all of them must have seen these."""
    more = update(request).where(request.c.id == request_id)
    session.execute(more.values(version=request.c.version + 1))


def add(session: Session, rows: Collection[WaitingRow]) -> None:
    """Rows of a request."""
    if rows:
        session.execute(insert(waiting_row), [row.model_dump(exclude={"id"}) for row in rows])


def rows_of(session: Session, request_id: int) -> list[Waiting]:
    """All rows of a request, decided or not, in their order."""
    query = select(waiting_row).where(waiting_row.c.request_id == request_id)
    return _rows(session.execute(query.order_by(waiting_row.c.id)))


def waiting(session: Session, request_id: int | None = None) -> list[Waiting]:
    """What waits, of one request or of all, in its order."""
    query = select(waiting_row).where(_WAITING).order_by(waiting_row.c.id)
    if request_id is not None:
        query = query.where(waiting_row.c.request_id == request_id)
    return _rows(session.execute(query))


def refused(session: Session, side: str) -> set[str]:
    """Digests of what the administrators of a side have refused."""
    of_side = select(request.c.id).where(request.c.side == side)
    query = select(waiting_row.c.digest).where(
        waiting_row.c.state == State.REFUSED, waiting_row.c.request_id.in_(of_side)
    )
    return set(session.scalars(query))


def decide(
    session: Session, ids: Iterable[int], state: State, now: datetime, *, by: int | None
) -> None:
    """Decided so, and what the rows said of somebody forgotten."""
    values = {
        "state": state,
        "decided_by": by,
        "decided_at": now,
        "entry": "",
        "broken": "",
    }
    for some in _in_bundles(list(ids)):
        chosen = waiting_row.c.id.in_(some)
        session.execute(update(waiting_row).where(chosen, _WAITING).values(values))


def hold_back(session: Session, row_id: int, rule: str) -> None:
    """The row goes on waiting: this rule is against it."""
    session.execute(update(waiting_row).where(waiting_row.c.id == row_id).values(broken=rule))


def _in_bundles(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """A statement takes only so many values."""
    for start in range(0, len(ids), 1000):
        yield ids[start : start + 1000]


def _rows(found: Iterable[Any]) -> list[Waiting]:
    return [Waiting(**row._mapping) for row in found]  # noqa: SLF001 as above
