"""Bulletins, their texts in both languages, who has read them, and their photos."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'bulletin',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('number', sa.String(length=20), nullable=False),
        sa.Column('side', sa.String(length=2), nullable=False),
        sa.Column('sharing', sa.String(length=10), nullable=False),
        sa.Column('exercise', sa.Boolean(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('sector', sa.String(length=80), nullable=True),
        sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
        sa.Column('crossed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_bulletin_author_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_bulletin')),
        sa.UniqueConstraint('number', name=op.f('uq_bulletin_number')),
    )
    with op.batch_alter_table('bulletin', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bulletin_valid_until'), ['valid_until'], unique=False)
    op.create_table(
        'bulletin_text',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('bulletin_id', sa.Integer(), nullable=False),
        sa.Column('part', sa.Integer(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('search_text', sa.Text(), nullable=False),
        sa.Column('side', sa.String(length=2), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['bulletin_id'], ['bulletin.id'], name=op.f('fk_bulletin_text_bulletin_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_bulletin_text_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_bulletin_text')),
    )
    with op.batch_alter_table('bulletin_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bulletin_text_bulletin_id'), ['bulletin_id'], unique=False)
    op.create_table(
        'bulletin_reading',
        sa.Column('bulletin_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('country', sa.String(length=2), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['bulletin_id'], ['bulletin.id'], name=op.f('fk_bulletin_reading_bulletin_id'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_bulletin_reading_person_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('bulletin_id', 'person_id', name=op.f('pk_bulletin_reading')),
    )
    with op.batch_alter_table('sighting_media', schema=None) as batch_op:
        batch_op.add_column(sa.Column('bulletin_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_sighting_media_bulletin_id'), 'bulletin', ['bulletin_id'], ['id'], ondelete='CASCADE')
        batch_op.create_index(batch_op.f('ix_sighting_media_bulletin_id'), ['bulletin_id'], unique=False)
