"""Threads that take jobs in order and answer those who wait for them."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from storage.faults import StoreStopped
from storage.group import Unit, unit_fault


@dataclass(frozen=True, slots=True)
class Job:
    """A unit of work and the future its caller waits on."""

    work: Unit
    answer: Future[object] = field(default_factory=Future)


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

    def submit(self, work: Unit) -> Future[object]:
        """Put a unit of work at the end of the queue. Raises `StoreStopped`."""
        job = Job(work)
        with self._door:
            if not self._open:
                raise StoreStopped("The store is stopped.")
            self._jobs.put(job)
        return job.answer

    def finish(self) -> None:
        """Accept nothing more, do what is waiting, and end the threads; waits for that."""
        with self._door:
            if self._open:
                self._open = False
                for _ in self._threads:
                    self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self, worker: Worker) -> None:
        while jobs := self._next():
            wanted = [job for job in jobs if job.answer.set_running_or_notify_cancel()]
            try:
                if wanted:
                    self._do(wanted, worker)
            except BaseException as fault:  # noqa: BLE001 the thread lives as long as the store
                for job in wanted:
                    if not job.answer.done():
                        job.answer.set_exception(unit_fault(fault))
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
