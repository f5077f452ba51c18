"""Connections to either database, each opened the way the store relies on."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from storage.faults import StoreRefused

_BUSY_MS = 500  # the store itself tries again; a longer wait here could not be interrupted
_WAL_BYTES = 32 * 1024 * 1024  # what a large write leaves of the log file after a checkpoint
# How soon a server that is gone is noticed, unless the address says otherwise: libpq's parameters.
_SERVER = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,
}
_LOITER_MS = 8_000  # longer than any honest unit of work, shorter than a lease
_STATEMENTS = 512  # prepared once per connection: the whole house has fewer


def address(url: str) -> URL:
    """The database meant by `sqlite:///path` or `postgresql://…`; else `StoreRefused`."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreRefused(
            "The database address must look like sqlite:///straja.db or postgresql://host/name."
        ) from error
    kind = parsed.get_backend_name()
    if kind == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise StoreRefused(f"A database of the kind {kind} is not supported.")
    if parsed.database in {None, "", ":memory:"} or str(parsed.database).startswith("file:"):
        raise StoreRefused("The database needs a file, as in sqlite:///straja.db.")
    return parsed.set(database=str(Path(str(parsed.database)).expanduser().resolve()))


def file_of(url: str) -> Path | None:
    """The SQLite file of an address, absolute; None for PostgreSQL."""
    parsed = address(url)
    return Path(str(parsed.database)) if parsed.get_backend_name() == "sqlite" else None


def engine(url: str, *, connections: int = 1, foreign_keys: bool = True) -> Engine:
    """Connections that write; on SQLite each transaction starts with `BEGIN IMMEDIATE`."""
    parsed = address(url)
    if parsed.get_backend_name() == "postgresql":
        return _server_engine(parsed, connections)
    made = create_engine(
        parsed,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False, "cached_statements": _STATEMENTS},
    )
    event.listen(made, "connect", _prepare_writer)
    event.listen(made, "connect", _enforce_foreign_keys if foreign_keys else _ignore_foreign_keys)
    event.listen(made, "begin", _begin_immediate)
    return made


def reader(url: str, *, connections: int = 2) -> Engine:
    """Connections that cannot write, each transaction seeing one state of the data.

    On SQLite the file is opened read-only as well, so that the last of them to close can never
    write the log back into the database beside the writer.
    """
    parsed = address(url)
    if parsed.get_backend_name() == "postgresql":
        made = _server_engine(parsed, connections)
        return made.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
    path = f"file:{_escaped(Path(str(parsed.database)))}"
    made = create_engine(
        parsed.set(database=path, query={"mode": "ro", "uri": "true"}),
        pool_size=connections,
        max_overflow=0,
        connect_args={"check_same_thread": False, "cached_statements": _STATEMENTS},
    )
    event.listen(made, "connect", _prepare_reader)
    event.listen(made, "begin", _begin_deferred)
    return made


def plain_connection(url: str) -> Any:  # noqa: ANN401 the driver's own class
    """A connection to a server by the driver alone, each statement a transaction of its own."""
    import psycopg  # noqa: PLC0415 a tenth of the memory, for those who have a server

    parsed = address(url).set(drivername="postgresql")
    return psycopg.connect(
        parsed.render_as_string(hide_password=False), autocommit=True, **_server_arguments(parsed)
    )


def driver_error() -> type[Exception]:
    """What the server's driver raises."""
    import psycopg  # noqa: PLC0415 as above

    return psycopg.Error


def let_nothing_loiter(writer: Engine) -> None:
    """Have the server end a transaction whose process stands still.

    A process that is stopped in the middle would hold its locks, the lease of the courier among
    them, until it goes on; nobody else could take over.
    """
    event.listen(writer, "connect", _limit_loitering)


def _limit_loitering(driver: Any, _record: object) -> None:  # noqa: ANN401 the driver's own class
    driver.autocommit = True  # or what is set would be gone with the first rollback
    driver.execute(f"SET idle_in_transaction_session_timeout = {_LOITER_MS}")
    driver.autocommit = False


def ready(url: str) -> None:
    """See that the database is there and sound, before anything writes to it.

    A SQLite file that is missing is made, readable by its owner only. Raises `StoreRefused`.
    """
    path = file_of(url)
    if path is None:
        _server_ready(url)
    elif not path.exists():
        _make(path)
    elif path.stat().st_size:
        damage = quick_check(path)
        if damage:
            raise StoreRefused(
                f"{path} is damaged ({damage}). Nothing was changed. "
                "Bring the last backup back: straja db restore FILE."
            )


def read_only(path: Path) -> str:
    """A SQLite file's address for reading only; it is neither made nor changed."""
    return f"file:{_escaped(path)}?mode=ro"


def quick_check(path: Path) -> str | None:
    """What SQLite finds wrong with a file, first finding only; None for a sound one."""
    try:
        connection = sqlite3.connect(read_only(path), uri=True)
        try:
            finding = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if finding == "ok" else finding.replace("\n", " ")


def checkpoint(connection: Connection) -> None:
    """Bring all of SQLite's log back into the database file; outside any transaction.

    Where that fails, the log stays and is read at the next start: nothing is lost.
    """
    cursor = connection.connection.cursor()
    with suppress(sqlite3.Error):
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.close()


def _server_ready(url: str) -> None:
    try:
        with plain_connection(url) as connection:
            encoding = connection.info.parameter_status("server_encoding")
    except driver_error() as error:
        reason = str(error).strip().splitlines()[0]
        shown = address(url).set(drivername="postgresql")
        raise StoreRefused(f"PostgreSQL does not answer at {shown}: {reason}") from error
    if encoding != "UTF8":
        raise StoreRefused(f"The PostgreSQL database must be encoded in UTF8, not {encoding}.")


def _server_engine(parsed: URL, connections: int) -> Engine:
    arguments = _server_arguments(parsed)
    return create_engine(parsed, pool_size=connections, max_overflow=0, connect_args=arguments)


def _server_arguments(parsed: URL) -> dict[str, Any]:
    return {name: value for name, value in _SERVER.items() if name not in parsed.query}


def _make(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreRefused(f"{path} cannot be made: {error.strerror}.") from error


def _prepare_writer(driver: Any, _record: object) -> None:  # noqa: ANN401 the driver's own class
    _prepare(driver)
    driver.execute("PRAGMA journal_mode = WAL")
    driver.execute("PRAGMA synchronous = FULL")
    driver.execute(f"PRAGMA journal_size_limit = {_WAL_BYTES}")


def _enforce_foreign_keys(driver: Any, _record: object) -> None:  # noqa: ANN401 as above
    driver.execute("PRAGMA foreign_keys = ON")


def _ignore_foreign_keys(driver: Any, _record: object) -> None:  # noqa: ANN401 as above
    driver.execute("PRAGMA foreign_keys = OFF")


def _prepare_reader(driver: Any, _record: object) -> None:  # noqa: ANN401 the driver's own class
    _prepare(driver)
    driver.execute("PRAGMA query_only = ON")


def _prepare(driver: Any) -> None:  # noqa: ANN401 the driver's own class
    driver.isolation_level = None  # the driver never starts a transaction by itself
    driver.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    driver.execute("PRAGMA mmap_size = 0")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _escaped(path: Path) -> str:
    """A path for SQLite's URI form, where `?`, `#` and `%` have a meaning."""
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
