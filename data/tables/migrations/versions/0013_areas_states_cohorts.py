"""Where actions are carried out, what the sources say of each programme, cohorts; actions that are dropped"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def observed() -> list:
    """What every loaded row carries."""
    return [
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('load_id', sa.Integer(), nullable=False),
        sa.Column('known_on', sa.Integer(), nullable=False),
        sa.Column('superseded_by', sa.Integer(), nullable=True),
        sa.Column('superseded_on', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['load_id'], ['load.id'], ),
        sa.PrimaryKeyConstraint('id'),
    ]


TABLES = {
    'action_area': 'action_code', 'programme_state': 'programme', 'programme_cohort': 'programme',
}


def upgrade() -> None:
    op.create_table('action_area',
    sa.Column('action_code', sa.String(length=20), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    *observed(),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], ),
    )
    op.create_table('programme_state',
    sa.Column('programme', sa.String(length=120), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=True),
    sa.Column('status', sa.String(length=12), nullable=False),
    *observed(),
    )
    op.create_table('programme_cohort',
    sa.Column('programme', sa.String(length=120), nullable=False),
    sa.Column('cohort', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('ended_on', sa.Integer(), nullable=False),
    sa.Column('couples', sa.Integer(), nullable=True),
    sa.Column('finished', sa.Integer(), nullable=True),
    sa.Column('source', sa.Text(), nullable=True),
    sa.Column('status', sa.String(length=12), nullable=False),
    *observed(),
    )
    for table, key in TABLES.items():
        for column in ('load_id', key):
            op.create_index(f'ix_{table}_{column}', table, [column], unique=False)
    with op.batch_alter_table('action') as batch:
        batch.add_column(sa.Column('dropped_on', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('action') as batch:
        batch.drop_column('dropped_on')
    for table in TABLES:
        op.drop_table(table)
