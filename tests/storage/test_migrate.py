"""The database is of the old shape or of the new one, never between."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from storage import database, migrate
from storage.faults import StoreRefused
from storage.store import Store
from tests.postgres import Server
from tests.storage.roster import PERSON, path_of, rows

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
{body}
"""
Revise = Callable[..., str]


@pytest.fixture
def revise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Revise:
    """Adds a revision to a copy of ours, which is used from then on; returns its number."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate._SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrate, "_SCRIPTS", scripts)

    def add(*statements: str) -> str:
        before = migrate.head()
        revision = f"{int(before or 0) + 1:04d}"
        body = "\n".join(f"    {statement}" for statement in statements)
        text = NEXT.format(revision=revision, before=before, body=body)
        (scripts / "versions" / f"{revision}_next.py").write_text(text)
        return revision

    return add


def tables(url: str) -> set[object]:
    schema = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if url.startswith("sqlite")
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    return {row[0] for row in rows(url, schema)}


def test_head_is_alembics_own_and_there_is_one() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate._SCRIPTS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.head()]


def test_an_upgraded_database_has_the_tables_that_the_program_declares(database_url: str) -> None:
    assert migrate.differences(database_url) == []
    assert migrate.check(database_url) == []
    assert migrate.current(database_url) == migrate.head()


def test_control_a_missing_column_is_seen(database_url: str) -> None:
    rows(database_url, "ALTER TABLE person DROP COLUMN unit")
    assert [difference[0] for difference in migrate.differences(database_url)] == ["add_column"]


def test_a_new_file_is_upgraded_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    assert migrate.current(url) is None
    assert "straja db upgrade makes one" in migrate.check(url)[0]
    assert not (tmp_path / "new.db").exists()  # asking makes nothing
    assert migrate.upgrade(url) == migrate.Upgraded(None, migrate.head())
    assert migrate.upgrade(url) == migrate.Upgraded(migrate.head(), migrate.head())
    assert list(tmp_path.glob("*.before-*")) == []  # of nothing, no copy is kept


def test_a_new_database_of_the_server_is_upgraded_once(postgres: Server) -> None:
    with postgres.database() as url:
        assert migrate.current(url) is None
        assert migrate.upgrade(url) == migrate.Upgraded(None, migrate.head())
        assert migrate.upgrade(url) == migrate.Upgraded(migrate.head(), migrate.head())
        assert migrate.check(url) == []


async def test_a_file_in_use_is_not_upgraded(sqlite_url: str, revise: Revise) -> None:
    store = Store(sqlite_url)
    await store.start()
    assert migrate.upgrade(sqlite_url).before == migrate.head()  # nothing to do, nothing in the way
    revise("op.create_table('next', sa.Column('id', sa.Integer()))")
    with pytest.raises(StoreRefused, match="in use"):
        migrate.upgrade(sqlite_url)
    await store.stop()
    assert "next" not in tables(sqlite_url)


def test_an_upgrade_keeps_a_copy_of_the_file_as_it_was(sqlite_url: str, revise: Revise) -> None:
    rows(sqlite_url, PERSON)
    before = migrate.head()
    after = revise("op.execute(\"UPDATE person SET name = 'Ana'\")")
    assert migrate.check(sqlite_url) == [
        f"The database is at revision {before}, the program at {after}: straja db upgrade."
    ]
    upgraded = migrate.upgrade(sqlite_url)
    assert (upgraded.before, upgraded.after) == (before, after)
    assert rows(sqlite_url, "SELECT name FROM person") == [("Ana",)]
    assert upgraded.kept is not None
    assert rows(f"sqlite:///{upgraded.kept}", "SELECT name FROM person") == [("Ion",)]
    assert oct(upgraded.kept.stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize(
    "failing", ["op.execute('SELECT no_such_column')", "raise KeyboardInterrupt"]
)
def test_a_revision_that_fails_half_way_leaves_the_old_shape(
    database_url: str, revise: Revise, failing: str
) -> None:
    before, shape = migrate.head(), tables(database_url)
    revise("op.create_table('half', sa.Column('id', sa.Integer()))")
    revise("op.create_table('way', sa.Column('id', sa.Integer()))", failing)
    with pytest.raises((StoreRefused, KeyboardInterrupt)):
        migrate.upgrade(database_url)
    assert tables(database_url) == shape
    assert migrate.current(database_url) == before


def test_a_rename_in_batch_deletes_nothing_that_cascades(sqlite_url: str, revise: Revise) -> None:
    rows(sqlite_url, PERSON)
    rows(sqlite_url, "INSERT INTO person_role (person_id, role) VALUES (1, 'duty')")
    revise(
        "with op.batch_alter_table('person', recreate='always') as batch:",
        "    batch.alter_column('unit', new_column_name='post')",
    )
    migrate.upgrade(sqlite_url)
    assert rows(sqlite_url, "SELECT post FROM person") == [("",)]
    assert rows(sqlite_url, "SELECT * FROM person_role") == [(1, "duty")]


def test_control_with_foreign_keys_on_the_same_rename_deletes(
    sqlite_url: str, revise: Revise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_ignore_foreign_keys", database._enforce_foreign_keys)
    rows(sqlite_url, PERSON)
    rows(sqlite_url, "INSERT INTO person_role (person_id, role) VALUES (1, 'duty')")
    revise(
        "with op.batch_alter_table('person', recreate='always') as batch:",
        "    batch.alter_column('unit', new_column_name='post')",
    )
    migrate.upgrade(sqlite_url)
    assert rows(sqlite_url, "SELECT * FROM person_role") == []


def test_a_revision_that_leaves_dangling_rows_is_refused(sqlite_url: str, revise: Revise) -> None:
    rows(sqlite_url, PERSON)
    rows(sqlite_url, "INSERT INTO person_role (person_id, role) VALUES (1, 'duty')")
    revise("op.execute('DELETE FROM person')")
    with pytest.raises(StoreRefused, match=r"1 rows of person_role .* Nothing was changed"):
        migrate.upgrade(sqlite_url)
    assert rows(sqlite_url, "SELECT name FROM person") == [("Ion",)]


def test_check_names_dangling_rows(sqlite_url: str) -> None:
    with sqlite3.connect(path_of(sqlite_url)) as connection:  # foreign keys are off here
        connection.execute("INSERT INTO person_role (person_id, role) VALUES (4711, 'duty')")
    connection.close()
    assert migrate.check(sqlite_url) == [
        "A row of person_role refers to a row of person that is not there."
    ]


def test_a_database_newer_than_the_program_is_refused(database_url: str) -> None:
    rows(database_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreRefused, match=r"9999, newer than this program's \d+: install"):
        migrate.upgrade(database_url)
    assert "newer than this program" in migrate.check(database_url)[0]


def test_a_damaged_file_is_named(sqlite_url: str) -> None:
    path_of(sqlite_url).write_bytes(b"no database" * 1000)
    assert "is damaged" in migrate.check(sqlite_url)[0]
    with pytest.raises(StoreRefused, match="is damaged"):
        migrate.upgrade(sqlite_url)
