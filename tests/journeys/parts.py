"""What a journey varies or looks up: the clock, the answer to one deed, what is on record."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.intake import Patience
from bot.main import Assistant, utc_now
from bot.settings import Settings
from storage.audit import audit
from storage.inbox import State, inbox
from storage.sightings import sighting
from storage.store import Store
from tests.people import Json, Phone
from views.language import Language, Reader
from views.refusals import explain

# Retries as close together as a test can tell apart.
HASTY = Patience(
    retries=(timedelta(milliseconds=50), timedelta(milliseconds=100)),
    database=timedelta(milliseconds=50),
)


class Clock:
    """The one clock, and the time that a test lets pass at once."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self._ahead

    def passes(self, **much: float) -> None:
        """`clock.passes(days=14)`."""
        self._ahead += timedelta(**much)


@asynccontextmanager
async def on_watch(settings: Settings, **parts: Any) -> AsyncIterator[Assistant]:
    """An assistant from its start to its end; `parts` as of `Assistant`."""
    assistant = Assistant(settings, private=0.001, **parts)
    await assistant.start()
    try:
        yield assistant
    finally:
        await assistant.stop()


async def answer(phone: Phone, deed: Awaitable[object], *, chat: int = 0) -> Json:
    """The first message of the bot after a deed, in the person's chat or a group."""
    where = chat or phone.id
    seq = (await phone.sandbox.chat(where))["seq"]
    await deed

    def said(message: Json) -> bool:
        return "text" in message

    return await phone.sandbox.wait_for(where, predicate=said, after=seq, timeout=10)


async def told(phone: Phone, deed: Awaitable[object], *, chat: int = 0) -> str:
    """Only its text."""
    return str((await answer(phone, deed, chat=chat))["text"])


def refusal(name: str, language: str, **values: object) -> str:
    """What a refusal says in a language; its wording is the catalogues', its choice is tested."""
    return explain(Reader(Language(language), ""), name, values)


async def quiet(store: Store) -> None:
    """Wait until every update is done or given up."""
    async with asyncio.timeout(20):
        while await store.read(waiting):
            await asyncio.sleep(0.02)


def waiting(session: Session) -> int:
    """How many updates are not done."""
    query = select(func.count()).select_from(inbox).where(inbox.c.state == State.WAITING)
    return int(session.scalar(query) or 0)


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
