"""When somebody was last reminded of an alert, and whether it came without a sound."""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('alert_recipient', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column('silent', sa.Boolean(), server_default=sa.false(), nullable=False)
        )
