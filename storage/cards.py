"""Messages that show the state of a thing, and where each of them hangs."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import big_id
from storage.metadata import metadata

card = Table(
    "card",
    metadata,
    Column("id", big_id(), primary_key=True),
    Column("subject", String(80), nullable=False),
    Column("person_id", Integer, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("version", Integer, nullable=False, default=1),
    Column("payload", Text, nullable=False),
    UniqueConstraint("subject", "person_id"),
)
