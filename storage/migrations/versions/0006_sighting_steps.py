"""Each step of a sighting's handling, where its reporter stood, and who told the desk of it."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sighting_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sighting_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=2), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sighting_step_person_id')),
    sa.ForeignKeyConstraint(['sighting_id'], ['sighting.id'], name=op.f('fk_sighting_step_sighting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sighting_step'))
    )
    with op.batch_alter_table('sighting_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sighting_step_sighting_id'), ['sighting_id'], unique=False)

    with op.batch_alter_table('sighting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('observer_latitude', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('observer_longitude', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('observer_sharing', sa.String(length=4), nullable=True))
        batch_op.add_column(sa.Column('told_by', sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column('caller_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('caller_name', sa.String(length=120), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_sighting_caller_id'), 'person', ['caller_id'], ['id'])

    # What has been handled so far begins its history with where it stands now.
    op.execute(
        'INSERT INTO sighting_step (sighting_id, side, state, version, person_id, at)'
        ' SELECT sighting_id, side, state, version, person_id, at FROM sighting_handling'
        " WHERE state <> 'new'"
    )
