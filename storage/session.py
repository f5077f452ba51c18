"""What a unit of work speaks to the database through: Core statements and savepoints."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, CursorResult, Executable, ScalarResult
from sqlalchemy.exc import DBAPIError

from storage.guard import guard_of

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]
Arguments = Sequence[Any] | Mapping[str, Any]
T = TypeVar("T")


class Session:
    """One unit of work on one connection, inside a transaction that is the store's alone.

    It knows no objects and commits nothing. `info` is for whoever runs the unit.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._guard = guard_of(connection)
        self._driver: Any = connection.connection.driver_connection
        self.dialect = connection.dialect
        self.info: dict[str, Any] = {}

    @property
    def on_server(self) -> bool:
        """Whether this is PostgreSQL, which others may be writing to as well."""
        return self.dialect.name == "postgresql"

    def connection(self) -> Connection:
        """The connection itself, for what neither of the two ways below can say."""
        return self._connection

    def execute(
        self, statement: Executable, values: Values | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a Core statement."""
        return self._connection.execute(statement, cast("Any", values))

    def scalar(self, statement: Executable, values: Values | None = None) -> Any:  # noqa: ANN401 the statement knows
        """The first column of the first row; None where there is no row."""
        return self.execute(statement, values).scalar()

    def scalars(self, statement: Executable, values: Values | None = None) -> ScalarResult[Any]:
        """The first column of each row."""
        return self.execute(statement, values).scalars()

    def driver_execute(self, sql: str, arguments: Arguments = ()) -> Any:  # noqa: ANN401 the driver's cursor
        """Run SQL as the driver takes it, for `storage.prepared`; the driver's cursor.

        Raises what `execute` raises, and leaves the guard and the pool knowing as much.
        """
        self._guard.before_statement()
        return self._at_driver(sql, arguments)

    @contextmanager
    def begin_nested(self) -> Iterator[None]:
        """What happens inside is undone where it raises, and only that."""
        self.driver_execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            self._guard.must_stand()  # where the database took everything, no savepoint is left
            self._at_driver("ROLLBACK TO SAVEPOINT step")
            self._at_driver("RELEASE SAVEPOINT step")
            self._guard.rolled_back()
            raise
        self.driver_execute("RELEASE SAVEPOINT step")

    def _at_driver(self, sql: str, arguments: Arguments = ()) -> Any:  # noqa: ANN401 the driver's cursor
        try:
            return self._driver.execute(sql, arguments)
        except self.dialect.loaded_dbapi.Error as fault:
            raise self._failed(sql, fault) from fault

    def _failed(self, sql: str, fault: Exception) -> DBAPIError:
        """The driver's error as SQLAlchemy raises it, without the values, which are people's."""
        lost = self.dialect.is_disconnect(cast("Any", fault), self._driver, None)
        error = DBAPIError.instance(
            sql,
            None,
            fault,
            self.dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=self.dialect,
        )
        assert isinstance(error, DBAPIError)  # noqa: S101 for the type: `fault` is one of the driver's
        self._guard.statement_failed(error)
        if lost:
            self._connection.invalidate(error)
        return error
