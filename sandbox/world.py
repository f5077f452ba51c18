"""Everything the sandbox knows: people, bots, chats, files, limits, faults, logs."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sandbox.bell import Bell
from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.clock import Clock
from sandbox.errors import ApiError, ControlError
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.limits import Limits
from sandbox.log import Log
from sandbox.people import Person
from sandbox.visit import Visit
from sandbox.wire import Json

T = TypeVar("T")
_TOKEN = re.compile(r"(\d{1,15}):[A-Za-z0-9_-]{10,}")


@dataclass(slots=True, eq=False)
class Callback:
    """A pressed button that waits for its answer."""

    id: str
    bot: Bot
    pressed_at: float
    answered_at: float | None = None
    text: str | None = None
    show_alert: bool = False
    url: str | None = None
    bell: Bell = field(default_factory=Bell)

    def as_fact(self) -> Json:
        """What the control side tells."""
        answered = self.answered_at is not None
        waited = (self.answered_at or 0) - self.pressed_at
        return {
            "callback_query_id": self.id,
            "answered": answered,
            "text": self.text,
            "show_alert": self.show_alert,
            "url": self.url,
            "answered_after_ms": round(waited * 1000) if answered else None,
        }


class World:
    """One sandbox; `reset` makes it new."""

    def __init__(
        self,
        clock: Clock | None = None,
        log_path: Path | None = None,
        requests_path: Path | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.log = Log(log_path)
        self.requests = Log(requests_path)
        self.observers: set[asyncio.Queue[Json]] = set()
        self.seq = 0
        # Set by the server: how a method is carried out, for webhook answers that name one.
        self.perform: Callable[[Bot, str, Json], Awaitable[None]] | None = None
        self._errands: set[asyncio.Task[Any]] = set()
        self._empty()

    def _empty(self) -> None:
        self.people: dict[int, Person] = {}
        self.bots: dict[int, Bot] = {}
        self.files = Files()
        self.faults = Faults()
        self.limits = Limits(self.clock)
        self.visit = Visit()
        self.callbacks: dict[str, Callback] = {}
        self.person_ids = count(700_000_001)
        self.group_ids = count(500_000_001)

    def reset(self) -> None:
        """Back to the beginning; pollers of before are let go with nothing."""
        for bot in self.bots.values():
            bot.retired = True
            bot.updates.clear()
            bot.updates.bell.ring()
            if bot.webhook is not None:
                bot.webhook.stop()
        self.log.clear()
        self.requests.clear()
        self._empty()
        self.tell({"chat_id": None, "seq": self.seq, "kind": "reset"})

    def tell(self, event: Json) -> None:
        """Let everybody know who watches the events."""
        for observer in self.observers:
            observer.put_nowait(event)

    def spawn(self, errand: Coroutine[None, None, T]) -> asyncio.Task[T]:
        """Do something on the side, whoever asked for it may leave."""
        task = asyncio.get_running_loop().create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
        return task

    async def close(self) -> None:
        """Stop everything that runs and close the files."""
        self.reset()
        if self._errands:
            _, late = await asyncio.wait(self._errands, timeout=0.5)
            for errand in late:
                errand.cancel()
        self.log.close()
        self.requests.close()

    def bot_of_token(self, token: str) -> Bot:
        """The bot of a token, made at first use; ApiError 401 for no token."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise ApiError(401, "Unauthorized")
        return self.bots.get(int(found[1])) or self._new_bot(int(found[1]))

    def bot(self, bot_id: object = None) -> Bot:
        """The bot meant by the control side; one that has not called yet may be written to."""
        if bot_id is None:
            return next(iter(self.bots.values()), None) or self._new_bot(0)
        bot = self.bots.get(int(str(bot_id)))
        return bot or self._new_bot(int(str(bot_id)))

    def _new_bot(self, bot_id: int) -> Bot:
        # People may write before the first bot has called; what they wrote waits under id 0 and is
        # handed to the first bot that comes.
        waiting = self.bots.pop(0, None)
        bot = waiting or Bot(bot_id, self.clock, self.touched)
        name = "StrajaSandboxBot" if not self.bots else f"StrajaSandbox{bot_id}Bot"
        bot.user |= {"id": bot_id, "username": name}
        self.bots[bot_id] = bot
        return bot

    def person(self, person_id: int) -> Person:
        """Somebody known, or ControlError 404."""
        person = self.people.get(person_id)
        if person is None:
            raise ControlError(404, f"There is no person {person_id}.")
        return person

    def touched(self, chat: Chat, kind: str) -> int:
        """Number a change of a chat and tell everybody who watches."""
        self.seq += 1
        chat.seq = self.seq
        chat.bell.ring()
        self.tell({"chat_id": chat.id, "seq": self.seq, "kind": kind})
        return self.seq
