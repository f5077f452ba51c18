"""The door for central systems, opened for real: HTTP, a store, and people of both sides."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from services import senders
from services.senders import SenderForm
from storage import organisation, people
from storage.organisation import SectorRow
from storage.people import Person, Role
from storage.session import Session
from storage.store import Store
from storage.unit_of_work import Installation, UnitOfWork
from tests.services.cap.said import message
from web.cap import Cap
from web.edge import Edge
from web.health import Health
from web.rates import Rates
from web.server import Server

NOW = datetime(2026, 11, 26, 1, 31, tzinfo=UTC)
FACTS = Installation(bot_username="straja_bot", number_key=b"k" * 32)
LAND = (
    '{"type":"Polygon","coordinates":[[[21.38,44.85],[21.48,44.85],[21.48,44.95],'
    "[21.38,44.95],[21.38,44.85]]]}"
)
SECTORS = (
    SectorRow(code="BC", country="RS", sr_cyrl="Бела Црква", ro="Biserica Albă", area=LAND),
    SectorRow(code="KL", country="RS", sr_cyrl="Кладово", latitude=44.61, longitude=22.61),
)
PEOPLE = (
    ("Мила", "RS", "officer", "sr-Cyrl", "BC"),
    ("Вук", "RS", "officer", "sr-Latn", "KL"),
    ("Драган", "RS", "duty", "sr-Cyrl", ""),
    ("Ion", "RO", "duty", "ro", ""),
    ("Ana", "RO", "officer", "ro", ""),
)


@dataclass
class Answered:
    """An answer as a central system gets it."""

    status: int
    headers: dict[str, str]
    body: bytes
    json: Any = None


@dataclass
class Door:
    """The open door, and a clock that stands."""

    store: Store
    client: aiohttp.ClientSession
    address: str = ""
    now: datetime = NOW
    seconds: float = 0.0
    tokens: dict[str, str] = field(default_factory=dict)

    async def let_in(self, name: str, country: str, **more: Any) -> None:
        """A sender of this name, with a token."""
        token = self.tokens[name] = senders.new_token()
        form = SenderForm(name, country, **more)

        def work(session: Session) -> None:
            uow = UnitOfWork(session, Person(), self.now, FACTS)
            senders.add(uow, form, senders.hash_of(token))

        await self.store.run(work)

    async def asks(
        self, name: str, method: str, path: str, *, data: Any = None, **headers: str
    ) -> Answered:
        """A request with the token of this sender."""
        given = {"Authorization": f"Bearer {self.tokens.get(name, name)}"} | headers
        async with self.client.request(
            method, f"{self.address}{path}", data=data, headers=given
        ) as answer:
            body = await answer.read()
            told = await answer.json(content_type=None) if "json" in answer.content_type else None
            return Answered(answer.status, dict(answer.headers), body, told)

    async def posts(self, name: str, body: Any, **headers: str) -> Answered:
        """A message by this sender."""
        given = {"Content-Type": "application/cap+xml"} | headers
        return await self.asks(name, "POST", "/cap/alerts", data=body, **given)


def numbered(number: int, *pairs: tuple[str, str]) -> bytes:
    """Another message of the same sender."""
    return message(("MUP-2026-1<", f"MUP-2026-{number}<"), *pairs)


async def _nothing() -> dict[str, float]:
    return {}


async def _well() -> bool:
    return True


def _people(session: Session) -> None:
    for number, (name, country, role, language, sector) in enumerate(PEOPLE, 7001):
        values = {
            "service_number": f"{country}-{number}",
            "name": name,
            "country": country,
            "service": "P",
            "language": language,
            "phone": f"+{number}",
            "telegram_id": number,
            "enrolled_at": NOW - timedelta(days=1),
            "on_duty_since": NOW - timedelta(hours=1),
        }
        person_id = people.add(session, values)
        people.set_roles(session, person_id, [Role(role)])
        if sector:
            people.set_sectors(session, person_id, [sector])
    for row in SECTORS:
        organisation.add_sector(session, row)


async def _open(url: str) -> AsyncIterator[Door]:
    store = Store(url)
    await store.start()
    await store.run(_people)
    async with aiohttp.ClientSession() as client:
        door = Door(store, client)
        rates = Rates(lambda: door.seconds)
        edge = Edge(store, FACTS, clock=lambda: door.now, rates=rates)
        health = Health(_well, _nothing)
        server = Server("127.0.0.1", 0, health=health, webhook=None, cap=Cap(edge))
        await server.start()
        door.address = f"http://127.0.0.1:{server.port}"
        await door.let_in("mup", "RS", cap_sender="alarm@mup.example")
        await door.let_in("isu", "RO")
        yield door
        await server.stop()
    await store.stop()
    await asyncio.sleep(0)


@pytest.fixture
async def door(sqlite_url: str) -> AsyncIterator[Door]:
    async for opened in _open(sqlite_url):
        yield opened


@pytest.fixture
async def any_door(database_url: str) -> AsyncIterator[Door]:
    """On each kind of database."""
    async for opened in _open(database_url):
        yield opened
