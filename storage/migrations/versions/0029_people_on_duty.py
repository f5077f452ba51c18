"""An index of the few who are on duty."""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    on_duty = sa.text('on_duty_since IS NOT NULL')
    op.create_index(
        op.f('ix_person_on_duty_since'),
        'person',
        ['on_duty_since'],
        unique=False,
        sqlite_where=on_duty,
        postgresql_where=on_duty,
    )
