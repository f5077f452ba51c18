"""The way to the database: units of work go in, plain data comes out once it is on disk."""

import asyncio
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Connection

from storage import database, group, guard, leases, listening, reading
from storage.crew import Crew, Job, Worker, tell
from storage.faults import StoreFault, StoreRefused, StoreStopped
from storage.group import Outcome, wake
from storage.listening import Listener
from storage.lock import OneProcess
from storage.session import Session

__all__ = ["Store", "opened", "wake"]

T = TypeVar("T")

_GROUP = 32  # units of work that share one commit on SQLite
_SERVER_THREADS = 4
_READERS = 2


class Store:
    """One database, its threads and connections.

    SQLite: one thread writes, and every unit waiting at that moment shares its next commit.
    PostgreSQL: a few threads write, each unit in a transaction of its own, in no order.
    """

    def __init__(self, url: str, *, patience: float = 5.0) -> None:
        """`patience`: seconds a locked or unreachable database is tried again."""
        self._url = url
        self._file = database.file_of(url)
        self._patience = patience
        self._open: _Open | None = None
        self._turn = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._near: dict[str, list[Callable[[], None]]] = {}
        self._far: dict[str, list[Callable[[], None]]] = {}
        self.process = uuid.uuid4().hex[: leases.PROCESS]  # its name among others
        self._listener: Listener | None = None

    async def start(self) -> None:
        """Check and open the database. Raises `StoreRefused` with a sentence for the operator."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self.start_blocking)
        if self.file is None:
            self._listener = Listener(self._url, self.process, self._hear)
            await asyncio.to_thread(self._listener.start)

    async def stop(self) -> None:
        """Finish what is waiting, then close; again is no mistake."""
        await asyncio.to_thread(self.stop_blocking)

    async def run(self, work: Callable[[Session], T]) -> T:
        """What `work` returns, once all it wrote is on disk.

        It may run more than once and has no effect outside its session. What it raises rolls it
        back and is raised here; `StoreFault` where the database failed, not the work.
        """
        return await self._answered(self._opened().writers, work)

    async def read(self, work: Callable[[Session], T]) -> T:
        """What `work` returns, seeing one committed state of the data; it cannot write."""
        return await self._answered(self._opened().readers, work)

    def run_blocking(self, work: Callable[[Session], T]) -> T:
        """As `run`, for commands without an event loop."""
        answer: Future[object] = Future()
        self._opened().writers.submit(Job(work, answer))
        return cast("T", answer.result())

    @property
    def file(self) -> Path | None:
        """The SQLite file, absolute; None for PostgreSQL."""
        return self._file

    @property
    def busy_for(self) -> float:
        """Seconds that the unit of work now running has been running; 0.0 when idle."""
        still = self._open
        return still.writers.busy_for if still else 0.0

    def on_wake(
        self, name: str, callback: Callable[[], None], *, far: Callable[[], None] | None = None
    ) -> None:
        """Call back in the event loop after the commit of a unit that said `wake(session, name)`.

        Units that share a commit call back once. On PostgreSQL `far` (where it is given, else
        `callback`) is called when it was a unit of another process, or may have been one.
        """
        self._near.setdefault(name, []).append(callback)
        self._far.setdefault(name, []).append(far or callback)

    def start_blocking(self) -> None:
        """As `start`, for commands without an event loop."""
        with self._turn:
            if self._open is not None:
                raise StoreRefused("The store is open already.")
            self._open = _Open(self._url, self._patience, self._wake, self.process)

    def stop_blocking(self) -> None:
        """As `stop`, for commands without an event loop."""
        with self._turn:
            if self._listener is not None:
                self._listener.stop()
                self._listener = None
            if self._open is not None:
                self._open.close()
                self._open = None

    async def _answered(self, crew: Crew, work: Callable[[Session], T]) -> T:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[object] = loop.create_future()
        crew.submit_together(Job(work, answer), loop)
        return cast("T", await answer)

    def _opened(self) -> "_Open":
        if self._open is None:
            raise StoreStopped("The store is not open.")
        return self._open

    def _wake(self, names: frozenset[str]) -> None:
        self._call(callback for name in sorted(names) for callback in self._near.get(name, ()))

    def _hear(self, names: frozenset[str]) -> None:
        """Another process has told these; none: it may have told any."""
        woken = sorted(names or self._far)
        self._call(callback for name in woken for callback in self._far.get(name, ()))

    def _call(self, callbacks: Iterable[Callable[[], None]]) -> None:
        loop = self._loop
        if loop is None:
            return
        for callback in callbacks:
            with suppress(RuntimeError):  # the loop has ended: nobody is left to wake
                loop.call_soon_threadsafe(callback)


class _Open:
    """Everything an open store holds; made whole or not at all."""

    def __init__(
        self, url: str, patience: float, committed: Callable[[frozenset[str]], None], process: str
    ) -> None:
        self._patience, self._committed, self._process = patience, committed, process
        self._file = database.file_of(url)
        threads, most = (1, _GROUP) if self._file else (_SERVER_THREADS, 1)
        self._lock = OneProcess(self._file) if self._file else None
        if self._lock:
            self._lock.take()
        try:
            database.ready(url)
            self.writer = database.engine(url, connections=threads)
            self.reader = database.reader(url, connections=_READERS)
            if self._file is None:
                database.let_nothing_loiter(self.writer)
            guard.watch(self.writer)
            guard.watch(self.reader)
            group.connected(self.writer).close()  # a fault is found now and not at the first word
        except BaseException:
            self._release()
            raise
        self.writers = Crew("writer", self._write, threads=threads, most=most)
        self.readers = Crew("reader", self._read, threads=_READERS)

    def close(self) -> None:
        """Finish, readers before the writer, and give the file back."""
        self.writers.finish()
        self.readers.finish()
        try:
            self.reader.dispose()
            if self._file:
                with suppress(StoreFault), group.connected(self.writer) as connection:
                    database.checkpoint(connection)
            self.writer.dispose()
        finally:
            self._release()

    def _release(self) -> None:
        if self._lock:
            self._lock.release()

    def _write(self, jobs: Sequence[Job], worker: Worker) -> None:
        units = [job.work for job in jobs]
        outcomes = group.together(
            self.writer, units, patience=self._patience, begun=worker.begun, tell=self._tell
        )
        worker.rest()
        self._committed(group.wakes(outcomes))
        tell(jobs, outcomes)

    def _tell(self, connection: Connection, names: frozenset[str]) -> None:
        if self._file is None:  # on SQLite there is nobody else to tell
            listening.tell(connection, self._process, names)

    def _read(self, jobs: Sequence[Job], worker: Worker) -> None:
        for job in jobs:
            worker.begun()
            try:
                outcome = Outcome(reading.look(self.reader, job.work, patience=self._patience))
            except Exception as fault:  # noqa: BLE001 whatever it is, it is the caller's
                outcome = Outcome(fault=fault)
            tell([job], [outcome])


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """An open store for a command without an event loop, which calls its `run_blocking`."""
    store = Store(url)
    store.start_blocking()
    try:
        yield store
    finally:
        store.stop_blocking()
