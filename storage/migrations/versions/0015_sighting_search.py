"""What reports are found by, and what was looked for."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('sighting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('search_text', sa.String(), nullable=True))
    op.create_table(
        'sighting_search',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('words', sa.String(length=200), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sighting_search_person_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sighting_search')),
    )
    with op.batch_alter_table('sighting_search', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sighting_search_person_id'), ['person_id'], unique=False)
