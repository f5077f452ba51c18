"""Central systems that send alerts by CAP, and the messages they have brought."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def _json():
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')


def upgrade() -> None:
    op.create_table(
        'sender',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('country', sa.String(length=2), nullable=False),
        sa.Column('cap_sender', sa.String(length=250), nullable=True),
        sa.Column('audience', _json(), nullable=False),
        sa.Column('ceiling', sa.String(length=10), nullable=False),
        sa.Column('mode', sa.String(length=5), nullable=False),
        sa.Column('exercise', sa.Boolean(), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sender')),
        sa.UniqueConstraint('name', name=op.f('uq_sender_name')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_sender_token_hash')),
    )
    op.create_table(
        'cap_message',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('sender_id', sa.Integer(), nullable=False),
        sa.Column('cap_sender', sa.String(length=250), nullable=False),
        sa.Column('identifier', sa.String(length=250), nullable=False),
        sa.Column('sent', sa.DateTime(timezone=True), nullable=False),
        sa.Column('kind', sa.String(length=6), nullable=False),
        sa.Column('status', sa.String(length=8), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('file_key', sa.String(length=64), nullable=False),
        sa.Column('number', sa.String(length=16), nullable=True),
        sa.Column('edition', sa.Integer(), nullable=True),
        sa.Column('note', sa.String(), nullable=False),
        sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['sender_id'], ['sender.id'], name=op.f('fk_cap_message_sender_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_cap_message')),
        sa.UniqueConstraint('sender_id', 'cap_sender', 'identifier', name=op.f('uq_cap_message_sender_id_cap_sender_identifier')),
    )
    with op.batch_alter_table('cap_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cap_message_cap_sender_identifier'), ['cap_sender', 'identifier'], unique=False)
        batch_op.create_index(batch_op.f('ix_cap_message_number'), ['number'], unique=False)
