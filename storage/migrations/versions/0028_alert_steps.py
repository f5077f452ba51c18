"""The reminders of an alert, and what an update of it has changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def _json():
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')


def upgrade() -> None:
    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.add_column(sa.Column('changed', _json(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('needed', _json(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('stopped', _json(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('step', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('alarmed_at', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('alert_recipient', schema=None) as batch_op:
        batch_op.add_column(sa.Column('step', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('before', sa.String(length=12), nullable=True))
