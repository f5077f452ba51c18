"""What may lie between the assistant and Telegram: a proxy that tunnels, and a server with TLS."""

import asyncio
import base64
import ssl
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from tests import needs


class Listening:
    """A small server on a port of its own; a context manager."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._lines: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        assert line
        self._lines.add(line)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self.talk(reader, writer)
        self._lines.discard(line)
        writer.close()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError


class Front(Listening):
    """A server with a certificate of its own before the sandbox, which has none."""

    def __init__(self, certificate: Path, sandbox: str) -> None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        super().__init__(tls)
        self._port = urlsplit(sandbox).port

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await joined(reader, writer, *await asyncio.open_connection("127.0.0.1", self._port))


class Proxy(Listening):
    """An HTTP proxy that knows CONNECT alone (RFC 9110, 9.3.6) and lets in whom it knows."""

    def __init__(self, user: str = "") -> None:
        super().__init__()
        self._user = user
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://{self._user}{'@' if self._user else ''}127.0.0.1:{self.port}"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").split("\r\n")
        self.asked.append(head[0])
        method, where, _version = head[0].split(" ")
        known = base64.b64encode(self._user.encode()).decode()
        if self._user and f"Proxy-Authorization: Basic {known}" not in head:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        elif method != "CONNECT":
            writer.write(b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
        else:
            host, port = where.rsplit(":", 1)
            beyond = await asyncio.open_connection(host, int(port))
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await joined(reader, writer, *beyond)
        await writer.drain()


async def joined(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    other_reader: asyncio.StreamReader,
    other_writer: asyncio.StreamWriter,
) -> None:
    """Carry bytes both ways until one side is done."""

    async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while piece := await source.read(65536):
            target.write(piece)
            await target.drain()

    ways = [carry(reader, other_writer), carry(other_reader, writer)]
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        other_writer.close()


def certificate(folder: Path) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key, in one PEM file."""
    openssl = needs.program("openssl", "openssl")
    made, key = folder / "own.pem", folder / "key.pem"
    wish = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
    name = ("-addext", "subjectAltName=IP:127.0.0.1")
    files = ("-keyout", str(key), "-out", str(made))
    subprocess.run([openssl, *wish.split(), *name, *files], check=True, capture_output=True)
    made.write_text(made.read_text() + key.read_text())
    return made
