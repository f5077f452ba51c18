"""Threads that take jobs in order and answer those who wait for them."""

import asyncio
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass

from storage.faults import StoreStopped
from storage.group import Outcome, Unit, unit_fault

Answer = Future[object] | asyncio.Future[object]


@dataclass(frozen=True, slots=True)
class Job:
    """A unit of work and the future its caller waits on, in a thread or in an event loop."""

    work: Unit
    answer: Answer

    def begin(self) -> bool:
        """Whether anybody still waits for it; from now on nobody takes it back in a thread."""
        if isinstance(self.answer, Future):
            return self.answer.set_running_or_notify_cancel()
        return not self.answer.cancelled()


def tell(jobs: Sequence[Job], outcomes: Sequence[Outcome]) -> None:
    """Give everybody their outcome; those in an event loop in one go, for each call there wakes it.

    Whose loop has ended is told nothing: nobody is left.
    """
    loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[object], Outcome]]] = {}
    for job, outcome in zip(jobs, outcomes, strict=True):
        if isinstance(job.answer, Future):
            _settle(job.answer, outcome)
        else:
            loops.setdefault(job.answer.get_loop(), []).append((job.answer, outcome))
    for loop, told in loops.items():
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle_all, told)


def _settle_all(told: Sequence[tuple[Answer, Outcome]]) -> None:
    for answer, outcome in told:
        if not answer.done():  # its caller may have gone away
            _settle(answer, outcome)


def _settle(answer: Answer, outcome: Outcome) -> None:
    if outcome.fault is not None:
        answer.set_exception(outcome.fault)
    else:
        answer.set_result(outcome.result)


class Worker:
    """What one thread is at."""

    def __init__(self) -> None:
        self._since: float | None = None

    def begun(self) -> None:
        """A unit of work, or the commit, begins now."""
        self._since = time.monotonic()

    def rest(self) -> None:
        """Nothing is running any more."""
        self._since = None

    @property
    def busy_for(self) -> float:
        """Seconds since the unit now running began; 0.0 at rest."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since


class Crew:
    """A queue of jobs and the threads that do them, up to `most` at a time each."""

    def __init__(
        self,
        name: str,
        do: Callable[[Sequence[Job], Worker], None],
        *,
        threads: int = 1,
        most: int = 1,
    ) -> None:
        self._do, self._most = do, most
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._gathered: deque[Job] = deque()
        self._open = True
        self._door = threading.Lock()
        self._workers = [Worker() for _ in range(threads)]
        self._threads = [
            threading.Thread(target=self._serve, args=(worker,), name=name, daemon=True)
            for worker in self._workers
        ]
        for thread in self._threads:
            thread.start()

    @property
    def busy_for(self) -> float:
        """Seconds that the longest of the units now running has been running."""
        return max(worker.busy_for for worker in self._workers)

    def submit(self, job: Job) -> None:
        """Put a unit of work at the end of the queue. Raises `StoreStopped`."""
        with self._door:
            if not self._open:
                raise StoreStopped("The store is stopped.")
            self._jobs.put(job)

    def submit_together(self, job: Job, loop: asyncio.AbstractEventLoop) -> None:
        """As `submit`, with all that this turn of the event loop submits.

        A thread that is woken once finds them all and commits once. Raises `StoreStopped`.
        """
        if not self._open:
            raise StoreStopped("The store is stopped.")
        if not self._gathered:
            loop.call_soon(self._put_gathered)
        self._gathered.append(job)

    def _put_gathered(self) -> None:
        while job := self._next_gathered():
            try:
                self.submit(job)
            except StoreStopped as stopped:
                tell([job], [Outcome(fault=stopped)])

    def _next_gathered(self) -> Job | None:
        """Safe for the loop and for whoever ends the crew, at the same time."""
        try:
            return self._gathered.popleft()
        except IndexError:
            return None

    def finish(self) -> None:
        """Accept nothing more, do what is waiting, and end the threads; waits for that."""
        with self._door:
            if self._open:
                while job := self._next_gathered():
                    self._jobs.put(job)
                self._open = False
                for _ in self._threads:
                    self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self, worker: Worker) -> None:
        while jobs := self._next():
            wanted = [job for job in jobs if job.begin()]
            try:
                if wanted:
                    self._do(wanted, worker)
            except BaseException as fault:  # noqa: BLE001 the thread lives as long as the store
                untold = [job for job in wanted if not job.answer.done()]
                tell(untold, [Outcome(fault=unit_fault(fault))] * len(untold))
            finally:
                worker.rest()

    def _next(self) -> list[Job]:
        """The next jobs, at least one; none at the end."""
        jobs: list[Job] = []
        job = self._jobs.get()
        while job is not None:
            jobs.append(job)
            if len(jobs) == self._most:
                return jobs
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return jobs
        if jobs:  # the mark of the end is for the next round
            self._jobs.put(None)
        return jobs
