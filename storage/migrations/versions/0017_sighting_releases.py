"""What of a report of one side the other side may know: each decision."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    value = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
    op.create_table(
        'sighting_release',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('sighting_id', sa.Integer(), nullable=False),
        sa.Column('fields', value, nullable=True),
        sa.Column('reason', sa.String(length=200), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['sighting_id'], ['sighting.id'], name=op.f('fk_sighting_release_sighting_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sighting_release_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sighting_release')),
    )
    with op.batch_alter_table('sighting_release', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sighting_release_sighting_id'), ['sighting_id'], unique=False)
