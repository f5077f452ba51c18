"""Alerts, who they are for, and what each has answered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def _json():
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')


def upgrade() -> None:
    op.create_table(
        'alert',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('number', sa.String(length=16), nullable=False),
        sa.Column('edition', sa.Integer(), nullable=False),
        sa.Column('side', sa.String(length=2), nullable=False),
        sa.Column('exercise', sa.Boolean(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=True),
        sa.Column('sender_id', sa.Integer(), nullable=True),
        sa.Column('status', sa.String(length=12), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('shown', sa.Integer(), nullable=False),
        sa.Column('severity', sa.String(length=10), nullable=False),
        sa.Column('urgency', sa.String(length=10), nullable=False),
        sa.Column('certainty', sa.String(length=10), nullable=False),
        sa.Column('event', sa.String(length=80), nullable=False),
        sa.Column('texts', _json(), nullable=False),
        sa.Column('audience', _json(), nullable=False),
        sa.Column('latitude', sa.Float(), nullable=True),
        sa.Column('longitude', sa.Float(), nullable=True),
        sa.Column('radius', sa.Float(), nullable=True),
        sa.Column('sector', sa.String(length=80), nullable=True),
        sa.Column('replies', sa.Boolean(), nullable=False),
        sa.Column('file_key', sa.String(length=64), nullable=True),
        sa.Column('file_kind', sa.String(length=10), nullable=True),
        sa.Column('file_name', sa.String(length=120), nullable=True),
        sa.Column('cap', _json(), nullable=False),
        sa.Column('reason', sa.String(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_by', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_alert_author_id')),
        sa.ForeignKeyConstraint(['ended_by'], ['person.id'], name=op.f('fk_alert_ended_by')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_alert')),
        sa.UniqueConstraint('number', 'edition', name=op.f('uq_alert_number_edition')),
    )
    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_status_side'), ['status', 'side'], unique=False)
    op.create_table(
        'alert_recipient',
        sa.Column('alert_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('side', sa.String(length=2), nullable=False),
        sa.Column('unit', sa.String(length=120), nullable=False),
        sa.Column('held', sa.String(length=12), nullable=False),
        sa.Column('shown', sa.Integer(), nullable=False),
        sa.Column('queued_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('failed', sa.Text(), nullable=True),
        sa.Column('answer', sa.String(length=12), nullable=True),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('reminded', sa.Integer(), server_default=sa.text('0'), nullable=False),
        sa.ForeignKeyConstraint(['alert_id'], ['alert.id'], name=op.f('fk_alert_recipient_alert_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_alert_recipient_person_id')),
        sa.PrimaryKeyConstraint('alert_id', 'person_id', name=op.f('pk_alert_recipient')),
    )
    with op.batch_alter_table('alert_recipient', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_recipient_person_id'), ['person_id'], unique=False)
    op.create_table(
        'alert_answer',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('alert_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('answer', sa.String(length=12), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('latitude', sa.Float(), nullable=True),
        sa.Column('longitude', sa.Float(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['alert_id'], ['alert.id'], name=op.f('fk_alert_answer_alert_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_alert_answer_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_answer')),
    )
    with op.batch_alter_table('alert_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_answer_alert_id_person_id'), ['alert_id', 'person_id'], unique=False)
