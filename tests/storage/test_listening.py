"""What one process commits wakes the others; on PostgreSQL, where there are others."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update

from storage import database, leases
from storage.session import Session
from storage.store import Store, opened, wake
from tests.postgres import Server
from tests.storage.notes import note, words, write


@pytest.fixture
async def other(postgresql_url: str, postgresql_store: Store) -> AsyncIterator[Store]:
    """A second process on the database of `postgresql_store`, which it hears already."""
    store = Store(postgresql_url)
    listening = asyncio.Event()
    store.on_wake("start", listening.set)
    await store.start()
    async with asyncio.timeout(10):
        await listening.wait()
    yield store
    await store.stop()


def waking(*names: str) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        write(" ".join(names))(session)
        for name in names:
            wake(session, name)

    return work


def heard_by(store: Store, *names: str) -> tuple[list[str], list[str]]:
    """What wakes a store: of its own, and from others."""
    near: list[str] = []
    far: list[str] = []
    for name in names:
        store.on_wake(name, lambda n=name: near.append(n), far=lambda n=name: far.append(n))  # type: ignore[misc]  # a lambda with defaults
    return near, far


async def test_a_commit_wakes_the_others_and_itself_in_its_own_way(
    postgresql_store: Store, other: Store
) -> None:
    ours, theirs = (heard_by(each, "inbox", "outbox") for each in (postgresql_store, other))

    def failing(session: Session) -> None:
        waking("inbox")(session)
        raise LookupError

    with pytest.raises(LookupError):
        await postgresql_store.run(failing)
    await postgresql_store.run(waking("outbox", "inbox"))
    await until(lambda: len(theirs[1]) == 2)
    await asyncio.sleep(0.1)
    assert ours == (["inbox", "outbox"], [])
    assert theirs == ([], ["inbox", "outbox"])


async def test_what_is_told_is_there_already(postgresql_store: Store, other: Store) -> None:
    found: list[asyncio.Future[list[str]]] = []
    other.on_wake("outbox", lambda: found.append(asyncio.ensure_future(other.read(words))))
    for number in range(20):
        await postgresql_store.run(waking("outbox"))
        await until(lambda many=number + 1: len(found) == many)  # type: ignore[misc]  # as above
        assert len(await found[-1]) == number + 1


async def test_a_command_wakes_the_assistant(postgresql_url: str, other: Store) -> None:
    _near, far = heard_by(other, "outbox")

    def command() -> None:
        with opened(postgresql_url) as store:
            store.run_blocking(lambda session: wake(session, "outbox"))

    await asyncio.to_thread(command)
    await until(lambda: far == ["outbox"])


async def test_a_lost_connection_is_made_anew_and_all_is_looked_at(
    postgres: Server, postgresql_url: str, postgresql_store: Store, other: Store
) -> None:
    _near, far = heard_by(other, "inbox", "outbox")
    for _ in range(3):
        far.clear()
        postgres.disconnect(postgresql_url.partition("?")[0].rpartition("/")[2])
        await until(lambda: far == ["inbox", "outbox"])
        await postgresql_store.run(waking("outbox"))
        await until(lambda: far == ["inbox", "outbox", "outbox"])


async def test_listening_ends_at_once(postgresql_url: str) -> None:
    for _ in range(3):
        store = Store(postgresql_url)
        await store.start()
        begun = time.monotonic()
        await store.stop()
        print(f"\nstopped within {time.monotonic() - begun:.3f} s")  # noqa: T201 a figure


async def test_a_process_that_stands_still_in_a_transaction_bars_nobody_for_long(
    postgresql_store: Store, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await postgresql_store.run(write("mine"))
    monkeypatch.setattr(database, "_LOITER_MS", 300)
    store = Store(postgresql_url)
    await store.start()
    tries: list[None] = []

    def stands_still(session: Session) -> str:
        session.execute(update(note).values(word="theirs"))
        tries.append(None)
        if len(tries) == 1:
            time.sleep(1)
        session.execute(text("SELECT 1"))
        return "done"

    first = asyncio.create_task(store.run(stands_still))
    await until(lambda: len(tries) == 1)
    begun = time.monotonic()
    await postgresql_store.run(lambda session: session.execute(update(note).values(word="ours")))
    waited = time.monotonic() - begun
    assert len(tries) == 1, "it had been waited for"
    assert await first == "done"  # run again, once it was told that it had lost its transaction
    print(f"\nanother wrote after {waited:.2f} s")  # noqa: T201 a figure
    assert len(tries) == 2
    await store.stop()


async def test_a_lease_is_orphaned_when_its_process_has_ended_and_not_before(
    postgresql_url: str, postgresql_store: Store
) -> None:
    now = datetime.now(UTC)
    holding = Store(postgresql_url)
    await holding.start()
    holder = holding.process + "1"
    await holding.run(
        lambda s: leases.take(s, "task", holder=holder, now=now, until=now + timedelta(hours=1))
    )

    def orphaned() -> str | None:
        return postgresql_store.run_blocking(lambda s: leases.orphaned(s, "task"))

    assert [await asyncio.to_thread(orphaned) for _ in range(3)] == [None] * 3
    await holding.stop()
    async with asyncio.timeout(10):  # the server ends a connection in its own time
        while await asyncio.to_thread(orphaned) != holder:
            await asyncio.sleep(0.01)

    def take(after: str | None) -> int | None:
        until_later = {"now": now, "until": now + timedelta(hours=1)}
        return postgresql_store.run_blocking(
            lambda s: leases.take(s, "task", holder="2", after=after, **until_later)
        )

    assert await asyncio.to_thread(take, None) is None
    assert await asyncio.to_thread(take, holder) == 2
    assert await asyncio.to_thread(take, holder) == 2


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)
