"""Statements of the hot tables: written once in Core, compiled once, run as the driver takes them.

SQLAlchemy spends some 60 µs on a statement it knows already and more on one that is put together
anew; the driver needs 5 to 10. Ten of them make an update: docs/benchmarks.md.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Dialect, Executable

from storage.session import Session

Convert = Callable[[Any], Any]
Row = Any  # a named tuple, its names those of the statement's columns


@dataclass(frozen=True, slots=True)
class _Part:
    """One parameter: a value written into the statement, or one that is given each time."""

    name: str
    given: bool
    constant: Any
    convert: Convert | None

    def of(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 whatever the driver takes
        """Its value, as the driver takes it."""
        if not self.given:
            return self.constant
        value = values[self.name]
        return value if self.convert is None else self.convert(value)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in the words of one driver."""

    sql: str
    parts: tuple[_Part, ...]  # in the order in which the driver wants them
    by_name: bool  # or by position
    row: Callable[..., Row] | None
    found: tuple[tuple[int, Convert], ...]  # columns whose values need conversion

    def arguments(self, values: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """What goes to the driver. Raises KeyError where a value is missing."""
        ready = [part.of(values) for part in self.parts]
        if self.by_name:
            return dict(zip((part.name for part in self.parts), ready, strict=True))
        return ready

    def read(self, found: Sequence[Any]) -> Row:
        """A row of the driver's, as the rest of the house reads it."""
        if self.found:
            found = list(found)
            for at, convert in self.found:
                found[at] = convert(found[at])
        return self.row(*found) if self.row else None


class Prepared:
    """One statement. Its parameters are its `bindparam`s, none of them expanding."""

    def __init__(self, statement: Executable | Callable[[str], Executable]) -> None:
        """`statement`: the same on both databases, or made from the dialect's name."""
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, session: Session, values: Mapping[str, Any]) -> int:
        """Run it; how many rows it touched."""
        compiled = self._for(session.dialect)
        cursor = session.driver_execute(compiled.sql, compiled.arguments(values))
        return int(cursor.rowcount)

    def all(self, session: Session, values: Mapping[str, Any]) -> list[Row]:
        """Its rows."""
        compiled = self._for(session.dialect)
        cursor = session.driver_execute(compiled.sql, compiled.arguments(values))
        return [compiled.read(found) for found in cursor.fetchall()]

    def first(self, session: Session, values: Mapping[str, Any]) -> Row | None:
        """Its first row, or None."""
        found = self.all(session, values)
        return found[0] if found else None

    def one(self, session: Session, values: Mapping[str, Any]) -> Row:
        """Its first row, which is there."""
        return self.all(session, values)[0]

    def _for(self, dialect: Dialect) -> _Compiled:
        known = self._compiled.get(dialect.name)
        if known is None:
            made = self._statement(dialect.name) if callable(self._statement) else self._statement
            known = self._compiled[dialect.name] = _compile(made, dialect)
        return known


def _compile(statement: Any, dialect: Dialect) -> _Compiled:  # noqa: ANN401 selects and changes share no type with columns
    compiled = statement.compile(dialect=dialect)
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError(
            f"A prepared statement takes no lists; write or_(…) for in_(…): {compiled}"
        )
    convert = {name: _to_driver(bound, dialect) for bound, name in compiled.bind_names.items()}
    given = {name for bound, name in compiled.bind_names.items() if bound.required}
    known = compiled.construct_params(_check=False)

    def part(name: str) -> _Part:
        constant, change = known[name], convert[name]
        if name not in given and change and constant is not None:
            constant = change(constant)
        return _Part(name, name in given, constant, change)

    columns = list(statement.exported_columns)
    found = [
        column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
    ]
    return _Compiled(
        sql=str(compiled),
        parts=tuple(part(name) for name in compiled.positiontup or known),
        by_name=compiled.positiontup is None,
        row=namedtuple("Row", [column.name for column in columns]) if columns else None,  # noqa: PYI024 made from the statement
        found=tuple((at, convert) for at, convert in enumerate(found) if convert),
    )


def _to_driver(bound: BindParameter[Any], dialect: Dialect) -> Convert | None:
    return bound.type.dialect_impl(dialect).bind_processor(dialect)
