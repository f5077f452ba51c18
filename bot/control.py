"""The command socket: tools of the command line, run by the assistant that holds the database.

A connection carries one request and one answer, both JSON: `{"database": path, "tool": name,
"arguments": {…}}`, ended by closing the sending side; then `{"result": {…}}`, or `{"refused":
[sentence, …], "unsure": bool}`, where `unsure` means that nobody knows whether it was done.
"""

import asyncio
import json
import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from pydantic import ValidationError

from bot.tools import ORIGIN, TOOLS, Json
from services.roster_file import RosterRefused
from storage.faults import StoreFault, StoreRefused, StoreUnknown
from storage.people import Person
from storage.session import Session
from storage.store import Store
from storage.unit_of_work import Installation, UnitOfWork

SOCKET = "straja.sock"
LARGEST = 16 * 1024 * 1024  # bytes of a request or an answer

_READ_SECONDS = 30
_LONGEST_PATH = 103  # bytes of a socket's path: 104 on macOS and 108 on Linux, with the final NUL

log = structlog.get_logger(__name__)


class ControlRefused(StoreRefused):
    """The command socket cannot be opened; the sentence says what to do."""


def utc_now() -> datetime:
    """The clock of installations."""
    return datetime.now(UTC)


class Control:
    """The server side. `close` lets running tools finish and takes the socket away."""

    def __init__(
        self, store: Store, installation: Installation, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._installation, self._clock = store, installation, clock
        self._server: asyncio.Server | None = None
        self._path: Path | None = None
        self._inode: int | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self._reading: set[asyncio.Task[None]] = set()

    async def open(self, path: Path) -> None:
        """Listen. Raises `ControlRefused`."""
        listening = _bound(path)
        self._path, self._inode = path, _inode(path)
        self._server = await asyncio.start_unix_server(self._serve, sock=listening)

    async def close(self) -> None:
        """Take nothing more in, finish what runs; again is no mistake."""
        if self._server is None or self._path is None:
            return
        self._server.close()
        self._server = None
        for task in self._reading:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        if _inode(self._path) == self._inode:
            self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:  # asyncio runs every connection in a task of its own
            return
        self._serving.add(task)
        self._reading.add(task)
        try:
            request = await asyncio.wait_for(_all_of(reader), _READ_SECONDS)
            self._reading.discard(task)
            writer.write(json.dumps(await self._answer(request)).encode())
            await writer.drain()
        except (TimeoutError, ConnectionError):
            log.info("A command was not heard out.")
        finally:
            self._reading.discard(task)
            self._serving.discard(task)
            writer.close()

    async def _answer(self, request: bytes) -> Json:
        try:
            asked = _understood(request, self._store.file)
            return {"result": await self._run(asked["tool"], asked["arguments"])}
        except RosterRefused as refusal:
            return {"refused": list(refusal.sentences)}
        except StoreFault as fault:
            return {"refused": [str(fault)], "unsure": isinstance(fault, StoreUnknown)}
        except (ValidationError, KeyError, TypeError) as fault:
            log.warning("A command was not understood.", fault=type(fault).__name__)
            return {"refused": ["The assistant does not understand this command. Restart it."]}
        except Exception:
            log.exception("A command failed.")
            return {"refused": ["The command failed in the assistant; its log says how."]}

    async def _run(self, tool: str, arguments: Json) -> Json:
        def work(session: Session) -> Json:
            uow = UnitOfWork(session, Person(), now, self._installation, origin=ORIGIN)
            return TOOLS[tool](uow, arguments)

        now = self._clock()
        return await self._store.run(work)


async def listen(
    path: Path,
    store: Store,
    installation: Installation,
    *,
    clock: Callable[[], datetime] = utc_now,
) -> Control:
    """Serve commands at `path`, for its owner only, until `close`.

    On PostgreSQL nothing listens: commands open the database themselves. Raises `ControlRefused`.
    """
    control = Control(store, installation, clock)
    if store.file is not None:
        await control.open(path)
    return control


def reachable(path: Path) -> str:
    """The path as a socket takes it, by a shorter way where there is one.

    Raises `ControlRefused`.
    """
    ways = [str(path), os.path.relpath(path)]
    shortest = min(ways, key=len)
    if len(os.fsencode(shortest)) > _LONGEST_PATH:
        raise ControlRefused(
            f"{path} is too long a path for a socket. Set STRAJA_DATA_DIR to a shorter one."
        )
    return shortest


def _inode(path: Path) -> int | None:
    return path.stat().st_ino if path.exists() else None


def _bound(path: Path) -> socket.socket:
    """A socket that listens at `path`, where a dead one may have been left."""
    way = reachable(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_dead(path, way)
        return _listening(way)
    except OSError as error:
        raise ControlRefused(
            f"The command socket {path} cannot be opened ({error.strerror or error}). "
            "STRAJA_DATA_DIR must be a folder that the assistant may write to."
        ) from error


def _listening(way: str) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)  # from its first moment on, nobody else may connect
    try:
        made.bind(way)
        made.listen()
    except OSError:
        made.close()
        raise
    finally:
        os.umask(before)
    return made


def _remove_dead(path: Path, way: str) -> None:
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(way)
        except ConnectionRefusedError:
            path.unlink()
            return
    raise ControlRefused(
        f"Another assistant listens at {path}. Give each a STRAJA_DATA_DIR of its own."
    )


async def _all_of(reader: asyncio.StreamReader) -> bytes:
    received = bytearray()
    while piece := await reader.read(65536):
        received += piece
        if len(received) > LARGEST:
            raise ConnectionError
    return bytes(received)


def _understood(request: bytes, database: Path | None) -> Json:
    """The request as data. Raises `StoreRefused` where it is for another assistant."""
    try:
        asked: Any = json.loads(request)
    except (ValueError, RecursionError):
        raise TypeError from None
    if asked["database"] != str(database):
        raise StoreRefused(
            f"The assistant that listens here works on {database}, this command on "
            f"{asked['database']}. Give each installation a STRAJA_DATA_DIR of its own."
        )
    if asked["tool"] not in TOOLS or not isinstance(asked["arguments"], dict):
        raise TypeError
    return dict(asked)
