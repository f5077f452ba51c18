"""An outbox on a real database and couriers that bring it to the sandbox."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from telegram import Bot

from bot.courier import Courier
from bot.outcomes import Patience
from bot.transport import AiohttpRequest
from sandbox.client import Sandbox
from storage import cards, outbox, people
from storage.outbox import Call, Lane, State
from storage.store import Store

TOKEN = "4242:made-up-token-of-tests"
MARK = "↻ Поновљено"
READ = 0.5  # seconds until an answer is taken as lost

QUICK = Patience(
    grace={
        Lane.SOS: timedelta(seconds=0.4),
        Lane.ALERT: timedelta(seconds=0.8),
        Lane.REPLY: timedelta(seconds=0.8),
        Lane.NOTICE: timedelta(seconds=0.8),
        Lane.ROUTINE: timedelta(seconds=0.8),
    },
    backoff=timedelta(seconds=0.05),
    idle=timedelta(seconds=0.2),
    drain=timedelta(seconds=2),
)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Post:
    """What is queued here is seen in the sandbox."""

    def __init__(self, url: str, sandbox: Sandbox) -> None:
        self.url = url
        self.sandbox = sandbox
        self.store = Store(url)
        self._couriers: list[tuple[Courier, Bot]] = []

    async def open(self) -> None:
        await self.store.start()

    async def close(self) -> None:
        for courier, bot in self._couriers:
            await courier.stop()
            await bot.request.shutdown()
        await self.store.stop()

    async def person(self, name: str, chat_id: int, **facts: Any) -> int:
        """Somebody of the roster who has started the bot; their id in the database."""
        await self.sandbox.person(name, id=chat_id)
        await self.sandbox.start(chat_id, bot=int(TOKEN.split(":", maxsplit=1)[0]))
        values = {"country": "RS", "service": "", "unit": "", "language": "sr-Cyrl"} | facts
        values |= {"name": name, "service_number": str(chat_id), "phone": f"+381{chat_id}"}
        values |= {"telegram_id": chat_id}
        return await self.store.run(lambda session: people.add(session, values))

    async def restarted(self) -> None:
        """Everything ends at once, as if killed; what was written down is all that is left."""
        for courier, bot in self._couriers:
            for task in [courier._loop, *courier._calls]:
                if task is not None:
                    task.cancel()
            await asyncio.sleep(0)
            await bot.request.shutdown()
        self._couriers.clear()
        await self.store.stop()
        self.store = Store(self.url)
        await self.store.start()

    async def crowd(self, number: int) -> list[int]:
        """Chats of people who have started the bot, unknown to the database."""
        chats = list(range(1001, 1001 + number))
        for chat_id in chats:
            await self.sandbox.person(f"Reader {chat_id}", id=chat_id)
            await self.sandbox.start(chat_id, bot=int(TOKEN.split(":", maxsplit=1)[0]))
        return chats

    async def queue(self, *calls: Call) -> list[int]:
        """All in one transaction; their rows."""
        now = utc_now()
        return await self.store.run(
            lambda session: [outbox.queue(session, call, now) for call in calls]
        )

    async def show(self, *showings: cards.Showing) -> list[int]:
        now = utc_now()
        return await self.store.run(lambda s: [cards.show(s, each, now) for each in showings])

    async def row(self, row_id: int) -> dict[str, Any]:
        query = select(outbox.outbox).where(outbox.outbox.c.id == row_id)
        return await self.store.run(lambda session: dict(session.execute(query).one()._mapping))

    async def rows(self) -> list[dict[str, Any]]:
        query = select(outbox.outbox).order_by(outbox.outbox.c.id)
        return await self.store.run(lambda s: [dict(row._mapping) for row in s.execute(query)])

    async def state(self, row_id: int) -> State:
        return State((await self.row(row_id))["state"])

    async def courier(self, **settings: Any) -> Courier:
        """One that has begun, as fast as the sandbox allows unless told otherwise."""
        bot = await self.bot(settings.pop("read_timeout", READ), url=settings.pop("url", None))
        courier = Courier(
            settings.pop("store", self.store),
            bot,
            clock=settings.pop("clock", utc_now),
            patience=settings.pop("patience", QUICK),
            **{"rate": 1000.0} | settings,
        )
        self._couriers.append((courier, bot))
        courier.start()
        return courier

    async def bot(self, read_timeout: float = READ, *, url: str | None = None) -> Bot:
        request = AiohttpRequest(read_timeout=read_timeout)
        bot = Bot(
            TOKEN,
            base_url=f"{url or self.sandbox.url}/bot",
            request=request,
            get_updates_request=request,
        )
        await request.initialize()
        return bot

    async def settled(self, *row_ids: int, within: float = 15.0) -> list[State]:
        """Wait until these are sent, dead or cancelled; which of them."""
        ended = {State.SENT, State.DEAD, State.CANCELLED}

        async def all_ended() -> bool:
            return all([await self.state(row_id) in ended for row_id in row_ids])

        await until(all_ended, within=within)
        return [await self.state(row_id) for row_id in row_ids]

    async def none_more(self, method: str = "sendMessage", *, within: float) -> None:
        """Wait, and see that nothing is called meanwhile."""
        before = await self.calls(method)
        await asyncio.sleep(within)
        assert await self.calls(method) == before

    async def texts(self, chat_id: int) -> list[str]:
        """What the bot's messages in a chat say, oldest first."""
        messages = await self.sandbox.messages(chat_id)
        return [
            str(message.get("text") or message.get("caption"))
            for message in messages
            if message["from"] == "bot" and not message["deleted"]
        ]

    async def calls(self, method: str | None = None) -> list[dict[str, Any]]:
        """The sandbox's log of what was attempted, the oracle."""
        return [
            entry
            for entry in await self.sandbox.log()
            if method in (None, entry["method"]) and entry["method"] != "getMe"
        ]


def say(chat_id: int, text: str, lane: Lane = Lane.NOTICE, **more: Any) -> Call:
    """A text message."""
    given = {"payload": {"text": text}, "method": "sendMessage", "repeat_mark": MARK} | more
    return Call(chat_id=chat_id, lane=lane, **given)


async def until(condition: Callable[[], Awaitable[bool]], *, within: float = 15.0) -> None:
    deadline = time.monotonic() + within
    while not await condition():
        assert time.monotonic() < deadline, f"not so within {within} s"
        await asyncio.sleep(0.01)
