"""Files in the database, and photos, videos and voice messages of sightings."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('file',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('bytes', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('telegram_kind', sa.String(length=20), nullable=True),
    sa.Column('telegram_id', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_file'))
    )

    op.create_table('sighting_media',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=True),
    sa.Column('sighting_id', sa.Integer(), nullable=True),
    sa.Column('album', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('telegram_id', sa.String(length=200), nullable=False),
    sa.Column('unique_id', sa.String(length=80), nullable=False),
    sa.Column('file', sa.String(length=64), nullable=True),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['file'], ['file.key'], name=op.f('fk_sighting_media_file')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sighting_media_person_id')),
    sa.ForeignKeyConstraint(['sighting_id'], ['sighting.id'], name=op.f('fk_sighting_media_sighting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sighting_media'))
    )
    with op.batch_alter_table('sighting_media', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sighting_media_draft_id'), ['draft_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sighting_media_person_id_album'), ['person_id', 'album'], unique=False)
        batch_op.create_index(batch_op.f('ix_sighting_media_sighting_id'), ['sighting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sighting_media_state'), ['state'], unique=False)
