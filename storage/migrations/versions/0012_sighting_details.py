"""What may be said of a sighting beyond what, where and when; what of it is released."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    value = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
    with op.batch_alter_table('sighting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('details', value, server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('released', value, nullable=True))
