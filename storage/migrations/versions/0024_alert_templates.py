"""Templates of alerts as an installation words them, and wordings that wait for the other desk."""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'alert_template',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=40), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('level', sa.String(length=12), nullable=False),
        sa.Column('event', sa.String(length=40), nullable=False),
        sa.Column('lifetime', sa.Integer(), nullable=False),
        sa.Column('replies', sa.Boolean(), nullable=False),
        sa.Column('side', sa.String(length=2), nullable=False),
        sa.Column('title_sr', sa.String(length=40), nullable=False),
        sa.Column('title_ro', sa.String(length=40), nullable=False),
        sa.Column('title_en', sa.String(length=40), nullable=False),
        sa.Column('text_sr', sa.Text(), nullable=False),
        sa.Column('text_ro', sa.Text(), nullable=False),
        sa.Column('text_en', sa.Text(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=True),
        sa.Column('colleague_id', sa.Integer(), nullable=True),
        sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_alert_template_author_id')),
        sa.ForeignKeyConstraint(['colleague_id'], ['person.id'], name=op.f('fk_alert_template_colleague_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_template')),
    )
    with op.batch_alter_table('alert_template', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_template_key'), ['key'], unique=False)
