"""People with phones before the stand-in: what they do, and whether each was answered just once."""

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tests.bench.standin import Call, Line, Standin, tap_id

LINES = 40  # what Telegram opens to a webhook at the most, by default
PATIENCE = 30  # seconds until an answer counts as lost
_SETTLE = 0.3  # seconds in which an answer too many would come

Json = dict[str, Any]
_UPDATES = itertools.count(1)


@dataclass
class Person:
    """One phone: what its screen offers, and what it still waits for."""

    chat: int
    buttons: list[str] = field(default_factory=list)
    asked: int = 0
    heard: list[Call] = field(default_factory=list)
    awaited: Counter[str] = field(default_factory=Counter)
    surplus: int = 0
    answered: asyncio.Future[float] | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def hear(self, call: Call) -> None:
        """A call of the bot for this chat."""
        if not self.awaited[call.method]:
            self.surplus += 1
            return
        self.awaited[call.method] -= 1
        self.heard.append(call)
        if buttons := call.buttons():
            self.buttons = buttons
        if not self.awaited.total() and self.answered:
            self.answered.set_result(call.moment)


@dataclass(frozen=True)
class Act:
    """What a person does, and which calls are the answer to it."""

    update: Callable[[Person], Json]
    answer: dict[str, int]


# A map comes beside a card when it is drawn; nobody waits for it.
_BY_ITSELF = {"sendPhoto", "editMessageMedia"}


class Crowd:
    """Everybody in front of one bot."""

    def __init__(self, standin: Standin, chats: Iterable[int]) -> None:
        self.people = [Person(chat) for chat in chats]
        self._by_chat = {person.chat: person for person in self.people}
        standin.heard = self._hear
        self._standin = standin

    def listen(self) -> None:
        """From now on what the bot says is said to these people."""
        self._standin.heard = self._hear

    async def act(self, line: Line, person: Person, act: Act) -> float:
        """Do it once; seconds until the last call of its answer came."""
        async with person.turn:  # nobody taps before they have been answered
            return await self._act(line, person, act)

    async def _act(self, line: Line, person: Person, act: Act) -> float:
        person.heard.clear()
        person.awaited = Counter(act.answer)
        person.answered = asyncio.get_running_loop().create_future()
        begun = await self.tell(line, person, act)
        try:
            return await asyncio.wait_for(person.answered, PATIENCE) - begun
        except TimeoutError:
            missing = dict(+person.awaited)
            raise RuntimeError(f"{person} waits in vain for {missing}") from None

    async def tell(self, line: Line, person: Person, act: Act) -> float:
        """Do it and wait for no answer; when it was posted."""
        person.asked += 1
        body = json.dumps({"update_id": next(_UPDATES), **act.update(person)}).encode()
        begun = time.monotonic()
        await line.post(body)
        return begun

    async def settled(self) -> None:
        """Nobody was answered twice. Raises RuntimeError."""
        await asyncio.sleep(_SETTLE)
        if surplus := sum(person.surplus for person in self.people):
            raise RuntimeError(f"{surplus} answers too many")

    def _hear(self, call: Call) -> None:
        if call.method in _BY_ITSELF:
            return
        if person := self._by_chat.get(call.chat):
            person.hear(call)


@asynccontextmanager
async def lines(port: int, number: int = LINES) -> AsyncIterator[list[Line]]:
    """Connections to a bot's webhook."""
    opened = [Line(port, "/telegram") for _ in range(number)]
    for line in opened:
        await line.open()
    yield opened
    for line in opened:
        line.close()


async def in_turn(
    crowd: Crowd, people: Sequence[Person], connections: Sequence[Line], acts: Sequence[Act]
) -> list[float]:
    """Everybody does everything, as many at once as there are lines; how long each act took.

    A line takes the next person's act when the one before has been answered: a closed loop.
    """
    turns = iter([(person, act) for act in acts for person in people])
    took: list[float] = []

    async def work(line: Line) -> None:
        for person, act in turns:
            took.append(await crowd.act(line, person, act))

    async with asyncio.TaskGroup() as group:
        for line in connections:
            group.create_task(work(line))
    return took


def types(text: str, **answer: int) -> Act:
    """Somebody types a command or presses a large key, which sends its label."""

    def update(person: Person) -> Json:
        message = {
            "message_id": person.asked,
            "date": int(time.time()),
            "chat": _chat(person),
            "from": _user(person),
            "text": text,
        }
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return {"message": message}

    return Act(update, answer)


def presses(which: Callable[[list[str]], str], shown: Json, **answer: int) -> Act:
    """Somebody presses the button that `which` picks of what their buttons carry."""

    def update(person: Person) -> Json:
        message = {
            "message_id": 7,
            "date": int(time.time()),
            "chat": _chat(person),
            "from": {"id": 1000001, "is_bot": True, "first_name": "Bench"},
            **shown,
        }
        query = {
            "id": str(tap_id(person.chat, person.asked)),
            "from": _user(person),
            "chat_instance": "1",
            "data": which(person.buttons),
            "message": message,
        }
        return {"callback_query": query}

    return Act(update, answer)


def fields(call: Call) -> Json:
    """What a call says, its JSON read."""
    if call.body.startswith(b"{"):
        said: Json = json.loads(call.body)
        return said
    plain = {name: values[0] for name, values in parse_qs(call.body.decode()).items()}
    return {
        name: json.loads(value) if value[:1] in {"{", "["} else value
        for name, value in plain.items()
    }


def _chat(person: Person) -> Json:
    return {
        "id": person.chat,
        "type": "private",
        "first_name": "Mila",
        "username": f"m{person.chat}",
    }


def _user(person: Person) -> Json:
    return {
        "id": person.chat,
        "is_bot": False,
        "first_name": "Mila",
        "last_name": "Petrović",
        "username": f"m{person.chat}",
        "language_code": "sr",
    }
