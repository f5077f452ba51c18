"""One process per SQLite file: a second one on the same file is refused."""

import fcntl
import os
from pathlib import Path
from typing import Self

from storage.faults import StoreInUse, StoreRefused


class OneProcess:
    """The right to write to a database file, held by an open file descriptor.

    The operating system takes the right back when the process ends, however it ends. A second
    holder is refused within the same process as well. The lock file itself stays where it is:
    removing it would let two processes lock two files of one name.
    """

    def __init__(self, database: Path) -> None:
        self._database = database.resolve()
        self._path = self._database.with_name(self._database.name + ".lock")
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the right at once, or raise `StoreInUse` naming the holder."""
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreRefused(f"{self._path} cannot be opened: {error.strerror}.") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise StoreInUse(
                f"{self._database} is in use by another process (number {holder}). "
                "Stop that one first; two assistants need PostgreSQL."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the right back; doing so twice is no mistake."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
