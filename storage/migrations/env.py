"""How alembic runs our revisions: on the connection and in the transaction it is given."""

from typing import TYPE_CHECKING, Any, Literal

from alembic import context
from sqlalchemy import DateTime, String

from storage.columns import UtcDateTime

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def _plain_type(kind: str, item: Any, _context: "AutogenContext") -> str | Literal[False]:  # noqa: ANN401 alembic's signature
    """Write our own column types as what they are in the database.

    A revision must keep its meaning when the program's classes change.
    """
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return f"sa.{DateTime(timezone=True)!r}"
    if type(item).__name__ == "AutoString":  # SQLModel's
        return f"sa.{String(item.length)!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,
    render_item=_plain_type,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
