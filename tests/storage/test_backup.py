"""A copy made while the assistant runs, and brought back without losing what it replaces."""

import sqlite3
from pathlib import Path

import pytest

from storage import backup, database, migrate
from storage.faults import StoreRefused
from storage.store import Store, opened
from tests.storage.roster import PERSON, path_of, rows


def people(url: str) -> list[tuple[object, ...]]:
    return rows(url, "SELECT name FROM person")


async def test_a_backup_of_a_running_store_is_one_whole_file(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = Store(sqlite_url)
    await store.start()
    await store.run(lambda session: session.connection().exec_driver_sql(PERSON).rowcount)
    copy = tmp_path / "copies" / "copy.db"
    copy.parent.mkdir()
    backup.backup(sqlite_url, copy)
    assert [path.name for path in copy.parent.iterdir()] == ["copy.db"]
    assert oct(copy.stat().st_mode)[-3:] == "600"
    connection = sqlite3.connect(database.read_only(copy), uri=True)
    assert connection.execute("SELECT name FROM person").fetchall() == [("Ion",)]
    connection.close()
    with pytest.raises(StoreRefused, match="in use"):
        backup.restore(sqlite_url, copy)
    with pytest.raises(StoreRefused, match="exists already"):
        backup.backup(sqlite_url, copy)
    with pytest.raises(StoreRefused, match="exists already"):
        backup.backup(sqlite_url, path_of(sqlite_url))
    await store.stop()


def test_a_backup_is_brought_back_and_the_former_file_kept(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(sqlite_url, copy)
    rows(sqlite_url, PERSON)
    kept = backup.restore(sqlite_url, copy)
    assert people(sqlite_url) == []
    assert kept is not None
    assert people(f"sqlite:///{kept}") == [("Ion",)]
    with opened(sqlite_url):
        pass
    assert migrate.check(sqlite_url) == []


def test_what_a_killed_assistant_left_in_its_log_is_kept_and_not_mixed_in(
    sqlite_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(sqlite_url, copy)
    path, log = path_of(sqlite_url), Path(f"{path_of(sqlite_url)}-wal")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute(PERSON)
    left = path.read_bytes(), log.read_bytes()
    writer.close()
    path.write_bytes(left[0])
    log.write_bytes(left[1])  # as after kill -9: committed, and in the log alone
    kept = backup.restore(sqlite_url, copy)
    assert not Path(f"{kept}-wal").exists()  # the log was brought back into the file kept
    assert people(sqlite_url) == []
    assert people(f"sqlite:///{kept}") == [("Ion",)]


def test_a_damaged_database_is_replaced_and_kept(sqlite_url: str, tmp_path: Path) -> None:
    copy, damaged = tmp_path / "copy.db", b"no database" * 1000
    rows(sqlite_url, PERSON)
    backup.backup(sqlite_url, copy)
    path_of(sqlite_url).write_bytes(damaged)
    Path(f"{path_of(sqlite_url)}-wal").write_bytes(b"what the log held")
    kept = backup.restore(sqlite_url, copy)
    assert people(sqlite_url) == [("Ion",)]
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert Path(f"{kept}-wal").read_bytes() == b"what the log held"


def test_a_backup_is_brought_back_where_nothing_is(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(sqlite_url, copy)
    fresh = f"sqlite:///{tmp_path}/fresh.db"
    assert backup.restore(fresh, copy) is None
    assert migrate.check(fresh) == []


def test_what_is_no_backup_is_not_brought_back(sqlite_url: str, tmp_path: Path) -> None:
    rows(sqlite_url, PERSON)
    text, strange = tmp_path / "notes.txt", tmp_path / "strange.db"
    text.write_text("no database" * 1000)
    connection = sqlite3.connect(strange)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    for copy, sentence in [
        (text, "is damaged"),
        (strange, "is not a backup of this assistant"),
        (tmp_path / "missing.db", "There is no file"),
    ]:
        with pytest.raises(StoreRefused, match=sentence):
            backup.restore(sqlite_url, copy)
    assert people(sqlite_url) == [("Ion",)]


def test_a_backup_of_nothing_or_to_nowhere_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match="There is no database at"):
        backup.backup(f"sqlite:///{tmp_path}/missing.db", tmp_path / "copy.db")
    with pytest.raises(StoreRefused, match="could not be written"):
        backup.backup(sqlite_url, tmp_path / "no such folder" / "copy.db")


def test_postgresql_has_its_own_tools(postgresql_url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match="pg_dump"):
        backup.backup(postgresql_url, tmp_path / "copy")
    with pytest.raises(StoreRefused, match="pg_restore"):
        backup.restore(postgresql_url, tmp_path / "copy")
