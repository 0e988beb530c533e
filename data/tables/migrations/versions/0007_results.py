"""Computed results and their runs"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('result_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('method', sa.String(length=120), nullable=False),
    sa.Column('parameters', sa.Text(), nullable=False),
    sa.Column('data_version', sa.Integer(), nullable=False),
    sa.Column('code_version', sa.String(length=16), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=True),
    sa.Column('known_on', sa.Integer(), nullable=True),
    sa.Column('last_day', sa.Integer(), nullable=False),
    sa.Column('load_id', sa.Integer(), nullable=True),
    sa.Column('computed_at', sa.DateTime(), nullable=False),
    sa.Column('seconds', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['load_id'], ['load.id']),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('result_value',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=12), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('value', sa.LargeBinary(), nullable=False),
    sa.Column('lower', sa.LargeBinary(), nullable=False),
    sa.Column('upper', sa.LargeBinary(), nullable=False),
    sa.Column('basis', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['run_id'], ['result_run.id']),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_result_run_kind', 'result_run', ['kind', 'known_on'], unique=False)
    op.create_index('ix_result_value_run', 'result_value', ['run_id', 'level', 'day'], unique=False)


def downgrade() -> None:
    op.drop_table('result_value')
    op.drop_table('result_run')
