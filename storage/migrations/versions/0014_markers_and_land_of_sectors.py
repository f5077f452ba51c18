"""Border markers by their number, and the land or the places of a sector."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('border_marker',
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('country', sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
    sa.Column('latitude', sa.Float(), nullable=False),
    sa.Column('longitude', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('number', 'country', name=op.f('pk_border_marker'))
    )
    with op.batch_alter_table('sector', schema=None) as batch_op:
        batch_op.add_column(sa.Column('area', sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column('places', sa.Text(), server_default=sa.text("''"), nullable=False))
