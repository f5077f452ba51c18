"""PostgreSQL databases, emptied for the next test: to copy one takes ten times as long."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from tests.postgres import Server

# Rows are deleted as a copy of the template would lack them, and numbers begin anew.
FILLED = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
  AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
"""
EMPTY = f"""
SET session_replication_role = replica;
DO $$
DECLARE filled text;
BEGIN
  FOR filled IN {FILLED} LOOP
    EXECUTE format('DELETE FROM %s', filled);
  END LOOP;
  PERFORM setval(seqrelid::regclass, seqstart, false) FROM pg_sequence
    WHERE pg_sequence_last_value(seqrelid) IS NOT NULL;
END $$
"""  # noqa: S608 - all of it stands above
CATALOGUES = (
    "pg_class pg_attribute pg_attrdef pg_constraint pg_index pg_proc pg_trigger pg_type "
    "pg_rewrite pg_namespace pg_extension pg_policy pg_largeobject_metadata"
)
# Whoever defines or alters anything writes a row of a catalogue, later than the template's.
WRITTEN = ", ".join(
    f"(SELECT (count(*), max(xmin::text::bigint))::text FROM {catalogue})"  # noqa: S608 - names of the catalogues above
    for catalogue in CATALOGUES.split()
)
SHAPE = f"""
SELECT {WRITTEN},
  (SELECT array_agg(version_num) FROM alembic_version),
  (SELECT array_agg(setconfig) FROM pg_db_role_setting
   JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database())
"""  # noqa: S608 - all of it stands above


class Recycled:
    """Databases that nobody can tell from new copies of a template, which has no rows.

    One that is still in use or was altered is dropped.
    """

    def __init__(self, server: Server, template: str) -> None:
        self._server, self._template = server, template
        self._used: list[str] = []
        with self._connected(template) as connection:
            self._shape = _shape(connection)
            kept = connection.execute(FILLED.encode()).fetchall()
        assert kept == [], f"A migration brings rows, which nobody puts back here: {kept}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a database that is its user's alone until the end."""
        name = self._emptied() or self._server.create(template=self._template)
        try:
            yield self._server.url(name)
        finally:
            self._used.append(name)

    def _emptied(self) -> str | None:
        while self._used:
            name = self._used.pop()
            if self._left(name):
                with self._connected(name) as connection:
                    if as_new := _shape(connection) == self._shape:
                        connection.execute(EMPTY.encode())
                if as_new:
                    return name
            self._server.drop(name)
        return None

    def _left(self, name: str) -> bool:
        """Whether all connections have ended, which the server learns of a little later."""
        for _ in range(25):
            if not self._server.connections(name):
                return True
            time.sleep(0.02)
        return False

    def _connected(self, name: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self._server.url(name), autocommit=True)


def _shape(connection: psycopg.Connection[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    return connection.execute(SHAPE.encode()).fetchone()
