"""Faults in the middle of a group: nobody is told done whose work is not on disk."""

import asyncio
import resource
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage import guard
from storage.faults import (
    StoreBroken,
    StoreBusy,
    StoreFull,
    StoreLost,
    UnitMisused,
)
from storage.prepared import Prepared
from storage.session import Session
from storage.store import Store
from tests.storage import notes
from tests.storage.notes import grouped, unique, words, write

TWICE = Prepared(insert(unique).values(word=bindparam("word")))


def duplicate(session: Session) -> None:
    """Written by Core: SQLite alone would let the unit go on."""
    session.execute(insert(unique).values(word="twice"))
    session.execute(insert(unique).values(word="twice"))


def duplicate_prepared(session: Session) -> None:
    TWICE.run(session, {"word": "twice"})
    TWICE.run(session, {"word": "twice"})


def kinds(answers: list[Any]) -> list[Any]:
    return [type(answer) if isinstance(answer, BaseException) else answer for answer in answers]


@pytest.mark.parametrize("twice", [duplicate, duplicate_prepared])
async def test_integrity_error_is_its_units_own(
    store: Store, twice: Callable[[Session], None]
) -> None:
    answers = await grouped(store, write("a"), twice, write("b"))
    assert kinds(answers) == ["a", IntegrityError, "b"]
    assert sorted(await store.read(words)) == ["a", "b"]


@pytest.mark.parametrize("twice", [duplicate, duplicate_prepared])
async def test_integrity_error_within_begin_nested_may_be_survived(
    store: Store, twice: Callable[[Session], None]
) -> None:
    def survives(session: Session) -> str:
        write("before")(session)
        with suppress(IntegrityError), session.begin_nested():
            twice(session)
        write("after")(session)
        return "survived"

    assert await grouped(store, survives, write("next")) == ["survived", "next"]
    assert sorted(await store.read(words)) == ["after", "before", "next"]


@pytest.mark.parametrize("afterwards", [None, write("after")])
@pytest.mark.parametrize("twice", [duplicate, duplicate_prepared])
async def test_integrity_error_swallowed_without_begin_nested_is_a_fault_on_both(
    store: Store,
    twice: Callable[[Session], None],
    afterwards: notes.Work | None,
) -> None:
    def swallows(session: Session) -> str:
        write("before")(session)
        with suppress(IntegrityError):
            twice(session)
        if afterwards:
            afterwards(session)
        return "as if nothing had happened"

    answers = await grouped(store, write("a"), swallows, write("b"))
    assert kinds(answers) == ["a", UnitMisused, "b"]
    assert sorted(await store.read(words)) == ["a", "b"]


async def test_a_swallowed_error_is_not_forgotten_by_a_later_survived_one(store: Store) -> None:
    def swallows(session: Session) -> None:
        with suppress(IntegrityError):
            duplicate(session)
        with suppress(IntegrityError), session.begin_nested():
            duplicate(session)

    assert kinds(await grouped(store, swallows, write("b"))) == [UnitMisused, "b"]


async def test_a_commit_that_fails_is_answered_to_its_unit_alone(store: Store) -> None:
    def dangling(session: Session) -> str:
        write("dangling")(session)
        session.execute(insert(notes.reply).values(to=4711))
        return "done, it seems"

    answers = await grouped(store, write("a"), dangling, write("b"))
    assert kinds(answers) == ["a", IntegrityError, "b"]
    assert sorted(await store.read(words)) == ["a", "b"]
    assert await store.run(write("afterwards")) == "afterwards"


@pytest.mark.parametrize(
    "raised",
    [SystemExit, KeyboardInterrupt, GeneratorExit, asyncio.CancelledError, StopIteration],
)
async def test_what_would_end_the_loop_comes_wrapped_and_the_thread_lives(
    store: Store, raised: type[BaseException]
) -> None:
    def work(session: Session) -> None:
        write("undone")(session)
        raise raised

    answers = await grouped(store, write("a"), work, write("b"))
    assert kinds(answers) == ["a", UnitMisused, "b"]
    assert str(answers[1]) == f"A unit of work raised {raised.__name__}."
    assert sorted(await store.read(words)) == ["a", "b"]
    with pytest.raises(UnitMisused):
        await store.read(work)
    assert sorted(await store.read(words)) == ["a", "b"]


async def test_recursion_without_end_is_its_units_own(store: Store) -> None:
    def deeper(session: Session) -> None:
        deeper(session)

    answers = await grouped(store, write("a"), deeper, write("b"))
    assert kinds(answers) == ["a", RecursionError, "b"]


# The transaction taken away by SQLite


def no_room(session: Session) -> None:
    """Leave the file a few pages to grow by; committed with the unit or not, it stays."""
    used = session.execute(text("PRAGMA page_count")).scalar_one()
    session.execute(text(f"PRAGMA max_page_count = {used + 4}"))


def room(session: Session) -> None:
    session.execute(text("PRAGMA max_page_count = 1000000"))


def open_transaction(session: Session) -> bool:
    driver: Any = session.connection().connection.driver_connection
    in_transaction: bool = driver.in_transaction
    return in_transaction


async def test_a_full_disk_in_the_middle_of_a_group_takes_nobody_elses_work(
    sqlite_store: Store,
) -> None:
    lost: list[bool] = []

    def too_large(session: Session) -> str:
        write("small")(session)
        try:
            write("large", size=1_000_000)(session)
        except DBAPIError:
            lost.append(not open_transaction(session))
            raise
        return "room enough"

    await sqlite_store.run(no_room)
    answers = await grouped(sqlite_store, write("a"), too_large, write("b"))
    assert kinds(answers) == ["a", StoreFull, "b"]
    assert lost == [
        True,
        True,
    ]  # SQLite did take the whole transaction away, in the group and alone
    assert await sqlite_store.read(words) == ["a", "b"]

    await sqlite_store.run(room)
    assert await sqlite_store.run(too_large) == "room enough"
    assert await sqlite_store.read(words) == ["a", "b", "small", "large"]


async def test_a_full_disk_that_undoes_one_statement_leaves_the_group(
    sqlite_store: Store, commits: list[object]
) -> None:
    def too_many(session: Session) -> None:
        session.execute(
            text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
                " INSERT INTO note (id, word, body)"
                " SELECT 1000 + i, 'many', zeroblob(10000) FROM n"
            )
        )

    await sqlite_store.run(no_room)
    commits.clear()
    answers = await grouped(sqlite_store, write("a"), too_many, write("b"))
    assert kinds(answers) == ["a", StoreFull, "b"]
    assert await sqlite_store.read(words) == ["a", "b"]


def swallows_a_full_disk(session: Session) -> str:
    """The worst that a unit can do after SQLite took the transaction away: go on."""
    with suppress(DBAPIError):
        write("large", size=1_000_000)(session)
    with session.begin_nested():
        write("outside")(session)
    return "as if nothing had happened"


async def test_a_unit_that_swallows_a_full_disk_writes_nothing_outside_the_transaction(
    sqlite_store: Store,
) -> None:
    await sqlite_store.run(no_room)
    answers = await grouped(sqlite_store, write("a"), swallows_a_full_disk, write("b"))
    assert kinds(answers) == ["a", StoreFull, "b"]
    assert await sqlite_store.read(words) == ["a", "b"]


async def test_control_without_the_guard_work_runs_outside_the_transaction(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard.Guard, "must_stand", lambda _guard: None)
    monkeypatch.setattr(guard.Guard, "must_be_whole", lambda _guard: None)
    await sqlite_store.run(no_room)
    answers = await grouped(sqlite_store, write("a"), swallows_a_full_disk, write("b"))
    assert isinstance(answers[1], Exception)
    assert "outside" in await sqlite_store.read(words)  # told that it failed, and yet on disk


def lose_after_the_last_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, between the second unit of a group and its COMMIT, the transaction is gone."""
    released: list[str] = []
    run = Session.driver_execute

    def after(session: Session, sql: str, arguments: Any = ()) -> Any:
        cursor = run(session, sql, arguments)
        if sql == "RELEASE SAVEPOINT unit":
            released.append(sql)
            if len(released) == 1 + 2:  # the gate of grouped() comes first
                cursor.connection.rollback()
        return cursor

    monkeypatch.setattr(Session, "driver_execute", after)


async def test_a_transaction_lost_just_before_the_commit_is_noticed(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_after_the_last_unit(monkeypatch)
    assert await grouped(sqlite_store, write("a"), write("b")) == ["a", "b"]
    assert await sqlite_store.read(words) == ["a", "b"]


async def test_control_without_the_question_before_the_commit_lost_work_is_told_done(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard.Guard, "must_stand", lambda _guard: None)
    lose_after_the_last_unit(monkeypatch)
    assert await grouped(sqlite_store, write("a"), write("b")) == ["a", "b"]
    assert await sqlite_store.read(words) == []


class Interrupter:
    """Interrupts the writer's statements for as long as a unit says."""

    def __init__(self, store: Store) -> None:
        self.wanted = threading.Event()
        self._ended = threading.Event()
        with store._opened().writer.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
        self._driver = driver
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.is_set():
            if self.wanted.wait(0.01):
                self._driver.interrupt()
                time.sleep(0.001)

    def end(self) -> None:
        self._ended.set()
        self._thread.join()


ENDLESS = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " INSERT INTO note (word) SELECT 'endless' FROM n"
)


@pytest.mark.parametrize("always", [False, True])
async def test_an_interrupt_takes_nobody_elses_work(sqlite_store: Store, always: bool) -> None:
    interrupter = Interrupter(sqlite_store)
    tries: list[bool] = []

    def interrupted(session: Session) -> str:
        write("i")(session)
        if always or not tries:
            interrupter.wanted.set()
            try:
                session.execute(ENDLESS)
            finally:
                interrupter.wanted.clear()
                time.sleep(0.1)  # the last interrupt is over before the store goes on
                tries.append(open_transaction(session))
        return "in the end"

    answers = await grouped(sqlite_store, write("a"), interrupted, write("b"))
    interrupter.end()
    assert kinds(answers) == ["a", StoreLost if always else "in the end", "b"]
    assert tries == [False] * (2 if always else 1)
    assert sorted(await sqlite_store.read(words)) == (["a", "b"] if always else ["a", "b", "i"])


@pytest.mark.parametrize("statement", ["COMMIT", "ROLLBACK", "END", "COMMIT; BEGIN"])
@pytest.mark.parametrize("swallow", [False, True])
async def test_a_unit_cannot_end_the_transaction_by_hand_on_sqlite(
    sqlite_store: Store, statement: str, swallow: bool
) -> None:
    def by_hand(session: Session) -> str:
        write("mine")(session)
        for part in statement.split("; "):
            with suppress(*[DBAPIError] * swallow):
                session.execute(text(part))
        return "done"

    answers = await grouped(sqlite_store, write("a"), by_hand, write("b"))
    assert kinds(answers)[::2] == ["a", "b"]
    assert isinstance(answers[1], UnitMisused if swallow else DBAPIError)
    assert await sqlite_store.read(words) == ["a", "b"]


@pytest.mark.parametrize("method", ["commit", "rollback", "close", "invalidate"])
async def test_a_unit_cannot_end_the_transaction_through_its_connection(
    store: Store, method: str
) -> None:
    def by_hand(session: Session) -> str:
        write("mine")(session)
        with suppress(Exception):
            getattr(session.connection(), method)()
        return "done"

    answers = await grouped(store, write("a"), by_hand, write("b"))
    assert kinds(answers)[::2] == ["a", "b"]
    assert isinstance(answers[1], Exception)
    assert "a" in await store.read(words)
    assert len(await store.read(words)) == len(set(await store.read(words)))
    assert await store.run(write("afterwards")) == "afterwards"


async def test_control_without_the_authoriser_a_commit_by_hand_does_others_work_twice(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard.Guard, "authorise", lambda *_: sqlite3.SQLITE_OK)
    store = Store(sqlite_url)
    await store.start()
    await store.run(notes.lay_out)
    await grouped(store, write("a"), lambda session: session.execute(text("COMMIT")), write("b"))
    assert await store.read(words) == ["a", "a", "b"]
    await store.stop()


# The disk and the lock


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """The kernel refuses this process's writes beyond `size` bytes of any file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_disk_error_at_the_commit_is_told_to_all_and_passes(sqlite_store: Store) -> None:
    await sqlite_store.run(write("before", size=200_000))
    with files_no_larger_than(230_000):  # the log has room for very little
        answers = await grouped(
            sqlite_store, write("a", size=50_000), write("b", size=50_000), write("c")
        )
    assert kinds(answers)[:2] == [StoreBroken, StoreBroken]
    on_disk = ["before"] + (["c"] if answers[2] == "c" else [])
    assert await sqlite_store.read(words) == on_disk
    assert await sqlite_store.run(write("after", size=200_000)) == "after"
    assert await sqlite_store.read(words) == [*on_disk, "after"]


@contextmanager
def locked(url: str) -> Iterator[sqlite3.Connection]:
    """Another program writes to the file."""
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=5)
    other.execute("BEGIN IMMEDIATE")
    yield other
    if other.in_transaction:
        other.execute("ROLLBACK")
    other.close()


@pytest.mark.alone
async def test_a_lock_held_too_long_is_a_fault_and_passes(sqlite_url: str) -> None:
    store = Store(sqlite_url, patience=1.0)
    await store.start()
    await store.run(notes.lay_out)
    with locked(sqlite_url):
        began = time.monotonic()
        answers = await asyncio.gather(
            *(store.run(write("locked out")) for _ in range(3)), return_exceptions=True
        )
        took = time.monotonic() - began
        assert await store.read(words) == []
    assert kinds(answers) == [StoreBusy] * 3
    assert 0.5 <= took < 5
    assert await store.run(write("after")) == "after"
    assert await store.read(words) == ["after"]
    await store.stop()


async def test_a_lock_held_for_a_moment_is_waited_for(sqlite_store: Store, sqlite_url: str) -> None:
    with locked(sqlite_url) as other:
        asyncio.get_running_loop().call_later(1.2, other.execute, "ROLLBACK")
        assert await grouped_later(sqlite_store) == ["a", "b"]
    assert await sqlite_store.read(words) == ["a", "b"]


async def grouped_later(store: Store) -> list[Any]:
    """Two units submitted while even the gate of `grouped` would be locked out."""
    return list(await asyncio.gather(store.run(write("a")), store.run(write("b"))))
