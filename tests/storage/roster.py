"""Rows written past the program, as somebody with a database tool would."""

from pathlib import Path

from storage import database

PERSON = (
    "INSERT INTO person (id, service_number, name, country, service, unit, language, phone)"
    " VALUES (1, 'GP-1', 'Ion', 'RO', 'Border Police', '', 'ro', '+40700000000')"
)


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    """Run a statement in a transaction of its own; its rows."""
    engine = database.engine(url)
    try:
        with engine.begin() as connection:
            result = connection.exec_driver_sql(statement)
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def path_of(url: str) -> Path:
    """The file of an address."""
    return Path(url.removeprefix("sqlite:///"))
