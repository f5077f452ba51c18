"""What reporters change in their reports, and plates as they are searched for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    value = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
    op.create_table('sighting_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sighting_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=20), nullable=False),
    sa.Column('before', value, nullable=True),
    sa.Column('after', value, nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sighting_revision_person_id')),
    sa.ForeignKeyConstraint(['sighting_id'], ['sighting.id'], name=op.f('fk_sighting_revision_sighting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sighting_revision'))
    )
    with op.batch_alter_table('sighting_revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sighting_revision_sighting_id'), ['sighting_id'], unique=False)

    with op.batch_alter_table('sighting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('plate_key', sa.String(length=40), nullable=True))
        batch_op.create_index(batch_op.f('ix_sighting_plate_key'), ['plate_key'], unique=False)
