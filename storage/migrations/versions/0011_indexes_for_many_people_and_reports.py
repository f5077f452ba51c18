"""Who has a role, and what a side reported last, found without reading everybody and everything."""

from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # There are two countries: an index on them leads to half of all people, and SQLite took it
    # where the role leads to a few.
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_country'))

    with op.batch_alter_table('person_role', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_role_role'), ['role'], unique=False)

    with op.batch_alter_table('sighting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sighting_side_id'), ['side', 'id'], unique=False)
