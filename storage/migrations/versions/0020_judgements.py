"""What each side thinks of a sighting, and why it has judged so."""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('sighting_step', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reason', sa.String(length=200), nullable=True))
    op.create_table(
        'sighting_assessment',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('sighting_id', sa.Integer(), nullable=False),
        sa.Column('side', sa.String(length=2), nullable=False),
        sa.Column('source', sa.String(length=1), nullable=False),
        sa.Column('information', sa.String(length=1), nullable=False),
        sa.Column('impact', sa.String(length=6), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['sighting_id'], ['sighting.id'], name=op.f('fk_sighting_assessment_sighting_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sighting_assessment_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sighting_assessment')),
    )
    with op.batch_alter_table('sighting_assessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sighting_assessment_sighting_id'), ['sighting_id'], unique=False)
