"""What comes in is handled once and in order, or given up aloud; nothing confirmed is lost."""

import asyncio
import contextlib
import io
import json
import os
import random
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from typing import Any

import aiohttp
import pytest
import structlog
from pydantic import SecretStr
from sqlalchemy import text

from bot.main import Assistant
from bot.settings import Settings
from bot.watchdog import EXIT_CODE
from handlers.incoming import Incoming
from handlers.router import ROUTER, Router
from sandbox.client import Sandbox
from sandbox.server import Running
from services import notify
from storage import drafts, people
from storage.inbox import State, inbox
from storage.session import Session
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.journeys.conftest import TOKEN, Enrol
from tests.journeys.parts import HASTY, on_watch, quiet, told
from tests.people import Json, Phone, enrol
from views.message import Message

SECRET = "a-secret-of-the-tests"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
_IDS = count(700_000_001)


@pytest.fixture(autouse=True)
def _plain_log() -> Iterator[None]:
    """As `bot.logs` does: the library's own way to print a thousand frames takes half a minute."""
    structlog.configure(
        processors=[
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(),
        ]
    )
    yield
    structlog.reset_defaults()


def typed(phone: Phone, words: str, **more: Any) -> Json:
    """A message as Telegram would bring it, with an id of its own."""
    someone = {"id": phone.id, "first_name": "Неко"}
    message = {
        "message_id": next(_IDS),
        "date": int(time.time()),
        "chat": someone | {"type": "private"},
        "from": someone | {"is_bot": False, "language_code": "sr"},
        "text": words,
    }
    return {"update_id": next(_IDS), "message": message | more}


def with_command(command: Callable[[UnitOfWork, Incoming], None]) -> Router:
    """The router, and one command more: /odd."""
    return Router({**ROUTER.commands, "odd": command}, ROUTER.buttons)


async def rows(store: Store, *, state: State) -> list[Json]:
    def read(session: Session) -> list[Json]:
        found = session.execute(inbox.select().where(inbox.c.state == state).order_by(inbox.c.id))
        return [dict(row._mapping) for row in found]

    return await store.read(read)


async def metric(assistant: Assistant, name: str) -> float:
    assert assistant.server
    address = f"http://127.0.0.1:{assistant.server.port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(address) as answered:
        lines = (await answered.text()).splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(f"{name} ")))


# Once, and in order


async def test_an_update_that_comes_three_times_counts_once(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    dragan = await enrol("Драган", country="RS", roles="duty")
    ana = await enrol("Ana", country="RO")
    before, outside = len(await dragan.screen()), len(await ana.screen())

    toggle = typed(dragan, "/duty 7")
    for _ in range(3):
        await sandbox.inject(toggle)
        await quiet(assistant.store)
    others = [typed(dragan, "/whoami") for _ in range(5)]
    shuffled = others * 3
    random.Random(8).shuffle(shuffled)
    for update in shuffled:
        await sandbox.inject(update)
    await sandbox.inject(typed(dragan, "/cancel"))
    await dragan.reads("Нема отвореног обрасца.")
    await quiet(assistant.store)

    on_duty = await assistant.store.read(lambda s: people.by_id(s, dragan.person_id))
    assert on_duty
    assert on_duty.on_duty_since
    # One answer to /duty, five to /whoami, one to /cancel.
    assert len(await dragan.screen()) == before + 7
    assert len(await ana.screen()) == outside


async def test_an_id_lower_than_the_last_is_no_repetition(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS")
    high, low = typed(mila, "/whoami"), typed(mila, "/cancel") | {"update_id": 17}

    await told(mila, sandbox.inject(high))
    assert await told(mila, sandbox.inject(low)) == "Нема отвореног обрасца."


async def test_thirty_quick_messages_keep_their_order(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS")
    ion = await enrol("Ion", country="RO")

    done = len(await rows(assistant.store, state=State.DONE))

    for number in range(30):
        await mila.says(f"рт {number}")
        await ion.says(f"cap {number}")
    async with asyncio.timeout(20):
        while len(await rows(assistant.store, state=State.DONE)) < done + 60:
            await asyncio.sleep(0.05)

    async def kept(phone: Phone) -> str:
        form = await assistant.store.read(lambda s: drafts.open_for(s, phone.id))
        assert form
        return str(form.answers["text"])

    assert await kept(mila) == "\n".join(f"рт {number}" for number in range(30))
    assert await kept(ion) == "\n".join(f"cap {number}" for number in range(30))


# What cannot be handled


@pytest.mark.alone
async def test_a_handler_that_raises_is_tried_at_once_after_one_and_after_five_seconds(
    settings: Settings, sandbox: Sandbox
) -> None:
    tries: list[float] = []

    def odd(_uow: UnitOfWork, _incoming: Incoming) -> None:
        tries.append(time.monotonic())
        raise RuntimeError("a fault of ours")

    async with on_watch(settings, router=with_command(odd)) as assistant:
        mila = await enrol(assistant, sandbox, "Мила", country="RS")
        ion = await enrol(assistant, sandbox, "Ion", country="RO")
        await mila.says("/odd")
        await mila.says("/whoami")
        while not tries:
            await asyncio.sleep(0.01)
        started = time.monotonic()
        assert "Ion" in await told(ion, ion.says("/whoami"))
        assert time.monotonic() - started < 1
        sorry = await mila.reads("Дошло је до грешке.", timeout=15)
        card = await mila.reads("RS-", timeout=5)
        (dead,) = await rows(assistant.store, state=State.DEAD)
        assert await metric(assistant, "straja_inbox_dead") == 1

    assert len(tries) == 3
    assert 1 <= tries[1] - tries[0] < 2
    assert 5 <= tries[2] - tries[1] < 6
    assert f"Ознака: {dead['reference']}\n" in sorry["text"]
    assert card["message_id"] > sorry["message_id"]  # what followed has waited its turn
    assert json.loads(dead["body"])["message"]["text"] == "/odd"
    # The question for the phone, the welcome, the test alarm, /whoami.
    assert len(await ion.screen()) == 4


@pytest.mark.parametrize("fault", ["exit", "interrupt", "depth", "stop"])
async def test_nothing_a_handler_raises_ends_the_assistant(
    settings: Settings, sandbox: Sandbox, fault: str
) -> None:
    def deeper(number: int) -> int:
        return deeper(number + 1) + 1

    def odd(_uow: UnitOfWork, _incoming: Incoming) -> None:
        if fault == "depth":
            deeper(0)
        raise {"exit": SystemExit(3), "interrupt": KeyboardInterrupt(), "stop": StopIteration()}[
            fault
        ]

    async with on_watch(settings, router=with_command(odd), patience=HASTY) as assistant:
        ana = await enrol(assistant, sandbox, "Ana", country="RO")
        stranger = await sandbox.person("Неко", language_code="sr")
        nobody = Phone(sandbox, int(stranger["id"]))
        await nobody.says("/odd")
        sorry = await told(ana, ana.says("/odd"))
        await nobody.reads("Дошло је до грешке.")
        assert sorry.startswith("A apărut o eroare. Referință: ")
        assert "Ana" in await told(ana, ana.says("/whoami"))
        dead = await rows(assistant.store, state=State.DEAD)
        assert sorted(row["sender"] for row in dead) == sorted([ana.id, nobody.id])
        assert [row["attempts"] for row in dead] == [2, 2]


async def test_a_handler_that_recovers_is_not_complained_of(
    settings: Settings, sandbox: Sandbox
) -> None:
    tries = count(1)

    def odd(uow: UnitOfWork, _incoming: Incoming) -> None:
        notify.reply(uow, Message("said"))
        if next(tries) < 3:
            raise RuntimeError("not yet")

    async with on_watch(settings, router=with_command(odd), patience=HASTY) as assistant:
        mila = await enrol(assistant, sandbox, "Мила", country="RS")
        before = len(await mila.screen())
        assert await told(mila, mila.says("/odd")) == "said"
        await quiet(assistant.store)
        assert len(await mila.screen()) == before + 1
        assert await rows(assistant.store, state=State.DEAD) == []


async def test_a_button_whose_handler_raises_lets_go_of_the_finger(
    settings: Settings, sandbox: Sandbox
) -> None:
    def odd(_uow: UnitOfWork, _incoming: Incoming, _parts: list[str]) -> str | None:
        raise RuntimeError("a fault of ours")

    router = Router(ROUTER.commands, {**ROUTER.buttons, "odd": odd})
    async with on_watch(settings, router=router, patience=HASTY) as assistant:
        mila = await enrol(assistant, sandbox, "Мила", country="RS")
        (*_, newest) = await mila.screen()
        assert await mila.forges("odd", newest["message_id"]) == ""
        await mila.reads("Дошло је до грешке.")


async def test_what_cannot_be_read_is_given_up_and_the_rest_flows(
    settings: Settings, sandbox: Sandbox
) -> None:
    async with on_watch(settings, patience=HASTY) as assistant:
        mila = await enrol(assistant, sandbox, "Мила", country="RS")
        ion = await enrol(assistant, sandbox, "Ion", country="RO")
        broken = typed(mila, "?") | {"message": {"from": {"id": mila.id}, "chat": "nonsense"}}
        harmless: list[Json] = [
            {"update_id": next(_IDS)},
            {"update_id": next(_IDS), "message": None},
            {"update_id": next(_IDS), "something_of_tomorrow": {"a": [1, {"b": None}]}},
        ]
        for update in [*harmless, broken]:
            await sandbox.inject(update)
        sorry = await mila.reads("Дошло је до грешке.")
        assert "Ion" in await told(ion, ion.says("/whoami"))
        assert "Мила" in await told(mila, mila.says("/whoami"))
        await quiet(assistant.store)
        (dead,) = await rows(assistant.store, state=State.DEAD)
        assert dead["update_id"] == broken["update_id"]
        assert str(dead["reference"]) in sorry["text"]
        assert await metric(assistant, "straja_inbox_dead") == 1
        assert await metric(assistant, "straja_inbox_waiting") == 0


async def test_a_fault_of_the_database_is_no_try(settings: Settings, sandbox: Sandbox) -> None:
    runs = count(1)

    def odd(uow: UnitOfWork, _incoming: Incoming) -> None:
        make_room(uow.session)
        notify.reply(uow, Message("said"))
        if next(runs) <= 2 * 4:  # SQLite runs a unit twice: in its group, then alone
            break_off(uow.session)

    async with on_watch(settings, router=with_command(odd), patience=HASTY) as assistant:
        mila = await enrol(assistant, sandbox, "Мила", country="RS")
        before = len(await mila.screen())
        assert await told(mila, mila.says("/odd")) == "said"
        await quiet(assistant.store)
        assert next(runs) > 4
        assert len(await mila.screen()) == before + 1
        assert await rows(assistant.store, state=State.DEAD) == []
        (*_, last) = await rows(assistant.store, state=State.DONE)
        assert last["attempts"] == 0


def break_off(session: Session) -> None:
    """Have the database fail in the middle of a unit of work, as a full disk or a server does."""
    if session.dialect.name == "postgresql":
        session.execute(text("SET LOCAL statement_timeout = 1"))
        session.execute(text("SELECT pg_sleep(1)"))
        return
    used = session.execute(text("PRAGMA page_count")).scalar_one()
    session.execute(text(f"PRAGMA max_page_count = {used + 1}"))
    session.execute(text("UPDATE person SET unit = :much"), {"much": "x" * 1_000_000})


def make_room(session: Session) -> None:
    """The disk has space again."""
    if session.dialect.name == "sqlite":
        session.execute(text("PRAGMA max_page_count = 1000000"))


# A process of its own


@contextlib.asynccontextmanager
async def process(
    settings: Settings, **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    given = {
        "STRAJA_BOT_TOKEN": TOKEN,
        "STRAJA_TELEGRAM_API": settings.telegram_api,
        "STRAJA_DATABASE_URL": settings.database_url,
        "STRAJA_DATA_DIR": str(settings.data_dir),
        "STRAJA_HTTP_PORT": "0",
        "STRAJA_SEND_RATE": "1000",
    }
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.journeys.troubled",
        env={**os.environ, **given, **environment},
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def ended(running: asyncio.subprocess.Process, *, within: float) -> int:
    async with asyncio.timeout(within):
        return await running.wait()


async def test_a_handler_that_hangs_is_given_up_and_nobody_beside_it(
    settings: Settings, sandbox: Sandbox
) -> None:
    async with on_watch(settings) as assistant:
        mila = await enrol(assistant, sandbox, "Мила", country="RS")
        ion = await enrol(assistant, sandbox, "Ion", country="RO")
        ana = await enrol(assistant, sandbox, "Ana", country="RO")
    # They come together, so that they share a commit.
    await ion.says("/whoami")
    await mila.says("/hang")
    await ana.says("/whoami")
    await mila.says("/whoami")

    for _ in range(3):
        async with process(settings) as running:
            assert await ended(running, within=20) == EXIT_CODE
    async with process(settings) as running:
        sorry = await mila.reads("Дошло је до грешке.", timeout=20)
        await mila.reads("Службени број")
        await ion.reads("Număr matricol")
        await ana.reads("Număr matricol")
        running.send_signal(signal.SIGTERM)
        assert await ended(running, within=15) == 0

    async with on_watch(settings) as assistant:
        (dead,) = await rows(assistant.store, state=State.DEAD)
    assert dead["sender"] == mila.id
    assert str(dead["reference"]) in sorry["text"]


async def test_what_was_at_work_whenever_somebody_killed_it_is_handled_in_the_end(
    settings: Settings, sandbox: Sandbox
) -> None:
    async with on_watch(settings) as assistant:
        mila = await enrol(assistant, sandbox, "Мила", country="RS")
    await mila.says("/sos")

    for _ in range(5):
        async with process(settings, STRAJA_FAILPOINT="update.before_commit:kill@1") as running:
            assert await ended(running, within=20) == -signal.SIGKILL
    async with process(settings) as running:
        await mila.reads("ПОЗИВ ЗА ПОМОЋ", timeout=20)
        running.send_signal(signal.SIGTERM)
        assert await ended(running, within=15) == 0

    async with on_watch(settings) as assistant:
        assert await rows(assistant.store, state=State.DEAD) == []


async def test_a_stop_in_the_middle_leaves_nothing_half_done(
    settings: Settings, sandbox: Sandbox
) -> None:
    async with on_watch(settings) as assistant:
        crew = [
            await enrol(assistant, sandbox, name, country="RS") for name in ("Мила", "Вук", "Ана")
        ]
        done = len(await rows(assistant.store, state=State.DONE))
    sent = []
    async with process(settings) as running:
        for number in range(8):
            sent += [(each.id, await each.says(f"/drag {number}")) for each in crew]
        await crew[0].reads("dragged", timeout=20)
        running.send_signal(signal.SIGTERM)
        assert await ended(running, within=15) == 0

    said = [await answered(each) for each in crew]
    assert 0 < sum(map(len, said)) < len(sent)  # it was in the middle, or this shows nothing
    waits = (await sandbox.bot())["pending_update_count"]
    opened = Store(settings.database_url)
    await opened.start()
    try:
        handled = len(await rows(opened, state=State.DONE)) - done
        waiting = len(await rows(opened, state=State.WAITING))
    finally:
        await opened.stop()
    assert handled + waiting + waits >= len(sent)

    async with process(settings) as running:
        for each in crew:
            await each.reads("dragged 7", timeout=20)
        running.send_signal(signal.SIGTERM)
        assert await ended(running, within=15) == 0
    for each in crew:
        assert await answered(each) == [f"dragged {number}" for number in range(8)]


async def answered(phone: Phone) -> list[str]:
    return [each["text"] for each in await phone.screen() if each["text"].startswith("dragged")]


# The two doors


async def test_another_poller_ends_this_one_with_a_sentence(
    assistant: Assistant, sandbox: Sandbox, running: Running
) -> None:
    async with asyncio.timeout(10):
        while not any(map(_waits_for_updates, await sandbox.requests())):
            await asyncio.sleep(0.02)
    address = f"{running.url}/bot{TOKEN}/getUpdates"
    # Once is enough on a file; replicas bear with one of their own that comes late, once.
    times = 1 if assistant.store.file else 20
    async with aiohttp.ClientSession() as session:
        for _ in range(times):
            if not assistant.ended.done():
                await session.post(address, json={"timeout": 0})
                await asyncio.wait([assistant.ended], timeout=0.5)
    sentence = await asyncio.wait_for(assistant.ended, 10)
    assert sentence.startswith("Another program fetches this bot's updates.")


def _waits_for_updates(request: Json) -> bool:
    """Whether this is a poll that is not answered at once, as the first one is."""
    return request["method"] == "getUpdates" and int(request["params"]["timeout"]) > 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def by_webhook(settings: Settings) -> Settings:
    port = free_port()
    return settings.model_copy(
        update={
            "webhook_url": f"http://127.0.0.1:{port}/telegram",
            "webhook_secret": SecretStr(SECRET),
            "http_port": port,
        }
    )


async def posted(settings: Settings, body: Any, *, secret: str | None = SECRET, **more: Any) -> int:
    headers = {} if secret is None else {HEADER: secret}
    async with (
        aiohttp.ClientSession() as session,
        session.post(settings.webhook_url, data=body, headers=headers, **more) as answered,
    ):
        return answered.status


async def test_updates_come_by_webhook(by_webhook: Settings, sandbox: Sandbox) -> None:
    async with on_watch(by_webhook) as assistant:
        mila = await enrol(assistant, sandbox, "Мила", country="RS", language="sr-Latn")
        before = len(await mila.screen())
        update = json.dumps(typed(mila, "/whoami"))
        assert [await posted(by_webhook, update) for _ in range(3)] == [200, 200, 200]
        await mila.reads("Službeni broj")
        await quiet(assistant.store)
        assert len(await mila.screen()) == before + 1


async def test_the_webhook_takes_only_telegrams_own_posts(
    by_webhook: Settings, sandbox: Sandbox
) -> None:
    async with on_watch(by_webhook) as assistant:
        mila = await enrol(assistant, sandbox, "Мила", country="RS")
        known = len(await rows(assistant.store, state=State.DONE))
        update = json.dumps(typed(mila, "/whoami"))
        for wrong in (None, "", SECRET[:-1], SECRET + "x", SECRET.upper(), "ж"):
            assert await posted(by_webhook, update, secret=wrong) == 403
        assert await refused_unread(by_webhook.http_port) == b"HTTP/1.1 403 Forbidden"
        large = json.dumps(typed(mila, "x" * 1_100_000))
        assert await posted(by_webhook, io.BytesIO(large.encode())) == 413
        assert await posted(by_webhook, pieces(large.encode())) == 413
        deep = '{"update_id": 1, "a": ' + "[" * 100_000 + "]" * 100_000 + "}"
        for none in (
            "",
            "no json",
            "[]",
            "17",
            "null",
            "{}",
            '{"update_id": "7"}',
            '{"update_id": null}',
            '{"update_id": 9223372036854775808}',
            deep,
            b"\xff\xfe\x00",
        ):
            assert await posted(by_webhook, none) == 400
        for depth in range(900, 1000, 5):
            nested = '{"update_id": 1, "a": ' + "[" * depth + "]" * depth + "}"
            assert await posted(by_webhook, nested) in {200, 400}
        await quiet(assistant.store)
        done = await rows(assistant.store, state=State.DONE)
        assert [row["update_id"] for row in done[known:]] in ([], [1])
        async with aiohttp.ClientSession() as session:
            assert (await session.get(by_webhook.webhook_url)).status == 405


async def refused_unread(port: int) -> bytes:
    """Promise a megabyte under a wrong secret and send none of it: the answer's first line."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        b"POST /telegram HTTP/1.1\r\nHost: here\r\nContent-Length: 1000000\r\n"
        + f"{HEADER}: wrong\r\n\r\n".encode()
    )
    first = await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    return first.strip()


async def pieces(whole: bytes) -> AsyncIterator[bytes]:
    """A body whose length nobody is told before."""
    for start in range(0, len(whole), 65_536):
        yield whole[start : start + 65_536]


async def test_what_the_store_refuses_is_not_confirmed(
    by_webhook: Settings, sandbox: Sandbox
) -> None:
    async with on_watch(by_webhook) as assistant:
        mila = await enrol(assistant, sandbox, "Мила", country="RS")
        await assistant.store.stop()
        assert await posted(by_webhook, json.dumps(typed(mila, "/whoami"))) == 503


async def test_a_locked_database_loses_no_update(
    settings: Settings, sqlite_url: str, sandbox: Sandbox
) -> None:
    port = free_port()
    settings = settings.model_copy(
        update={
            "database_url": sqlite_url,
            "webhook_url": f"http://127.0.0.1:{port}/telegram",
            "webhook_secret": SecretStr(SECRET),
            "http_port": port,
        }
    )
    async with on_watch(settings, patience=HASTY) as assistant:
        mila = await enrol(assistant, sandbox, "Мила", country="RS")
        before = len(await mila.screen())
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            await mila.says("/whoami")
            async with asyncio.timeout(20):
                while "503" not in str((await sandbox.bot())["webhook"].get("last_error_message")):
                    await asyncio.sleep(0.1)
        finally:
            other.execute("ROLLBACK")
            other.close()
        await mila.reads("Службени број", timeout=20)
        await quiet(assistant.store)
        assert len(await mila.screen()) == before + 1
