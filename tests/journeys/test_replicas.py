"""Replicas on one PostgreSQL database: any takes any update, one sends, another takes over.

Real processes, a real server, real HTTP. `STRAJA_TORTURE_KILLS` has the leader lost so often, with
the product's own lease; otherwise once, with a shorter one.
"""

import asyncio
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text

from bot.outcomes import Patience
from sandbox.client import Sandbox
from sandbox.server import Running
from storage import audit, outbox
from storage.outbox import Call, Lane, State
from storage.session import Session
from storage.store import Store
from tests.bot.post import MARK, TOKEN, say, utc_now
from tests.journeys.fleet import Fleet, Replica, environment, fleet
from tests.journeys.replica import TABLE
from tests.people import Json
from tests.postgres import Server

BOT = int(TOKEN.partition(":")[0])
pytestmark = pytest.mark.alone  # three processes each, which race against the clock

KILLS = int(os.environ.get("STRAJA_TORTURE_KILLS", "0"))
LEASE = Patience().lease.total_seconds() if KILLS else 2.0
TAKEOVER = 15.0  # seconds in which another must send
IN_FLIGHT = 8
OURS = "tests.journeys.replica"
_IDS = count(800_000_001)


@pytest.fixture
async def store(postgresql_url: str) -> AsyncIterator[Store]:
    """The same database, as a command has it, with a table for traces."""
    store = Store(postgresql_url)
    await store.start()
    await store.run(lambda session: session.execute(text(TABLE)))
    yield store
    await store.stop()


@pytest.fixture
def settings(running: Running, postgresql_url: str) -> dict[str, str]:
    return environment(running.url, TOKEN, postgresql_url, STRAJA_TEST_LEASE=LEASE)


async def until(condition: Callable[[], Awaitable[bool]], *, within: float = 30.0) -> None:
    deadline = time.monotonic() + within
    while not await condition():
        assert time.monotonic() < deadline, f"not so within {within} s"
        await asyncio.sleep(0.02)


def traced(person: int, word: str) -> Json:
    """/trace, as Telegram would bring it."""
    someone = {"id": person, "first_name": "Неко"}
    chat = someone | {"type": "private"}
    author = someone | {"is_bot": False, "language_code": "sr"}
    said = {"date": 1, "chat": chat, "from": author, "text": f"/trace {word}"}
    return {"update_id": next(_IDS), "message": said | {"message_id": next(_IDS)}}


async def traces(store: Store, person: int) -> list[Any]:
    """What was handled, in the order in which it began."""
    query = text("SELECT * FROM trace WHERE person = :person ORDER BY began")
    return await store.read(lambda session: list(session.execute(query, {"person": person})))


async def waiting(store: Store) -> int:
    query = text("SELECT count(*) FROM inbox WHERE state = 0")
    return await store.read(lambda session: int(session.execute(query).scalar_one()))


async def rows(store: Store, *states: State) -> int:
    counted = await store.read(outbox.counts)
    return sum(counted[state] for state in states)


async def crowd(sandbox: Sandbox, number: int) -> list[int]:
    """Chats in which the bot may write."""
    chats = list(range(1001, 1001 + number))
    for chat in chats:
        await sandbox.person(f"Reader {chat}", id=chat, language_code="ro")
        await sandbox.start(chat, bot=BOT)
    return chats


async def queue(store: Store, *calls: Call) -> None:
    now = utc_now()
    await store.run(lambda session: [outbox.queue(session, call, now) for call in calls])


async def sent(sandbox: Sandbox) -> list[tuple[int, str]]:
    """Chat and text of what Telegram was asked to send, as it was asked."""
    log = await sandbox.log()
    asked = [entry["params"] for entry in log if entry["method"] == "sendMessage"]
    return [(int(each["chat_id"]), str(each["text"])) for each in asked]


# Starting and stopping


async def test_replicas_start_together_and_any_of_them_takes_any_update(
    settings: dict[str, str], store: Store, sandbox: Sandbox, tmp_path: Path
) -> None:
    begun = time.monotonic()
    async with fleet(3, tmp_path, settings, module="bot.assistant") as three:
        print(f"\nthree replicas ready after {time.monotonic() - begun:.1f} s")
        chats = await crowd(sandbox, 9)
        leader = await three.leader()
        assert [await each.leads() for each in three.replicas].count(True) == 1
        await until(lambda: has_answered(sandbox, chats, 1))
        assert set(three.forwarder.taken) == {each.port for each in three.replicas}

        # What is said about the bot itself is said once, whoever was first.
        requests = [entry["method"].lower() for entry in await sandbox.requests()]
        assert requests.count("setmydescription") == 3
        assert requests.count("setmycommands") == 3

        leader.signal(signal.SIGTERM)
        assert await leader.ended() == 0, leader.said
        released = time.monotonic()
        other = await three.leader()
        print(f"another leads {time.monotonic() - released:.2f} s after the first was stopped")
        for chat in chats:
            await sandbox.text(chat, "/whoami")
        await until(lambda: has_answered(sandbox, chats, 2))
        assert other is not leader
    assert await waiting(store) == 0


async def has_answered(sandbox: Sandbox, chats: list[int], times: int) -> bool:
    messages = [await sandbox.messages(chat) for chat in chats]
    said = [sum(each["from"] == "bot" for each in shown) for shown in messages]
    assert max(said) <= times
    return bool(min(said) == times)


# One person with one replica, in order

NUMBER = 200
SLOW = 1.0  # seconds that a slow update is at work: tests.journeys.replica


async def alternately(two: Fleet, updates: list[Json]) -> None:
    """Each to the other replica than the one before, most as quickly as they are confirmed."""
    for number, update in enumerate(updates):
        # Behind one another, and alone; now and then so long after that neither is at the person's.
        await asyncio.sleep(0.4 if number % 25 == 24 else random.choice([0, 0, 0, 0.03]))
        port = two.replicas[number % 2].port
        assert await two.forwarder.post(port, json.dumps(update).encode()) == 200


def disorder(handled: list[Any], expected: list[str]) -> list[str]:
    """What is wrong with the traces of one person."""
    said = [row.said for row in handled]
    wrong = [] if said == expected else [f"{len(said)} of {len(expected)}, or in another order"]
    for before, after in pairwise(handled):
        if after.began < before.ended:
            wrong.append(f"{after.said} began before {before.said} had ended")
    return wrong


@pytest.mark.parametrize("unlocked", ["", "person", "row and person"])
async def test_one_persons_updates_are_handled_in_order_by_one_replica_at_a_time(
    settings: dict[str, str], store: Store, tmp_path: Path, unlocked: str
) -> None:
    changed = settings | {"STRAJA_TEST_UNLOCKED": unlocked}
    async with fleet(2, tmp_path, changed, module=OURS) as two:
        words = [f"{number:03}" for number in range(NUMBER)]
        updates = [traced(101, word) for word in words]
        quick = asyncio.create_task(alternately(two, updates))
        # Beside it an urgent one, which overtakes, but not the one that is being handled.
        await alternately(two, [traced(202, "slow")])
        await asyncio.sleep(SLOW / 3)
        await two.forwarder.post(two.replicas[1].port, json.dumps(sos(202)).encode())
        await quick
        await until(lambda: all_done(store))
        handled = await traces(store, 101)
        shares = Counter(row.replica for row in handled)
        print(f"\n{NUMBER} updates, handled by each replica: {sorted(shares.values())}")
    wrong = disorder(handled, words)
    overlap = await overlapping(store, 202)
    # Each lock is shown to be needed: a row's for what comes in order, a person's for what
    # overtakes.
    assert (wrong == []) is (unlocked != "row and person"), wrong
    if unlocked != "row and person":  # there both may be at the slow one, and neither is free
        assert (overlap == 0) is (unlocked == "")
    assert len(shares) == 2, "one of them has handled them all, so this shows nothing"


def sos(person: int) -> Json:
    """/sos, which the intake takes for urgent."""
    update = traced(person, "")
    update["message"]["text"] = "/sos"
    return update


async def overlapping(store: Store, person: int) -> int:
    """Updates of a person that were done while their slow one was being handled."""
    query = text(
        "SELECT count(*) FROM inbox JOIN trace ON trace.person = inbox.sender"
        " WHERE sender = :person AND done_at > began AND done_at < ended"
    )
    return await store.read(lambda s: int(s.execute(query, {"person": person}).scalar_one()))


async def all_confirmed(sandbox: Sandbox) -> bool:
    return bool((await sandbox.bot())["pending_update_count"] == 0)


async def all_done(store: Store) -> bool:
    return await waiting(store) == 0


# The leader is lost


@pytest.mark.parametrize("how", ["killed", "stopped"])
@pytest.mark.timeout(120 + 90 * KILLS)
async def test_another_takes_over_from_a_leader_that_is_lost(
    settings: dict[str, str], store: Store, sandbox: Sandbox, tmp_path: Path, how: str
) -> None:
    chats = await crowd(sandbox, 100)
    await sandbox.fault("slow", method="sendMessage", seconds=0.15, times=None, share=1.0)
    for turn in range(max(1, KILLS)):
        told = f"Alert {turn}."
        module = "bot.assistant" if KILLS else OURS
        async with fleet(2, tmp_path / str(turn), settings, module=module) as two:
            lost = await two.leader()
            spoken = asyncio.create_task(talk(sandbox, chats[:30]))
            took = await lose(
                lost, how, store, sandbox, [say(each, told, Lane.SOS) for each in chats]
            )
            await spoken
            await until(lambda: all_confirmed(sandbox))
            await until(lambda: all_done(store))
            await until(lambda: all_sent(store), within=60)
            if how == "stopped":
                await wakes_up(lost, two, store, sandbox, chats)
            await sealed(store)
        copies = Counter(each for each in await sent(sandbox) if told in each[1])
        plain = [copies[chat, told] for chat in chats]
        marked = [copies[chat, f"{MARK}\n{told}"] for chat in chats]
        print(f"\n{how}: another sent after {took:.1f} s; {sum(marked)} repeats, all marked")
        assert set(plain) == {1}, "lost, or repeated without a mark"
        assert sum(marked) == copies.total() - len(chats) <= IN_FLIGHT
        assert max(marked) <= 1


async def lose(lost: Replica, how: str, store: Store, sandbox: Sandbox, calls: list[Call]) -> float:
    """Queue these and lose the leader among them; seconds until another has sent one."""
    told = str(calls[0].payload["text"])
    await queue(store, *calls)
    moment = random.randint(5, 60)
    await until(lambda: have_gone(sandbox, told, moment))
    lost.signal(signal.SIGKILL if how == "killed" else signal.SIGSTOP)
    begun = time.monotonic()
    # What it had in flight may still be taken.
    enough = len([each for each in await sent(sandbox) if told in each[1]]) + IN_FLIGHT + 1
    await until(lambda: have_gone(sandbox, told, enough), within=TAKEOVER)
    return time.monotonic() - begun


async def have_gone(sandbox: Sandbox, told: str, number: int) -> bool:
    return len([each for each in await sent(sandbox) if told in each[1]]) >= number


async def all_sent(store: Store) -> bool:
    return await rows(store, State.QUEUED, State.SENDING, State.DOUBT) == 0


async def talk(sandbox: Sandbox, chats: list[int]) -> None:
    """People go on using it all the while."""
    for chat in chats:
        await sandbox.text(chat, "/whoami")
        await asyncio.sleep(0.1)


async def sealed(store: Store) -> None:
    """What happens by the clock follows the leader: the audit log is sealed on, in one chain."""

    def deed(session: Session) -> None:
        audit.record(session, audit.Entry(audit.Deed.CONSULTATION, "tests"), utc_now())

    async def done() -> bool:
        return await store.read(audit.unsealed) == 0

    await store.run(deed)
    await until(done)
    assert (await store.read(audit.verify)).broken_at is None


async def wakes_up(
    lost: Replica, two: Fleet, store: Store, sandbox: Sandbox, chats: list[int]
) -> None:
    """It goes on where it stood still: ends its calls, and does its share as a follower."""
    known = await sent(sandbox)
    lost.signal(signal.SIGCONT)
    await asyncio.sleep(1.5)
    late = (await sent(sandbox))[len(known) :]
    assert len(late) <= IN_FLIGHT
    for chat, said in late:  # it was in doubt, so another has sent it before, marked
        assert [where for where, again in known if again.endswith(f"\n{said}")].count(chat) == 1
    assert await two.leader() is not lost
    assert not await lost.leads()
    await queue(store, *(say(chat, "Afterwards", Lane.SOS) for chat in chats[:20]))
    await until(lambda: all_sent(store))
    after = [each for each in await sent(sandbox) if each[1] == "Afterwards"]
    assert len(after) % 20 == 0
    assert len(set(after)) == 20
    assert (await lost.asked("readyz")) == "ready\n"


# The server is lost


@pytest.fixture
def safe(postgres: Server, postgresql_url: str) -> Server:
    """The server, as one that is not for tests would be, for the database of this test."""
    postgres.make_safe(postgresql_url.partition("?")[0].rpartition("/")[2])
    return postgres


async def test_a_server_that_restarts_is_waited_for_and_nothing_is_lost(
    settings: dict[str, str], safe: Server, store: Store, sandbox: Sandbox, tmp_path: Path
) -> None:
    chats = await crowd(sandbox, 40)
    await sandbox.fault("slow", method="sendMessage", seconds=0.1, times=None, share=1.0)
    async with fleet(2, tmp_path, settings, module=OURS) as two:
        await two.leader()
        words = [f"{number:03}" for number in range(80)]
        updates = [traced(101, word) for word in words]
        quick = asyncio.create_task(insistently(two, updates))
        await queue(store, *(say(chat, "Alert", Lane.SOS) for chat in chats))
        await until(lambda: have_gone(sandbox, "Alert", 5))
        moment = time.monotonic()
        await asyncio.to_thread(safe.restart)
        print(f"\nthe server was away for {time.monotonic() - moment:.1f} s")
        known = len(await sent(sandbox))
        await until(lambda: more_than(sandbox, known + IN_FLIGHT), within=TAKEOVER)
        print(f"messages go again {time.monotonic() - moment:.1f} s after the blow")
        await quick
        print(f"and all updates were confirmed after {time.monotonic() - moment:.1f} s")
        await until(lambda: all_sent(store))
        await until(lambda: all_done(store))
    assert disorder(await traces(store, 101), words) == []
    copies = Counter(await sent(sandbox))
    assert {copies[chat, "Alert"] for chat in chats} == {1}
    assert sum(number for each, number in copies.items() if MARK in each[1]) <= IN_FLIGHT


async def insistently(two: Fleet, updates: list[Json]) -> None:
    """Each until it is confirmed, as Telegram does."""
    for number, update in enumerate(updates):
        body = json.dumps(update).encode()
        for attempt in count(number):
            if await two.forwarder.post(two.replicas[attempt % 2].port, body) == 200:
                break
            await asyncio.sleep(0.2)
        await asyncio.sleep(0.03)


async def more_than(sandbox: Sandbox, number: int) -> bool:
    return len(await sent(sandbox)) > number


# Without a webhook


async def polls(sandbox: Sandbox) -> int:
    return [each["method"].lower() for each in await sandbox.requests()].count("getupdates")


async def test_one_of_the_replicas_polls_and_another_goes_on_when_it_is_lost(
    settings: dict[str, str], sandbox: Sandbox, running: Running, tmp_path: Path
) -> None:
    async with fleet(2, tmp_path, settings, module=OURS, webhook=False) as two:
        [chat] = await crowd(sandbox, 1)
        await until(lambda: has_answered(sandbox, [chat], 1))
        first, other = sorted(two.replicas, key=lambda each: "task=polling" not in each.said)
        assert "task=polling" not in other.said
        first.signal(signal.SIGKILL)
        await sandbox.text(chat, "/whoami")
        await until(lambda: has_answered(sandbox, [chat], 2), within=TAKEOVER)
        # Somebody else's program asks again and again: this one says so and ends.
        async with aiohttp.ClientSession() as session:
            address = f"{running.url}/bot{TOKEN}/getUpdates"
            ending = asyncio.create_task(other.ended())
            while not ending.done():
                await session.post(address, json={"timeout": 0})
                await asyncio.sleep(0.3)
        assert await ending == 1
        assert "Another program fetches this bot's updates. Stop it, or" in other.said


# Where there can be only one


def on_file(running: Running, path: Path) -> dict[str, str]:
    return environment(running.url, TOKEN, f"sqlite:///{path}")


async def test_a_second_process_on_a_file_is_told_what_to_do(
    running: Running, sqlite_url: str, tmp_path: Path
) -> None:
    given = on_file(running, Path(sqlite_url.removeprefix("sqlite:///")))
    async with fleet(1, tmp_path / "a", given, module="bot.assistant", webhook=False) as one:
        second = Replica("bot.assistant", given, tmp_path / "b")
        begun = time.monotonic()
        await second.start()
        assert await second.ended() == 1
        print(f"\nrefused {time.monotonic() - begun:.2f} s after its start")
        number = one.replicas[0].process.pid
    assert second.said == (
        f"{Path(sqlite_url.removeprefix('sqlite:///'))} is in use by another process (number "
        f"{number}). Stop that one first; two assistants need PostgreSQL.\n"
    )


async def test_of_two_hosts_with_one_token_one_stops_and_says_so(
    running: Running, sandbox: Sandbox, sqlite_url: str, tmp_path: Path
) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    copy = tmp_path / "copy.db"
    copy.write_bytes(file.read_bytes())
    one = Replica("bot.assistant", on_file(running, file), tmp_path / "a")
    two = Replica("bot.assistant", on_file(running, copy), tmp_path / "b")
    try:
        await one.start()
        await one.ready()
        await until(lambda: polled(sandbox))
        await two.start()
        assert await one.ended() == 1
        assert "Another program fetches this bot's updates. Stop it, or use a token" in one.said
        await two.ready()
    finally:
        await one.end()
        await two.end()


async def polled(sandbox: Sandbox) -> bool:
    return await polls(sandbox) > 0
