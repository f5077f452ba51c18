"""What a journey varies or looks up: the clock, the answer to one deed, what is on record."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select

from bot.intake import Patience
from bot.main import Assistant, utc_now
from bot.settings import Settings
from storage.audit import audit
from storage.deadlines import SLOW, deadline
from storage.inbox import State, inbox
from storage.outbox import UNFINISHED, outbox
from storage.session import Session
from storage.sightings import sighting
from storage.store import Store
from tests.people import Json, Phone
from views.language import Language, Reader
from views.refusals import explain

# Retries as close together as a test can tell apart.
HASTY = Patience(
    retries=(timedelta(milliseconds=50), timedelta(milliseconds=100)),
    killed=(timedelta(milliseconds=50),) * 9,
    database=timedelta(milliseconds=50),
)


class Clock:
    """The one clock, and the time that a test lets pass at once."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self._ahead

    def steady(self) -> float:
        """Seconds of the clock that nobody sets: it goes on by as much."""
        return time.monotonic() + self._ahead.total_seconds()

    def passes(self, **much: float) -> None:
        """`clock.passes(days=14)`."""
        self._ahead += timedelta(**much)


# The store behind each sandbox, so that a test can wait until all has been said.
_STORES: dict[str, Store] = {}


@asynccontextmanager
async def on_watch(
    settings: Settings, *, sandbox: str = "", **parts: Any
) -> AsyncIterator[Assistant]:
    """An assistant from its start to its end; `parts` as of `Assistant`.

    `sandbox` is its address where the assistant does not reach it directly.
    """
    if isinstance(parts.get("clock"), Clock):
        parts = {"steady": parts["clock"].steady} | parts
    assistant = Assistant(settings, private=0.001, **parts)
    await assistant.start()
    address = sandbox or settings.telegram_api
    _STORES[address] = assistant.store
    try:
        yield assistant
    finally:
        _STORES.pop(address, None)
        await assistant.stop()


async def answer(phone: Phone, deed: Awaitable[object], *, chat: int = 0) -> Json:
    """What the bot says after a deed, in the person's chat or a group: the last of it."""
    where = chat or phone.id
    seq = (await phone.sandbox.chat(where))["seq"]
    await deed

    def said(message: Json) -> bool:
        return "text" in message

    first = await phone.sandbox.wait_for(where, predicate=said, after=seq, timeout=10)
    store = _STORES.get(phone.sandbox.url)
    if store is None:
        return first
    await until(store, lambda session: not unsent(session, where))
    changed = await phone.sandbox.messages(where, after=seq)
    ours = [each for each in changed if each["from"] == "bot" and said(each)]
    return max(ours, key=lambda each: int(each["message_id"]))


async def told(phone: Phone, deed: Awaitable[object], *, chat: int = 0) -> str:
    """Only its text."""
    return str((await answer(phone, deed, chat=chat))["text"])


def refusal(name: str, language: str, /, **values: object) -> str:
    """What a refusal says in a language; its wording is the catalogues', its choice is tested."""
    return explain(Reader(Language(language), ""), name, values)


async def quiet(store: Store) -> None:
    """Wait until every update is done or given up."""
    await until(store, lambda session: not waiting(session))


async def until(store: Store, holds: Callable[[Session], bool]) -> None:
    """Wait until something holds in the database."""
    async with asyncio.timeout(20):
        while not await store.read(holds):
            await asyncio.sleep(0.01)


def pictured(session: Session) -> bool:
    """Whether every map that was asked for has been drawn and sent."""
    drawn = exists().where(deadline.c.kind.in_(SLOW - {"digest"}))  # that comes at midnight
    sent = exists().where(outbox.c.state.in_(UNFINISHED))
    return not session.scalar(select(drawn | sent))


def waiting(session: Session) -> int:
    """How many updates are not done."""
    query = select(func.count()).select_from(inbox).where(inbox.c.state == State.WAITING)
    return int(session.scalar(query) or 0)


def unsent(session: Session, chat: int) -> int:
    """How much is still to be said in a chat."""
    query = select(func.count()).select_from(outbox)
    under_way = outbox.c.state.in_(UNFINISHED)
    return int(session.scalar(query.where(outbox.c.chat_id == chat, under_way)) or 0)


async def deeds(store: Store, subject: str) -> list[tuple[str, int | None, Json]]:
    """The audit entries about a subject: what, by whom, in detail."""

    def read(session: Session) -> list[tuple[str, int | None, Json]]:
        rows = session.execute(select(audit).where(audit.c.subject == subject).order_by(audit.c.id))
        return [(row.deed, row.actor_id, json.loads(row.detail)) for row in rows]

    return await store.read(read)


async def reports(store: Store) -> list[Json]:
    """Every sighting as its row."""

    def read(session: Session) -> list[Json]:
        rows = session.execute(select(sighting).order_by(sighting.c.id))
        return [dict(row._mapping) for row in rows]

    return await store.read(read)
