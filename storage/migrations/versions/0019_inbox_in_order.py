"""What waits in the inbox is found in its order, however much waits."""

from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('inbox', schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f('ix_inbox_state_urgent_id'), ['state', 'urgent', 'id'], unique=False
        )
