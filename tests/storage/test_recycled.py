"""A database that was emptied for the next test cannot be told from a new one."""

from typing import Any

import psycopg
import pytest

from tests.office import office
from tests.postgres import Server
from tests.recycled import Recycled


@pytest.fixture
def recycled(postgres: Server, _postgres_template: str) -> Recycled:
    return Recycled(postgres, _postgres_template)


def everything(url: str) -> dict[str, Any]:
    """Each table with its rows, and each sequence with where it stands."""
    tables = "SELECT relname FROM pg_class WHERE relkind = %s AND relnamespace = 2200"
    with psycopg.connect(url) as connection:
        kinds = {"r": "*", "S": "last_value, is_called"}
        return {
            name: connection.execute(f'SELECT {what} FROM "{name}"'.encode()).fetchall()  # noqa: S608 - the names are the database's own
            for kind, what in kinds.items()
            for (name,) in connection.execute(tables, [kind])
        }


def said(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_what_was_written_is_gone_and_numbers_begin_anew(recycled: Recycled) -> None:
    with recycled.database() as url:
        new = everything(url)
        with office(url) as opened:
            opened.enrol("Мила Јовановић").says("/start")
        assert everything(url)["person"]
        assert everything(url) != new
    with recycled.database() as again:
        assert again == url
        assert everything(again) == new


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE trace (id integer)",
        "ALTER TABLE person ADD COLUMN trace integer",
        "ALTER TABLE person DISABLE TRIGGER ALL",
        "ALTER TABLE person ALTER COLUMN name DROP NOT NULL",
        "CREATE INDEX trace ON person (name)",
        "DROP TABLE telephone CASCADE",
        "TRUNCATE person CASCADE",
        "CREATE FUNCTION trace() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "UPDATE alembic_version SET version_num = 'later'",
        "SELECT lo_create(0)",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET jit = off', current_database()); END $$",
    ],
)
def test_one_that_was_altered_is_not_used_again(recycled: Recycled, statement: str) -> None:
    with recycled.database() as url:
        new = everything(url)
        said(url, statement)
    with recycled.database() as another:
        assert another != url
        assert everything(another) == new


def test_one_that_somebody_is_still_connected_to_is_not_used_again(recycled: Recycled) -> None:
    with recycled.database() as url:
        lingering = psycopg.connect(url)
    with recycled.database() as another:
        assert another != url
    lingering.close()


def test_two_at_once_are_two(recycled: Recycled) -> None:
    with recycled.database() as one, recycled.database() as other:
        assert one != other
