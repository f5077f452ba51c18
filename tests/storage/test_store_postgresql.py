"""Faults that only a server has: connections lost, deadlocks, commits of unknown outcome."""

import asyncio
import threading
import time

import pytest
from sqlalchemy import text, update

from storage.faults import StoreLost, StoreRefused, StoreUnknown, StoreUnreachable, UnitMisused
from storage.session import Session
from storage.store import Store
from tests.postgres import Server
from tests.storage import notes
from tests.storage.notes import note, words, write


def name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


async def test_lost_connections_are_made_anew(
    postgres: Server, postgresql_url: str, postgresql_store: Store
) -> None:
    await asyncio.gather(*(postgresql_store.run(write("warm")) for _ in range(20)))
    await asyncio.gather(*(postgresql_store.read(words) for _ in range(4)))
    for _ in range(5):
        assert postgres.disconnect(name_of(postgresql_url)) >= 1
        answers = await asyncio.gather(*(postgresql_store.run(write("x")) for _ in range(20)))
        assert answers == ["x"] * 20
    assert (await postgresql_store.run(words)).count("x") == 100


async def test_a_read_after_lost_connections_is_answered(
    postgres: Server, postgresql_url: str, postgresql_store: Store
) -> None:
    await asyncio.gather(*(postgresql_store.read(words) for _ in range(4)))
    postgres.disconnect(name_of(postgresql_url))
    assert await asyncio.gather(*(postgresql_store.read(words) for _ in range(8))) == [[]] * 8


async def test_a_connection_lost_in_the_middle_of_a_unit_runs_it_again(
    postgresql_store: Store,
) -> None:
    tries: list[int] = []

    def cut_off(session: Session) -> str:
        write("once")(session)
        tries.append(len(tries))
        if len(tries) < 3:
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return "done"

    assert await postgresql_store.run(cut_off) == "done"
    assert tries == [0, 1, 2]
    assert await postgresql_store.read(words) == ["once"]


@pytest.mark.alone
async def test_a_connection_always_lost_is_a_fault_in_the_end(postgresql_url: str) -> None:
    store = Store(postgresql_url, patience=0.5)
    await store.start()
    began = time.monotonic()
    with pytest.raises(StoreUnreachable):
        await store.run(
            lambda session: session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        )
    assert time.monotonic() - began < 3
    assert await store.run(lambda session: session.execute(text("SELECT 1")).scalar()) == 1
    await store.stop()


LOST_AT_COMMIT = """
CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_terminate_backend(pg_backend_pid());
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cut_off AFTER INSERT ON note
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.word = 'cut off')
    EXECUTE FUNCTION cut_off();
"""


async def test_a_connection_lost_at_the_commit_is_of_unknown_outcome_and_not_repeated(
    postgresql_store: Store,
) -> None:
    tries: list[None] = []

    def cut_off(session: Session) -> None:
        tries.append(None)
        write("cut off")(session)

    await postgresql_store.run(lambda session: session.connection().exec_driver_sql(LOST_AT_COMMIT))
    with pytest.raises(StoreUnknown):
        await postgresql_store.run(cut_off)
    assert len(tries) == 1
    assert await postgresql_store.run(write("afterwards")) == "afterwards"


async def test_two_units_that_wait_for_each_other_are_both_done(postgresql_store: Store) -> None:
    await postgresql_store.run(write("first"))
    await postgresql_store.run(write("second"))
    both = threading.Barrier(2)
    tries: list[str] = []

    def change(*order: str) -> notes.Work:
        def work(session: Session) -> str:
            tries.append(order[0])
            for word in order:
                session.execute(update(note).where(note.c.word == word).values(body=b"x"))
                if len(tries) <= 2 and word == order[0]:
                    both.wait(5)
            return order[0]

        return work

    answers = await asyncio.gather(
        postgresql_store.run(change("first", "second")),
        postgresql_store.run(change("second", "first")),
    )
    assert list(answers) == ["first", "second"]
    assert len(tries) == 3  # the server gave one of them up, and it ran again


async def test_units_run_beside_each_other(postgresql_store: Store) -> None:
    both = threading.Barrier(2)
    answers = await asyncio.gather(
        *(postgresql_store.run(lambda _session: both.wait(5)) for _ in range(2))
    )
    assert sorted(answers) == [0, 1]


async def test_a_statement_cut_short_is_the_databases_fault_and_soon_forgotten(
    postgresql_store: Store,
) -> None:
    def slow(session: Session) -> None:
        session.execute(text("SET LOCAL statement_timeout = 20"))
        session.execute(text("SELECT pg_sleep(10)"))

    with pytest.raises(StoreLost):
        await postgresql_store.run(slow)
    with pytest.raises(UnitMisused):  # on the same connection
        await postgresql_store.run(lambda session: session.execute(text("COMMIT")))


@pytest.mark.parametrize("statement", ["COMMIT", "ROLLBACK", "COMMIT; BEGIN"])
async def test_ending_the_transaction_by_hand_is_misuse(
    postgresql_store: Store, statement: str
) -> None:
    def by_hand(session: Session) -> str:
        write("mine")(session)
        for part in statement.split("; "):
            session.execute(text(part))
        return "done"

    with pytest.raises(UnitMisused):
        await postgresql_store.run(by_hand)
    assert await postgresql_store.run(write("afterwards")) == "afterwards"


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN2"])
async def test_a_database_in_another_encoding_is_refused(postgres: Server, encoding: str) -> None:
    name = f"straja_{encoding.lower()}"
    postgres.admin(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'")
    with pytest.raises(StoreRefused, match="UTF8"):
        await Store(postgres.url(name)).start()
    postgres.drop(name)
