"""The delivery log and the request log: what was attempted, accepted, delivered."""

from pathlib import Path
from typing import BinaryIO

from sandbox.bell import Bell
from sandbox.wire import Json, dump


class Log:
    """Numbered entries in memory and, when a path is given, one JSON line each in a file."""

    def __init__(self, path: Path | None = None) -> None:
        self.entries: list[Json] = []
        self.bell = Bell()
        self._file: BinaryIO | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Without a buffer an entry is one write, and sandboxes can append to the same file.
            self._file = path.open("ab", buffering=0)

    def append(self, entry: Json) -> Json:
        """Add an entry, numbered; it is in the file before anything else happens."""
        entry = {"n": len(self.entries) + 1, **entry}
        self.entries.append(entry)
        if self._file is not None:
            self._file.write(f"{dump(entry)}\n".encode())
        self.bell.ring()
        return entry

    def after(self, n: int) -> list[Json]:
        """Entries numbered above `n`."""
        return self.entries[max(n, 0) :]

    def clear(self) -> None:
        """Forget what is in memory; the file keeps everything."""
        self.entries.clear()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
