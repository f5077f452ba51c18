"""Hears at once, on PostgreSQL, what other processes have committed: LISTEN and NOTIFY."""

import os
import selectors
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from storage import database, leases

_CHANNEL = "straja"
_ALIVE_SECONDS = 15.0  # of silence after which the connection itself is tried
_PAUSES = (0.1, 0.3, 1.0)  # seconds between two tries to connect

Heard = Callable[[frozenset[str]], None]


def tell(connection: Connection, origin: str, names: frozenset[str]) -> None:
    """Have the others told, should this transaction commit; `origin` is not told by itself."""
    said = " ".join([origin, *sorted(names)])
    connection.exec_driver_sql("SELECT pg_notify(%s, %s)", (_CHANNEL, said))


class Listener:
    """One connection that waits for what others tell, in a thread of its own.

    While it stands it is the sign that this process lives, too.

    `heard` is called with the names, in that thread; with none after a connection was made, for
    then nobody knows what was said before.
    """

    def __init__(self, url: str, origin: str, heard: Heard) -> None:
        self._url, self._origin, self._heard = url, origin, heard
        self._stopped, self._tried = threading.Event(), threading.Event()
        self._door, self._bell = os.pipe()
        self._thread = threading.Thread(target=self._work, name="listener", daemon=True)

    def start(self) -> None:
        """Listen from now on. Returns when that has been tried once."""
        self._thread.start()
        self._tried.wait()

    def stop(self) -> None:
        """Listen no more; waits for the thread."""
        self._stopped.set()
        os.write(self._bell, b".")
        self._thread.join()
        os.close(self._door)
        os.close(self._bell)

    def _work(self) -> None:
        failures = 0
        while not self._stopped.is_set():
            try:
                with database.plain_connection(self._url) as connection:
                    connection.execute(f"LISTEN {_CHANNEL}")
                    connection.execute(leases.sign_of_life(self._origin))
                    failures = 0
                    self._tried.set()
                    self._heard(frozenset())
                    self._listen(connection)
            except database.driver_error():
                # The looks that everybody takes now and then go on, so this is no fault to tell.
                self._tried.set()
                self._stopped.wait(_PAUSES[min(failures, len(_PAUSES) - 1)])
                failures += 1

    def _listen(self, connection: Any) -> None:  # noqa: ANN401 the driver's own class
        with selectors.DefaultSelector() as ready:
            ready.register(connection.fileno(), selectors.EVENT_READ)
            ready.register(self._door, selectors.EVENT_READ)
            while not self._stopped.is_set():
                if not ready.select(_ALIVE_SECONDS):
                    connection.execute("SELECT 1")
                for note in connection.notifies(timeout=0):
                    origin, *names = note.payload.split()
                    if origin != self._origin:
                        self._heard(frozenset(names))
