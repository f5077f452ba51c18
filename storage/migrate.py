"""The shape of the database brought to what the program expects, whole or not at all."""

import re
import sqlite3
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from storage import backup, database
from storage.faults import StoreRefused
from storage.lock import OneProcess

if TYPE_CHECKING:  # alembic is imported when it is needed: it costs a tenth of the memory
    from alembic.config import Config

_SCRIPTS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 7_825_041  # the key of PostgreSQL's advisory lock, any number of our own


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did: revisions before and after, and the copy made before, if any."""

    before: str | None
    after: str | None
    kept: Path | None = None


def head() -> str | None:
    """The newest revision the program has; revisions are numbered files, `0001_….py`."""
    found = [re.match(r"\d{4}", path.name) for path in (_SCRIPTS / "versions").glob("*.py")]
    return max((name[0] for name in found if name), default=None)


def current(url: str) -> str | None:
    """The revision the database is at, None for an empty one. Raises `StoreRefused`."""
    path = database.file_of(url)
    if path and not path.exists():
        return None
    engine = database.reader(url)
    try:
        with engine.connect() as connection:
            return _current(connection)
    except DBAPIError as error:
        raise StoreRefused(f"The database cannot be read: {error.orig}.") from error
    finally:
        engine.dispose()


def upgrade(url: str) -> Upgraded:
    """Bring the database to the newest revision, in one transaction.

    A SQLite file with something in it is copied beside itself first, and must not be in use.
    Raises `StoreRefused`, and nothing was changed then.
    """
    path = database.file_of(url)
    if path is None:
        database.ready(url)
        return _upgrade(url, None)
    if _up_to_date(url):
        return Upgraded(head(), head())
    with OneProcess(path):
        database.ready(url)
        return _upgrade(url, path)


def check(url: str) -> list[str]:
    """Everything found wrong with the database, a sentence each; empty when all is well."""
    path = database.file_of(url)
    if path is None:
        database.ready(url)
    elif not path.exists():
        return [f"There is no database at {path}; straja db upgrade makes one."]
    else:
        damage = database.quick_check(path)
        if damage:
            return [f"{path} is damaged ({damage}); straja db restore FILE brings a backup back."]
    found = _dangling_in(path) if path else []
    revision = current(url)
    if revision != head():
        found.append(_mismatch(revision))
    return found


def differences(url: str) -> list[Any]:
    """How the tables of a database differ from those the program declares, by alembic."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 imported when needed
    from alembic.migration import MigrationContext  # noqa: PLC0415 imported when needed

    from storage.tables import metadata  # noqa: PLC0415 only revisions compare with the tables

    engine = database.reader(url)
    try:
        with engine.connect() as connection:
            options = {"compare_type": True, "compare_server_default": True}
            found: list[Any] = compare_metadata(
                MigrationContext.configure(connection, opts=options), metadata
            )
            return found
    finally:
        engine.dispose()


def revise(url: str, message: str) -> None:
    """Write the next revision from how the tables differ from an upgraded database's.

    For developers: `python -m storage.migrate "What changes"`; read the file before committing.
    """
    from alembic import command  # noqa: PLC0415 imported when needed

    from storage.tables import metadata  # noqa: PLC0415 only revisions compare with the tables

    number = f"{int(head() or 0) + 1:04d}"
    engine = database.engine(url, foreign_keys=False)
    with engine.connect() as connection:
        settings = _settings(connection)
        settings.attributes["metadata"] = metadata
        command.revision(settings, message, autogenerate=True, rev_id=number)
    engine.dispose()


def _upgrade(url: str, path: Path | None) -> Upgraded:
    from alembic import command  # noqa: PLC0415 imported when needed

    engine = database.engine(url, foreign_keys=False)
    try:
        before = current(url)
        _must_be_known(before)
        kept = _keep(url, path) if path and before and before != head() else None
        with engine.begin() as connection:
            if path is None:
                connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _ONE_AT_A_TIME})
            command.upgrade(_settings(connection), "head")
            _must_refer(connection)
    except DBAPIError as error:
        raise StoreRefused(
            f"The database could not be upgraded: {error.orig}. Nothing was changed."
        ) from error
    finally:
        engine.dispose()
    return Upgraded(before, head(), kept)


def _settings(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 imported when needed

    settings = Config()
    settings.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _up_to_date(url: str) -> bool:
    try:
        revision = current(url)
    except StoreRefused:  # damage is told of in full by those who open the file
        return False
    return revision is not None and revision == head()


def _must_be_known(revision: str | None) -> None:
    if revision and revision > (head() or ""):
        raise StoreRefused(_mismatch(revision))


def _mismatch(revision: str | None) -> str:
    if revision and revision > (head() or ""):
        return (
            f"The database is at revision {revision}, newer than this program's {head()}: "
            "install the newer program, or bring an older backup back."
        )
    return f"The database is at revision {revision}, the program at {head()}: straja db upgrade."


def _keep(url: str, path: Path) -> Path:
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    copy = path.with_name(f"{path.name}.before-{head()}-{moment}")
    backup.backup(url, copy)
    return copy


def _must_refer(connection: Connection) -> None:
    """Foreign keys were off: nothing may refer to a row that is not there."""
    if connection.dialect.name != "sqlite":
        return
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if rows:
        raise StoreRefused(
            f"The upgrade would leave {len(rows)} rows of {rows[0][0]} and others referring to "
            "rows that are not there. Nothing was changed."
        )


def _dangling_in(path: Path) -> list[str]:
    connection = sqlite3.connect(database.read_only(path), uri=True)
    try:
        rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        connection.close()
    return [
        f"A row of {table} refers to a row of {other} that is not there."
        for table, other in sorted({(row[0], row[2]) for row in rows})
    ]


def _revise_from_scratch(message: str) -> None:
    """Write the next revision against a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/straja.db"
        upgrade(url)
        revise(url, message)


if __name__ == "__main__":
    _revise_from_scratch(sys.argv[1])
