"""Calls for help whose place moves."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('sos', schema=None) as batch_op:
        batch_op.add_column(sa.Column('live_until', sa.DateTime(timezone=True), nullable=True))
