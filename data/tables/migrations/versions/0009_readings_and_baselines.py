"""What who handed a file in says its points mean; where an action begins"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('delivery', sa.Column('points', sa.String(length=10), nullable=True))
    op.add_column('action', sa.Column('baseline', sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column('action', 'baseline')
    op.drop_column('delivery', 'points')
