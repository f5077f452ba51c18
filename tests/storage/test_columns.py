"""Moments are the same on both databases, and sort as time does."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Dialect, Integer, MetaData, Table, func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from storage.columns import UtcDateTime
from storage.session import Session
from storage.store import Store

_tables = MetaData()
moment = Table(
    "moment", _tables, Column("id", Integer, primary_key=True), Column("at", UtcDateTime)
)
BUCHAREST, BELGRADE = ZoneInfo("Europe/Bucharest"), ZoneInfo("Europe/Belgrade")


@pytest.fixture
async def moments(store: Store) -> Store:
    await store.run(lambda session: _tables.create_all(session.connection()))
    return store


async def test_moments_come_back_aware_in_utc_and_sorted(moments: Store) -> None:
    early = datetime(2026, 10, 25, 2, 30, tzinfo=BELGRADE)  # the first of the two half past twos
    given_in = [
        early.replace(fold=1),
        early,
        datetime(2026, 10, 25, 0, 30, 0, 1, tzinfo=UTC),
        datetime(2026, 3, 29, 5, 0, tzinfo=BUCHAREST),
        datetime(999, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    ]

    def work(session: Session) -> tuple[list[datetime], datetime | None]:
        session.execute(insert(moment), [{"at": at} for at in given_in])
        found = session.scalars(select(moment.c.at).order_by(moment.c.at)).all()
        return list(found), session.scalar(
            select(func.max(moment.c.at)).where(moment.c.at < given_in[0])
        )

    found, before = await moments.run(work)
    assert found == sorted(at.astimezone(UTC) for at in given_in)
    assert {at.tzinfo for at in found} == {UTC}
    assert before == datetime(2026, 10, 25, 0, 30, 0, 1, tzinfo=UTC)


async def test_no_moment_stays_no_moment(moments: Store) -> None:
    def work(session: Session) -> object:
        return session.execute(insert(moment).values(at=None).returning(moment.c.at)).scalar_one()

    assert await moments.run(work) is None


async def test_a_naive_moment_is_refused_with_a_sentence(moments: Store) -> None:
    def work(session: Session) -> None:
        session.execute(insert(moment).values(at=datetime(2026, 1, 1)))  # noqa: DTZ001 it must be naive

    with pytest.raises(StatementError, match="needs its time zone: 2026-01-01T00:00:00 has none"):
        await moments.run(work)


async def test_postgresql_keeps_the_moment_whatever_the_servers_zone(
    postgresql_store: Store,
) -> None:
    def work(session: Session) -> object:
        _tables.create_all(session.connection())
        session.execute(text("SET LOCAL TIME ZONE 'Europe/Bucharest'"))
        at = datetime(2026, 7, 1, 12, tzinfo=BELGRADE)
        return session.scalar(insert(moment).values(at=at).returning(moment.c.at))

    assert await postgresql_store.run(work) == datetime(2026, 7, 1, 10, tzinfo=UTC)


@given(st.lists(st.datetimes(timezones=st.timezones()), min_size=2, max_size=2))
def test_as_text_for_sqlite_moments_sort_as_they_do_in_time(pair: list[datetime]) -> None:
    one, other = (at.replace(year=min(max(at.year, 2), 9998)) for at in pair)
    kind = UtcDateTime()
    dialect: Dialect = sqlite.dialect()
    written = kind.dialect_impl(dialect).bind_processor(dialect)
    assert written is not None
    assert len(written(one)) == len(written(other))
    assert (written(one) < written(other)) == (one.astimezone(UTC) < other.astimezone(UTC))
    server: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # nor there
    assert kind.process_bind_param(one, server) == one.astimezone(UTC)
