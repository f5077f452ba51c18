"""The least of a Telegram that a bot can talk to, so that what is measured is the bot.

One process takes calls of the Bot API and brings updates by webhook, over bare sockets: some 40 µs
for each, where the sandbox, which checks what it is sent, needs far more.
"""

import asyncio
import math
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import unquote_plus

SECRET = "of-the-bench"
WINDOW, BLOCK = 1.0, 3.0  # seconds

_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
_CHAT = re.compile(rb"(?:^|&|\")chat_id(?:=|\"\r\n\r\n|\": ?)(-?\d+)")
_QUERY = re.compile(rb"(?:^|&|\")callback_query_id(?:=|\"\r\n\r\n|\": ?\")(\d+)")
_QUOTE, _COLON = rb"(?:%22|\")", rb"(?:%3A|:)(?:\+|%20| )*"
_BUTTON = re.compile(rb"callback_data" + _QUOTE + _COLON + _QUOTE + rb"(.*?)" + _QUOTE)
_CALLS_OF_ONE = 1_000_000  # ids of taps say whose they are: chat * this + number


@dataclass(frozen=True)
class Call:
    """A call of the Bot API as it came in; `chat` is 0 where it names none."""

    moment: float  # of the monotonic clock
    method: str
    chat: int
    body: bytes

    def buttons(self) -> list[str]:
        """What the buttons of this message carry."""
        return [unquote_plus(found.decode()) for found in _BUTTON.findall(self.body)]


class Limit:
    """So many calls in any second; one too many, and nothing is taken for three seconds."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._taken: deque[float] = deque()
        self._blocked_until = float("-inf")

    def refuses_for(self, now: float) -> float:
        """Seconds to wait before the next call; 0.0 where this one is taken."""
        while self._taken and self._taken[0] <= now - WINDOW:
            self._taken.popleft()
        if now >= self._blocked_until and len(self._taken) >= self._rate:
            self._blocked_until = now + BLOCK
        if now < self._blocked_until:
            return self._blocked_until - now
        self._taken.append(now)
        return 0.0


class Standin:
    """The Bot API's side. `heard` is told of each call that was accepted."""

    def __init__(self) -> None:
        self.url = ""
        self.heard: Callable[[Call], None] = lambda _: None
        self.limit: Limit | None = None
        self.accepted = self.refused = 0
        self.callers: set[asyncio.Transport] = set()
        self._server: asyncio.Server | None = None
        self._messages = 1000

    async def start(self) -> None:
        """Listen on any free port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Caller(self), "127.0.0.1", 0, backlog=512)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Listen no more, and hang up."""
        if self._server:
            self._server.close()
        for caller in list(self.callers):
            caller.close()
        await asyncio.sleep(0)

    def answer(self, method: str, body: bytes) -> bytes:
        """The whole answer to a call."""
        now = time.monotonic()
        found = _CHAT.search(body)
        if self.limit and found and (wait := self.limit.refuses_for(now)):
            self.refused += 1
            seconds = math.ceil(wait)
            return _http(429, _TOO_MANY % (seconds, seconds))
        chat = int(found[1]) if found else 0
        if method == "answerCallbackQuery" and (query := _QUERY.search(body)):
            chat = int(query[1]) // _CALLS_OF_ONE
        self.accepted += 1
        self.heard(Call(now, method, chat, body))
        return _http(200, self._result(method, chat))

    def _result(self, method: str, chat: int) -> bytes:
        if method == "getMe":
            return _ME
        if method in {"sendMessage", "editMessageText"}:
            self._messages += 1
            return _MESSAGE % (self._messages, chat)
        if method == "getWebhookInfo":
            return b'{"ok":true,"result":{"url":"","has_custom_certificate":false}}'
        return b'{"ok":true,"result":true}'


_ME = (
    b'{"ok":true,"result":{"id":1000001,"is_bot":true,"first_name":"Bench","username":"bench_bot",'
    b'"can_join_groups":false,"can_read_all_group_messages":false,"supports_inline_queries":false}}'
)
_MESSAGE = (
    b'{"ok":true,"result":{"message_id":%d,"date":1764000000,"text":"...",'
    b'"chat":{"id":%d,"type":"private","first_name":"Mila"}}}'
)
_TOO_MANY = (
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after %d",'
    b'"parameters":{"retry_after":%d}}'
)


def _http(status: int, body: bytes) -> bytes:
    head = b"HTTP/1.1 %d -\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


class _Messages:
    """HTTP messages out of the pieces in which they arrive; each has its length in its head."""

    def __init__(self) -> None:
        self._held = b""

    def fed(self, piece: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Head and body of each message that is complete now."""
        self._held += piece
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._held, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._held) < whole:
                return
            head, body = self._held[:end], self._held[end + 4 : whole]
            self._held = self._held[whole:]
            yield head, body


class _Caller(asyncio.Protocol):
    """One connection of a bot."""

    def __init__(self, standin: Standin) -> None:
        self._standin, self._messages = standin, _Messages()
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._standin.callers.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the signature is asyncio's
        self._standin.callers.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        for head, body in self._messages.fed(data):
            method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
            self._transport.write(self._standin.answer(method, body))


class Line(asyncio.Protocol):
    """One connection from Telegram to a bot's webhook; one update at a time."""

    def __init__(self, port: int, path: str) -> None:
        self._port = port
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: "
        ).encode()
        self._messages = _Messages()
        self._transport: asyncio.Transport
        self._answered: asyncio.Future[int] | None = None

    async def open(self) -> None:
        """Connect."""
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, "127.0.0.1", self._port)

    async def post(self, update: bytes) -> None:
        """Bring an update. Raises RuntimeError where it is not taken."""
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(b"%b%d\r\n\r\n%b" % (self._head, len(update), update))
        status = await self._answered
        if status != 200:
            raise RuntimeError(f"the webhook answered {status}")

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        for head, _ in self._messages.fed(data):
            if self._answered and not self._answered.done():
                self._answered.set_result(int(head.split(b" ", 2)[1]))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answered and not self._answered.done():
            self._answered.set_exception(exc or RuntimeError("the webhook hung up"))


def tap_id(chat: int, number: int) -> int:
    """An id of a tap from which the stand-in can tell whose it is."""
    return chat * _CALLS_OF_ONE + number


@asynccontextmanager
async def standin(*, rate: int = 0) -> AsyncIterator[Standin]:
    """A stand-in that listens, of one bot's own; `rate`: messages a second that are allowed."""
    made = Standin()
    await made.start()
    made.limit = Limit(rate) if rate else None
    try:
        yield made
    finally:
        await made.stop()
