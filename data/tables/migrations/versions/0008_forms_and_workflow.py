"""Forms that were sent; cases, their steps, attachments, snapshots"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('form_post',
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('number')
    )
    op.create_index('ix_form_post_at', 'form_post', ['at'], unique=False)
    op.create_table('workflow_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('process', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('opened_by', sa.String(length=60), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('process', 'key', name='uq_workflow_case_key'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_workflow_case_state', 'workflow_case', ['state'], unique=False)
    op.create_table('workflow_event',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('process', sa.String(length=40), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('actor', sa.String(length=60), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('before', sa.String(length=20), nullable=False),
    sa.Column('after', sa.String(length=20), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('process', 'case_id', 'number', name='uq_workflow_event_number')
    )
    op.create_index('ix_workflow_event_at', 'workflow_event', ['at'], unique=False)
    op.create_table('workflow_attachment',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('added_by', sa.String(length=60), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['workflow_case.id']),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_workflow_attachment_case_id', 'workflow_attachment', ['case_id'], unique=False)
    op.create_index('ix_workflow_attachment_sha256', 'workflow_attachment', ['sha256'], unique=False)
    op.create_table('workflow_snapshot',
    sa.Column('id', ROW_ID, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('taken_by', sa.String(length=60), nullable=False),
    sa.Column('taken_at', sa.DateTime(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_workflow_snapshot_kind', 'workflow_snapshot', ['kind'], unique=False)


def downgrade() -> None:
    for table in ('workflow_snapshot', 'workflow_attachment', 'workflow_event', 'workflow_case'):
        op.drop_table(table)
    op.drop_table('form_post')
