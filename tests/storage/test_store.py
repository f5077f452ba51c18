"""What callers of the store rely on when nothing fails."""

import asyncio
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from storage.faults import StoreRefused, StoreStopped, UnitMisused
from storage.session import Session
from storage.store import Store, opened, wake
from tests.storage import notes
from tests.storage.notes import grouped, note, words, write


async def test_a_unit_returns_its_data_and_its_work_is_read_back(store: Store) -> None:
    assert await store.run(write("Дунав")) == "Дунав"
    assert await store.read(words) == ["Дунав"]


async def test_200_units_at_once_are_all_answered_each_with_its_own_result(store: Store) -> None:
    wanted = [f"{number:03}" for number in range(200)]
    answers = await asyncio.gather(*(store.run(write(word)) for word in wanted))
    assert answers == wanted
    assert sorted(await store.read(words)) == wanted


async def test_sqlite_keeps_the_order_and_shares_commits(
    sqlite_store: Store, commits: list[object]
) -> None:
    wanted = [f"{number:03}" for number in range(200)]
    assert await grouped(sqlite_store, *map(write, wanted)) == wanted
    assert await sqlite_store.read(words) == wanted
    assert len(commits) == 1 + 7  # the gate of grouped(), then 200 units by 32


async def test_what_a_unit_raises_reaches_its_caller_alone_and_undoes_its_work_alone(
    store: Store,
) -> None:
    def refuse(session: Session) -> None:
        write("refused")(session)
        raise LookupError("nobody on duty")

    answers = await grouped(store, write("a"), refuse, write("b"))
    assert [answers[0], repr(answers[1]), answers[2]] == [
        "a",
        "LookupError('nobody on duty')",
        "b",
    ]
    assert sorted(await store.read(words)) == ["a", "b"]


async def test_a_unit_may_roll_part_of_its_work_back(store: Store) -> None:
    def work(session: Session) -> None:
        write("kept")(session)
        with suppress(LookupError), session.begin_nested():
            write("undone")(session)
            raise LookupError
        write("written after")(session)

    await store.run(work)
    assert await store.read(words) == ["kept", "written after"]


async def test_rows_stay_readable_after_the_unit(store: Store) -> None:
    row = await store.run(
        lambda session: session.execute(insert(note).values(word="x").returning(note)).one()
    )
    assert row.word == "x"


async def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(UnitMisused, match="only reads"):
        await store.read(write("written by a reader"))
    assert await store.read(words) == []


async def test_reading_cannot_be_talked_into_writing_on_sqlite(sqlite_store: Store) -> None:
    def work(session: Session) -> None:
        session.execute(text("PRAGMA query_only = OFF"))
        write("written by a reader")(session)

    with pytest.raises(UnitMisused):
        await sqlite_store.read(work)


async def test_reading_sees_one_state_while_others_write(store: Store) -> None:
    loop = asyncio.get_running_loop()

    def twice(session: Session) -> tuple[list[str], list[str]]:
        before = words(session)
        asyncio.run_coroutine_threadsafe(store.run(write("meanwhile")), loop).result(5)
        return before, words(session)

    assert await store.read(twice) == ([], [])
    assert await store.read(words) == ["meanwhile"]


async def test_reading_does_not_wait_for_a_unit_at_work(store: Store) -> None:
    gate = threading.Event()
    at_work = asyncio.ensure_future(store.run(lambda _session: gate.wait(10)))
    assert await asyncio.wait_for(store.read(words), 5) == []
    gate.set()
    assert await at_work


@pytest.mark.alone
async def test_busy_for_tells_how_long_the_unit_at_work_has_been_running(store: Store) -> None:
    assert store.busy_for == 0.0
    gate = threading.Event()
    at_work = asyncio.ensure_future(store.run(lambda _session: gate.wait(10)))
    began = time.monotonic()
    while store.busy_for < 0.2:
        await asyncio.sleep(0.01)
    assert 0.2 <= time.monotonic() - began < 2
    gate.set()
    assert await at_work
    while store.busy_for:
        await asyncio.sleep(0.001)


@pytest.mark.alone
async def test_busy_for_is_of_the_present_unit_not_of_the_group(sqlite_store: Store) -> None:
    seen: list[float] = []

    def slow(_session: Session) -> None:
        time.sleep(0.2)
        seen.append(sqlite_store.busy_for)

    await grouped(sqlite_store, slow, slow, slow)
    assert [0.2 <= seconds < 0.35 for seconds in seen] == [True, True, True]


async def test_waking_comes_after_the_commit_and_only_then(store: Store) -> None:
    found: list[asyncio.Task[list[str]]] = []

    def look() -> None:
        found.append(asyncio.ensure_future(store.read(words)))

    def told(session: Session) -> None:
        write("told")(session)
        wake(session, "outbox")

    def failing(session: Session) -> None:
        wake(session, "outbox")
        raise LookupError

    def elsewhere(session: Session) -> None:
        wake(session, "deadlines")

    store.on_wake("outbox", look)
    with pytest.raises(LookupError):
        await store.run(failing)
    await store.run(elsewhere)
    await asyncio.sleep(0.05)
    assert found == []
    await store.run(told)
    await asyncio.sleep(0.05)
    assert [await task for task in found] == [["told"]]


async def test_waking_waits_for_a_unit_that_is_run_again(sqlite_store: Store) -> None:
    woken: list[str] = []
    tries: list[int] = []
    loop_thread = threading.get_ident()
    sqlite_store.on_wake("outbox", lambda: woken.append(f"{threading.get_ident() == loop_thread}"))

    def told(session: Session) -> None:
        tries.append(len(woken))
        wake(session, "outbox")

    def dangling(session: Session) -> None:
        session.execute(insert(notes.reply).values(to=4711))

    answers = await grouped(sqlite_store, told, dangling)
    assert type(answers[1]).__name__ == "IntegrityError"
    assert tries == [0, 0]  # run twice, and nobody woken before the second
    await asyncio.sleep(0)
    assert woken == ["True"]


async def test_a_caller_that_gave_up_before_its_turn_has_no_effect(sqlite_store: Store) -> None:
    gate = threading.Event()
    door = asyncio.ensure_future(sqlite_store.run(lambda _session: gate.wait(10)))
    while not sqlite_store.busy_for:
        await asyncio.sleep(0.001)
    given_up = asyncio.ensure_future(sqlite_store.run(write("given up")))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    gate.set()
    await door
    assert await sqlite_store.run(words) == []


async def test_stopping_finishes_what_waits_and_accepts_no_more(database_url: str) -> None:
    store = Store(database_url)
    await store.start()
    await store.run(notes.lay_out)
    wanted = [f"{number:02}" for number in range(60)]
    waiting = [asyncio.ensure_future(store.run(write(word))) for word in wanted]
    await asyncio.sleep(0)
    await asyncio.gather(store.stop(), store.stop())
    await store.stop()
    assert await asyncio.gather(*waiting) == wanted
    with pytest.raises(StoreStopped):
        await store.run(words)
    with pytest.raises(StoreStopped):
        await store.read(words)
    await store.start()
    assert sorted(await store.read(words)) == wanted
    await store.stop()


async def test_stopping_leaves_one_whole_file(sqlite_url: str) -> None:
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    store = Store(sqlite_url)
    await store.start()
    await store.run(notes.lay_out)
    assert {path.name for path in folder.iterdir()} == {
        "straja.db",
        "straja.db-shm",
        "straja.db-wal",
        "straja.db.lock",
    }
    await store.stop()
    assert {path.name for path in folder.iterdir()} == {"straja.db", "straja.db.lock"}


async def test_a_store_that_is_open_is_not_opened_again(store: Store) -> None:
    with pytest.raises(StoreRefused, match="open already"):
        await store.start()
    assert await store.run(write("still open")) == "still open"


def test_a_command_uses_the_store_without_an_event_loop(database_url: str) -> None:
    with opened(database_url) as store:
        store.run_blocking(notes.lay_out)
        assert store.run_blocking(write("by hand")) == "by hand"
        assert store.run_blocking(words) == ["by hand"]


async def test_sqlite_is_opened_as_the_design_says(sqlite_store: Store) -> None:
    def pragmas(session: Session) -> dict[str, object]:
        names = ["journal_mode", "synchronous", "foreign_keys", "mmap_size", "query_only"]
        return {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in names}

    assert await sqlite_store.run(pragmas) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "mmap_size": 0,
        "query_only": 0,
    }
    assert (await sqlite_store.read(pragmas))["query_only"] == 1


async def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/new 50%#.db")
    await store.start()
    await store.run(notes.lay_out)
    assert await store.read(words) == []
    modes = {path.name: oct(path.stat().st_mode)[-3:] for path in tmp_path.iterdir()}
    await store.stop()
    assert modes == dict.fromkeys(
        [f"new 50%#.db{ending}" for ending in ("", "-wal", "-shm", ".lock")], "600"
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("mysql://localhost/x", "kind mysql is not supported"),
        ("straja.db", "must look like"),
        ("sqlite:////no/such/folder/straja.db", "cannot be opened: No such file or directory"),
        ("postgresql://u:geheim@127.0.0.1:1/none", r"does not answer at .*u:\*\*\*@"),
    ],
)
async def test_an_address_that_cannot_work_is_refused_with_a_sentence(
    url: str, sentence: str
) -> None:
    with pytest.raises(StoreRefused, match=sentence):
        await Store(url).start()


async def test_a_damaged_file_is_refused_untouched(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    whole = path.read_bytes()
    for damaged in (whole[:4096] + b"\xff" * 3000 + whole[7096:], b"no database" * 1000):
        path.write_bytes(damaged)
        with pytest.raises(StoreRefused, match=r"damaged.*straja db restore"):
            await Store(sqlite_url).start()
        assert path.read_bytes() == damaged
    path.write_bytes(whole)
    store = Store(sqlite_url)  # the lock was given back
    await store.start()
    await store.stop()
