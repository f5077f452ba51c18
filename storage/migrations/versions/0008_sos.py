"""Calls for help, and updates that overtake others of their sender."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sos',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=16), nullable=False),
    sa.Column('side', sa.String(length=2), nullable=False),
    sa.Column('exercise', sa.Boolean(), nullable=False),
    sa.Column('caller_id', sa.Integer(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('pressed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('latitude', sa.Float(), nullable=True),
    sa.Column('longitude', sa.Float(), nullable=True),
    sa.Column('accuracy', sa.Float(), nullable=True),
    sa.Column('located_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('place_sent', sa.Boolean(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['caller_id'], ['person.id'], name=op.f('fk_sos_caller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sos')),
    sa.UniqueConstraint('number', name=op.f('uq_sos_number'))
    )
    with op.batch_alter_table('sos', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sos_caller_id'), ['caller_id'], unique=False)

    op.create_table('sos_taken',
    sa.Column('sos_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=2), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sos_taken_person_id')),
    sa.ForeignKeyConstraint(['sos_id'], ['sos.id'], name=op.f('fk_sos_taken_sos_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('sos_id', 'side', name=op.f('pk_sos_taken'))
    )
    with op.batch_alter_table('inbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('urgent', sa.Boolean(), server_default=sa.false(), nullable=False))
