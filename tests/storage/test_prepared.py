"""A prepared statement says and hears what the same statement does by way of SQLAlchemy."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.columns import UtcDateTime
from storage.faults import StoreUnreachable
from storage.prepared import Prepared
from storage.session import Session
from storage.store import Store

_tables = MetaData()
thing = Table(
    "thing",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("name", String(40), unique=True),
    Column("at", UtcDateTime),
    Column("kept", Boolean, nullable=False),
)
NOON = datetime(2026, 7, 1, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=2)))
ADD = Prepared(
    insert(thing)
    .values(name=bindparam("name"), at=bindparam("at"), kept=bindparam("kept"))
    .returning(thing.c.id)
)
OF_NAME = select(thing).where(thing.c.name == bindparam("called"), thing.c.id > 0)
FIND = Prepared(OF_NAME)
KEEP = Prepared(update(thing).where(thing.c.kept == bindparam("was")).values(kept=True))
END = Prepared(select(func.pg_terminate_backend(func.pg_backend_pid())))


@pytest.fixture
async def things(store: Store) -> Store:
    await store.run(lambda session: _tables.create_all(session.connection()))
    return store


async def test_values_go_in_and_come_out_as_by_sqlalchemy(things: Store) -> None:
    def work(session: Session) -> None:
        added = ADD.one(session, {"name": "чамац ș", "at": NOON, "kept": False})
        ADD.one(session, {"name": None, "at": None, "kept": True})
        found = FIND.first(session, {"called": "чамац ș"})
        slowly = session.execute(OF_NAME, {"called": "чамац ș"}).one()
        assert tuple(found or ()) == tuple(slowly)
        assert (slowly.id, slowly.at, slowly.kept) == (added.id, NOON.astimezone(UTC), False)

    await things.run(work)


async def test_without_a_row_there_is_none(things: Store) -> None:
    found = await things.read(lambda session: FIND.first(session, {"called": "nobody"}))
    assert found is None


async def test_how_many_rows_were_touched_is_told(things: Store) -> None:
    def work(session: Session) -> tuple[int, int]:
        for name in ("a", "b"):
            ADD.one(session, {"name": name, "at": None, "kept": False})
        return KEEP.run(session, {"was": False}), KEEP.run(session, {"was": False})

    assert await things.run(work) == (2, 0)


async def test_a_naive_moment_is_refused(things: Store) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 it must be naive
    with pytest.raises(ValueError, match="needs its time zone"):
        await things.run(lambda session: ADD.run(session, {"name": "", "at": naive, "kept": True}))


async def test_a_value_that_is_missing_is_a_mistake(things: Store) -> None:
    with pytest.raises(KeyError, match="called"):
        await things.run(lambda session: FIND.all(session, {}))


async def test_an_error_tells_no_values(things: Store) -> None:
    secret = {"name": "+381641112223", "at": None, "kept": True}

    def work(session: Session) -> None:
        ADD.run(session, secret)
        ADD.run(session, secret)

    with pytest.raises(IntegrityError) as refused:
        await things.run(work)
    assert "381641112223" not in str(refused.value.statement)
    assert refused.value.params is None


async def test_lists_are_refused_before_they_meet_a_database(things: Store) -> None:
    listed = Prepared(select(thing).where(thing.c.id.in_((1, 2))))
    with pytest.raises(ValueError, match="takes no lists"):
        await things.run(lambda session: listed.all(session, {}))


async def test_a_connection_lost_under_a_prepared_statement_is_not_used_again(
    postgresql_url: str,
) -> None:
    store = Store(postgresql_url, patience=0.5)
    await store.start()
    with pytest.raises(StoreUnreachable):
        await store.run(lambda session: END.all(session, {}))
    assert await store.run(lambda session: session.scalar(text("SELECT 1"))) == 1
    await store.stop()


async def test_part_of_the_work_is_undone_after_an_error(things: Store) -> None:
    def work(session: Session) -> int:
        ADD.run(session, {"name": "once", "at": None, "kept": True})
        with suppress(DBAPIError), session.begin_nested():
            ADD.run(session, {"name": "with it", "at": None, "kept": True})
            ADD.run(session, {"name": "once", "at": None, "kept": True})
        return int(session.scalar(select(func.count()).select_from(thing)))

    assert await things.run(work) == 1
