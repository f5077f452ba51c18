"""Has maps and documents drawn in a process of their own, and keeps the latest ones."""

import asyncio
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections import OrderedDict
from contextlib import suppress

import structlog

from bot import one_core
from bot.draughtsman import LENGTH
from views.orders import Order

log = structlog.get_logger(__name__)

_KEPT = 64  # pictures, of some 40 KB each
_LIMIT = 20.0  # seconds; a drawing takes a tenth of one, the first one half a second


class NotDrawn(Exception):  # noqa: N818 says what is the matter
    """No file came of an order; whatever it belongs to stands without."""


class Drawing:
    """One picture at a time; the process is started for the first one, and anew where it ended."""

    def __init__(self, *, limit: float = _LIMIT) -> None:
        """`limit`: seconds after which a drawing is given up."""
        self._limit = limit
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._kept: OrderedDict[Order, bytes] = OrderedDict()

    async def draw(self, order: Order) -> bytes:
        """The file of an order; equal orders are drawn once. Raises `NotDrawn`."""
        async with self._turn:
            if order not in self._kept:
                self._kept[order] = await self._drawn(order)
            self._kept.move_to_end(order)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[order]

    async def stop(self) -> None:
        """Draw no more."""
        process, self._process = self._process, None
        if process and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _drawn(self, order: Order) -> bytes:
        try:
            async with asyncio.timeout(self._limit):
                picture = await self._ask(pickle.dumps(order))
        except (OSError, EOFError, TimeoutError) as fault:
            await self.stop()
            raise NotDrawn(type(fault).__name__) from fault
        except asyncio.CancelledError:
            await self.stop()  # half an answer is in the pipe
            raise
        if not picture:
            raise NotDrawn("the order")
        return picture

    async def _ask(self, scene: bytes) -> bytes:
        if self._process is None or self._process.returncode is not None:
            self._process = await _start()
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            raise OSError("no pipe")
        into.write(LENGTH.pack(len(scene)) + scene)
        await into.drain()
        return await out.readexactly(*LENGTH.unpack(await out.readexactly(LENGTH.size)))


async def _start() -> Process:
    cores = [str(core) for core in one_core.others()]
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.draughtsman",
        *cores,
        stdin=PIPE,
        stdout=PIPE,
        start_new_session=True,
    )
