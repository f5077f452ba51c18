"""A line between the assistant and Telegram that can be cut: connections are refused then."""

import asyncio
from typing import Self
from urllib.parse import urlsplit

from tests.bot.way import joined


class Relay:
    """Carries bytes to a server on this machine; a context manager."""

    def __init__(self, url: str) -> None:
        self._port = urlsplit(url).port
        self._lines: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """What to call instead of the server."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    async def mend(self) -> None:
        """Listen, at the same port as before."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def cut(self) -> None:
        """Refuse whoever calls, and end what is under way."""
        if self._server:
            self._server.close()
        lines = list(self._lines)
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        assert line
        self._lines.add(line)
        try:
            beyond = await asyncio.open_connection("127.0.0.1", self._port)
            await joined(reader, writer, *beyond)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._lines.discard(line)
            writer.close()
