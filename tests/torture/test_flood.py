"""A restart behind a long queue, and ten thousand updates at once: nothing lost, nothing late.

The assistant is a process of its own here, as in an installation; see `test_load` for the lengths.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from storage import people
from storage.inbox import State, inbox
from storage.outbox import Lane, outbox
from storage.people import Role
from storage.session import Session
from tests.bot.post import TOKEN, Post, say, utc_now
from tests.torture import load
from tests.torture.test_load import BACKLOG, Log, crowd

SECRET = "a-secret-of-the-tests"
CONNECTIONS = 40  # as many as the assistant allows Telegram
UPDATES, PEOPLE = (10_000, 500) if load.FULL else (600, 50)


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with load.office(sqlite_url) as opened:
        yield opened


def environment(post: Post, folder: Path, **more: str) -> dict[str, str]:
    given = {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API": post.sandbox.url,
        "DATABASE_URL": post.url,
        "DATA_DIR": str(folder),
        "HTTP_PORT": "0",
    }
    return {f"STRAJA_{name}": value for name, value in (given | more).items()}


async def test_after_a_restart_the_first_message_is_the_most_urgent(
    post: Post, tmp_path: Path
) -> None:
    readers = await crowd(post, 60)
    await load.fill(post.store, readers, BACKLOG, lane=Lane.ROUTINE, due=utc_now())
    await post.queue(say(readers[0], "SOS after all that", Lane.SOS))
    await post.store.stop()
    took, used = [], []
    for turn in range(5 if load.FULL else 1):
        log = Log(post)
        await log.skip()
        begun = time.time()
        async with load.process("bot.assistant", env=environment(post, tmp_path)) as running:
            # The first that is due: later ones answer the crowd, whose first words came meanwhile.
            taken = await log.accepted("SOS" if turn == 0 else "", 1)
            used.append(running.processor())
            running.child.terminate()
            await running.child.wait()
        took.append(taken[0] - begun)
    (first, *_) = await post.calls("sendMessage")
    assert first["params"]["text"] == "SOS after all that"
    await post.store.start()
    spread = ", ".join(f"{each:.2f}" for each in took)
    print(f"\nfrom the start of the process to the first message behind {BACKLOG}: {spread} s")
    print("processor time until then, and a little more: " + ", ".join(f"{u:.2f}" for u in used))


async def test_a_burst_of_updates_is_taken_in_whole(post: Post, tmp_path: Path) -> None:
    senders = await _enrolled(post, PEOPLE)
    await post.store.stop()
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    more = {
        "HTTP_PORT": str(port),
        "WEBHOOK_URL": f"{address}/telegram",
        "WEBHOOK_SECRET": SECRET,
    }
    async with load.process("bot.assistant", env=environment(post, tmp_path, **more)) as running:
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        async with aiohttp.ClientSession(connector=connector) as session:
            await _ready(session, address)
            (idle, _), rested = running.memory(), running.processor()
            begun = time.perf_counter()
            waited = await _pour(session, f"{address}/telegram", senders)
            poured = time.perf_counter() - begun
            await _handled(session, address)
            handled = time.perf_counter() - begun
        (after, most), used = running.memory(), running.processor() - rested
        running.child.terminate()
        await running.child.wait()
    await post.store.start()
    done, answered = await post.store.read(_counts)

    everything = UPDATES + PEOPLE  # each has pressed /start as well
    assert (done, answered) == (everything, everything)
    print(f"\n{UPDATES} updates of {PEOPLE} people over {CONNECTIONS} connections")
    print(f"taken in within {poured:.1f} s, handled within {handled:.1f} s")
    figures = [1000 * load.percentile(waited, share) for share in (0.5, 0.99, 1.0)]
    print("webhook: median {:.0f} ms, p99 {:.0f} ms, most {:.0f} ms".format(*figures))
    print(f"processor: {1000 * used / everything:.1f} ms an update, answers being sent included")
    print(f"memory: idle {idle:.0f} MB, after {after:.0f} MB, at the most {most:.0f} MB")


async def _enrolled(post: Post, number: int) -> list[int]:
    chats = await crowd(post, number)

    def work(session: Session) -> None:
        for chat in chats:
            values = {"country": "RS", "service": "", "language": "sr-Cyrl", "telegram_id": chat}
            values |= {"name": f"Officer {chat}", "service_number": str(chat)}
            values |= {"phone": f"+381{chat}", "enrolled_at": utc_now()}
            person_id = people.add(session, values)
            people.set_roles(session, person_id, [Role.OFFICER])

    await post.store.run(work)
    return chats


async def _pour(session: aiohttp.ClientSession, url: str, senders: list[int]) -> list[float]:
    """Everything at once, as many at a time as there are connections; how long each call took."""
    numbers = count(1)
    waited: list[float] = []

    async def connection() -> None:
        while (number := next(numbers)) <= UPDATES:
            begun = time.perf_counter()
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            update = _typed(number, senders[number % len(senders)])
            async with session.post(url, json=update, headers=headers) as answer:
                assert answer.status == 200
            waited.append(time.perf_counter() - begun)

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return waited


def _typed(number: int, sender: int) -> dict[str, Any]:
    someone = {"id": sender, "first_name": "Неко"}
    message = {
        "message_id": number,
        "date": int(time.time()),
        "chat": someone | {"type": "private"},
        "from": someone | {"is_bot": False, "language_code": "sr"},
        "text": "/whoami",
    }
    return {"update_id": 500_000_000 + number, "message": message}


async def _ready(session: aiohttp.ClientSession, address: str) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                async with session.get(f"{address}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.1)


async def _handled(session: aiohttp.ClientSession, address: str) -> None:
    """Until nothing waits in the inbox."""
    async with asyncio.timeout(600):
        while True:
            async with session.get(f"{address}/metrics") as answer:
                if "straja_inbox_waiting 0.0" in await answer.text():
                    return
            await asyncio.sleep(0.5)


def _counts(session: Session) -> tuple[int, int]:
    """Updates done, and answers to them."""
    done = select(func.count()).where(inbox.c.state == State.DONE)
    answers = select(func.count()).where(outbox.c.lane == Lane.REPLY)
    return int(session.scalar(done) or 0), int(session.scalar(answers) or 0)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
