"""Reports of the same thing that a side handles together, and what may be of the same thing."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    stands = sa.text('undone_at IS NULL')
    op.create_table(
        'sighting_merge',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('side', sa.String(length=2), nullable=False),
        sa.Column('sighting_id', sa.Integer(), nullable=False),
        sa.Column('into_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('undone_by', sa.Integer(), nullable=True),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['sighting_id'], ['sighting.id'], name=op.f('fk_sighting_merge_sighting_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['into_id'], ['sighting.id'], name=op.f('fk_sighting_merge_into_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sighting_merge_person_id')),
        sa.ForeignKeyConstraint(['undone_by'], ['person.id'], name=op.f('fk_sighting_merge_undone_by')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sighting_merge')),
    )
    with op.batch_alter_table('sighting_merge', schema=None) as batch_op:
        batch_op.create_index(
            'uq_sighting_merge_standing',
            ['side', 'sighting_id'],
            unique=True,
            sqlite_where=stands,
            postgresql_where=stands,
        )
        batch_op.create_index(batch_op.f('ix_sighting_merge_into_id'), ['into_id'], unique=False)

    with op.batch_alter_table('sighting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sighting_seen_at'), ['seen_at'], unique=False)
