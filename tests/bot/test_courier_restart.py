"""After a crash nothing is lost, and only what may have arrived is repeated, marked."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Transaction

from bot.courier import Courier
from bot.outcomes import Patience
from bot.taking import Taken
from sandbox.client import Sandbox
from storage import group, sending
from storage.faults import StoreUnknown
from storage.outbox import Call, Lane, OutboxRow, State
from tests.bot.post import MARK, QUICK, Post, say, until

ROOT = Path(__file__).parents[2]


async def killed_while_sending(post: Post, sandbox: Sandbox, calls: int) -> None:
    """A courier process gets so many calls to Telegram, and dies before it hears of them."""
    await post.store.stop()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot.courier_alone",
        post.url,
        sandbox.url,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )

    async def there() -> bool:
        return len(await post.calls()) >= calls

    await until(there)
    process.kill()
    await process.wait()
    await post.store.start()


async def test_a_killed_courier_repeats_marked_what_may_have_arrived(
    post: Post, sandbox: Sandbox
) -> None:
    chats = await post.crowd(20)
    await sandbox.fault("deliver+hang", method="sendMessage", seconds=60, times=6)
    rows = await post.queue(*(say(chat_id, "Alert 17", Lane.ALERT) for chat_id in chats))
    await killed_while_sending(post, sandbox, 6)
    await sandbox.clear_faults()
    assert [await post.state(row_id) for row_id in rows] == [
        *[State.SENDING] * 6,
        *[State.QUEUED] * 14,
    ]

    await post.courier()
    assert await post.settled(*rows) == [State.SENT] * 20
    seen = [await post.texts(chat_id) for chat_id in chats]
    assert seen == [*[["Alert 17", f"{MARK}\nAlert 17"]] * 6, *[["Alert 17"]] * 14]
    repeated = [row["repeated"] for row in await post.rows()]
    assert repeated == [*[True] * 6, *[False] * 14]


async def test_a_killed_courier_edits_again_at_once_unmarked(post: Post, sandbox: Sandbox) -> None:
    [chat_id] = await post.crowd(1)
    courier = await post.courier()
    [first] = await post.queue(say(chat_id, "before"))
    await post.settled(first)
    await courier.stop()
    payload = {"message_id": (await post.row(first))["message_id"], "text": "after"}
    await sandbox.fault("deliver+hang", method="editMessageText", seconds=60)
    [edit] = await post.queue(Call(chat_id, Lane.REPLY, "editMessageText", payload))
    await killed_while_sending(post, sandbox, 2)
    assert await post.state(edit) == State.SENDING
    slow = Patience(idle=QUICK.idle)  # with the real graces, longer than this test
    await post.courier(patience=slow)
    assert await post.settled(edit) == [State.SENT]
    assert await post.texts(chat_id) == ["after"]


async def test_the_grace_after_a_crash_begins_anew(post: Post, sandbox: Sandbox) -> None:
    [chat_id] = await post.crowd(1)
    await sandbox.fault("deliver+hang", method="sendMessage", seconds=60)
    await post.courier(read_timeout=60)
    [row_id] = await post.queue(say(chat_id, "hello"))
    await sandbox.wait_for(chat_id, "hello")
    await post.restarted()
    await post.courier()
    await until(lambda: in_doubt(post, row_id))
    await post.none_more(within=0.5)
    assert await post.settled(row_id) == [State.SENT]
    assert await post.texts(chat_id) == ["hello", f"{MARK}\nhello"]


async def in_doubt(post: Post, row_id: int) -> bool:
    return await post.state(row_id) == State.DOUBT


@pytest.fixture
async def two(postgresql_url: str, sandbox: Sandbox) -> AsyncIterator[tuple[Post, Post]]:
    """Two replicas on one PostgreSQL database."""
    posts = Post(postgresql_url, sandbox), Post(postgresql_url, sandbox)
    for each in posts:
        await each.open()
    yield posts
    for each in posts:
        await each.close()


SHORT = Patience(grace=QUICK.grace, idle=timedelta(seconds=0.1), lease=timedelta(seconds=1))


async def test_of_two_replicas_one_sends_and_the_other_takes_over(
    two: tuple[Post, Post],
) -> None:
    one, other = two
    chats = await one.crowd(30)
    first = await one.courier(patience=SHORT)
    await until(lambda: leads(first))
    second = await other.courier(patience=SHORT)
    rows = await other.queue(*(say(chat_id, "one") for chat_id in chats[:10]))
    assert await other.settled(*rows) == [State.SENT] * 10
    assert (first.leads, second.leads) == (True, False)

    await first.stop()
    rows = await one.queue(*(say(chat_id, "two") for chat_id in chats[10:]))
    assert await one.settled(*rows) == [State.SENT] * 20
    assert (first.leads, second.leads) == (False, True)
    said = [entry["params"]["text"] for entry in await one.calls("sendMessage")]
    assert said == ["one"] * 10 + ["two"] * 20
    assert {row["epoch"] for row in await one.rows()} == {1, 2}


async def test_a_replica_that_dies_is_followed_when_its_lease_ends(
    two: tuple[Post, Post], sandbox: Sandbox
) -> None:
    one, other = two
    [chat_id] = await one.crowd(1)
    await sandbox.fault("deliver+hang", method="sendMessage", seconds=60)
    first = await one.courier(patience=SHORT, read_timeout=60)
    await until(lambda: leads(first))
    second = await other.courier(patience=SHORT)
    [row_id] = await one.queue(say(chat_id, "hello"))
    await sandbox.wait_for(chat_id, "hello")
    await one.restarted()  # without a word to the other
    await until(lambda: leads(second))
    assert await other.settled(row_id) == [State.SENT]
    assert await other.texts(chat_id) == ["hello", f"{MARK}\nhello"]


async def test_a_claim_whose_commit_was_not_heard_of_is_made_good(
    two: tuple[Post, Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is lost once the server has committed, as nobody can know."""
    post, _other = two
    chats = await post.crowd(12)
    here = threading.local()  # a unit of work and its commit share a thread
    lost: list[int] = []
    honest, taking = group._commit, sending.claim

    def commit(transaction: Transaction) -> None:
        honest(transaction)
        row, here.row = getattr(here, "row", None), None
        if row and len(lost) < 3:
            lost.append(row.id)
            raise StoreUnknown("The connection was lost while committing.")

    def claim(*given: Any, **named: Any) -> OutboxRow | None:
        row = taking(*given, **named)
        here.row = row or getattr(here, "row", None)  # one commit takes several, and then none
        return row

    monkeypatch.setattr(group, "_commit", commit)
    monkeypatch.setattr(sending, "claim", claim)
    rows = await post.queue(*(say(chat_id, "hello") for chat_id in chats))
    await post.courier()
    assert await post.settled(*rows) == [State.SENT] * 12
    assert [await post.texts(chat_id) for chat_id in chats] == [["hello"]] * 12
    assert len(lost) == 3
    assert {row["repeated"] for row in await post.rows()} == {False}


async def test_a_replica_that_stood_still_after_a_claim_does_not_call(
    two: tuple[Post, Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    chats = await one.crowd(10)
    first = await one.courier(patience=SHORT)
    await until(lambda: leads(first))
    stood_still = threading.Event()
    writing = Courier._write
    claimed = 0

    def write(courier: Courier, *given: Any) -> Taken:
        nonlocal claimed
        taken = writing(courier, *given)
        if courier is first and taken.rows and not stood_still.is_set():
            stood_still.set()
            claimed = len(taken.rows)
            courier._lead._ends = float("-inf")  # as after a minute of which it knows nothing
        return taken

    monkeypatch.setattr(Courier, "_write", write)
    rows = await one.queue(*(say(chat_id, "hello") for chat_id in chats))
    assert await one.settled(*rows) == [State.SENT] * 10
    assert [await other.texts(chat_id) for chat_id in chats] == [["hello"]] * 10
    # Those were claimed, not called, given back, and claimed again.
    attempts = sorted(row["attempts"] for row in await one.rows())
    assert attempts == [1] * (10 - claimed) + [2] * claimed


async def test_a_call_made_by_one_that_stood_still_is_in_doubt_and_repeated_marked(
    two: tuple[Post, Post],
) -> None:
    """Stopped between the claim and the call it can make that one call, and no other."""
    one, other = two
    chats = await one.crowd(12)
    first = await one.courier(patience=SHORT)
    await until(lambda: leads(first))
    gate = asyncio.Event()
    request = first._bot.request
    through = request.do_request

    async def held_up(*given: Any, **named: Any) -> tuple[int, bytes]:
        await gate.wait()
        return await through(*given, **named)

    request.do_request = held_up  # type: ignore[method-assign]  # a process that stands still here
    rows = await one.queue(*(say(chat_id, "hello", Lane.SOS) for chat_id in chats))
    await until(lambda: has_in_flight(first, 8))
    first._stopping = True  # its loop stands still as well
    second = await other.courier(patience=SHORT)
    await until(lambda: leads(second))
    assert await other.settled(*rows) == [State.SENT] * 12
    gate.set()
    await until(lambda: has_in_flight(first, 0))
    seen = [await other.texts(chat_id) for chat_id in chats]
    again = f"{MARK}\nhello"
    assert sorted(seen) == sorted([[again, "hello"]] * 8 + [["hello"]] * 4)
    assert sum(row["repeated"] for row in await one.rows()) == 8


async def has_in_flight(courier: Courier, number: int) -> bool:
    return courier.in_flight == number


async def leads(courier: object) -> bool:
    return bool(getattr(courier, "leads", False))
