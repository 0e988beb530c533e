"""The queue of jobs"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

OPEN = sa.text("state in ('waiting', 'running')")


def upgrade() -> None:
    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('arguments', sa.Text(), nullable=False),
    sa.Column('lane', sa.String(length=12), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('asked_by', sa.String(length=60), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('not_before', sa.DateTime(), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('beat_at', sa.DateTime(), nullable=True),
    sa.Column('worker', sa.String(length=80), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('most_attempts', sa.Integer(), nullable=False),
    sa.Column('share', sa.Double(), nullable=True),
    sa.Column('step', sa.String(length=120), nullable=False),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('uq_job_open', ['kind', 'key'], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
        batch_op.create_index('ix_job_state', ['state', 'not_before'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_ended_at'), ['ended_at'], unique=False)


def downgrade() -> None:
    op.drop_table('job')
