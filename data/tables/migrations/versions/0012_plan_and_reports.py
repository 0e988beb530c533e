"""The action plan with its targets by month; reports with evidence and who accepted them; offices of accounts"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None
ACTION = {
    'source': sa.Text(), 'post': sa.String(120), 'effort': sa.Double(), 'budget_rp': sa.Double(),
    'component': sa.String(12), 'count_kind': sa.String(12), 'mission': sa.String(4), 'indicator': sa.String(60),
    'after_codes': sa.Text(),
}
KNOWN = {'component': 'output', 'count_kind': 'cumulative'}
REPORT = {
    'numerator': sa.Double(), 'denominator': sa.Double(), 'committed_rp': sa.Double(), 'obstacle_note': sa.Text(),
    'next_step': sa.Text(), 'evidence': sa.String(12), 'evidence_ref': sa.Text(), 'verified_by': sa.String(60),
}


DIMENSIONS = ('government', 'economy', 'living', 'society', 'environment', 'branding')


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


def upgrade() -> None:
    op.create_table('action_target',
    sa.Column('action_code', sa.String(length=20), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('planned', sa.Double(), nullable=False),
    sa.Column('budget_rp', sa.Double(), nullable=True),
    *observed(),
    )
    op.create_index('ix_action_target_load_id', 'action_target', ['load_id'], unique=False)
    op.create_index('ix_action_target_action_code', 'action_target', ['action_code'], unique=False)
    # Each report brought its own plan to date: the points of one curve, known since the plan was.
    op.execute(
        'INSERT INTO action_target (action_code, day, planned, load_id, known_on) '
        'SELECT p.action_code, p.day, p.planned, p.load_id, '
        '(SELECT MIN(a.known_on) FROM action a WHERE a.action_code = p.action_code) '
        'FROM action_progress p WHERE p.superseded_on IS NULL AND EXISTS '
        '(SELECT 1 FROM action a WHERE a.action_code = p.action_code)'
    )
    with op.batch_alter_table('action') as batch:
        batch.alter_column('partner', existing_type=sa.String(12), type_=sa.String(60), existing_nullable=False)
        for name, kind in ACTION.items():
            batch.add_column(sa.Column(name, kind, nullable=name not in KNOWN, server_default=KNOWN.get(name)))
    with op.batch_alter_table('action_progress') as batch:
        for name, kind in REPORT.items():
            known = 'none' if name == 'evidence' else None
            batch.add_column(sa.Column(name, kind, nullable=known is None, server_default=known))
        batch.drop_column('planned')
    op.execute("UPDATE action_progress SET obstacle = 'network' WHERE obstacle = 'fibre'")
    # What stands in the rows is kept; a new row says it itself.
    with op.batch_alter_table('action') as batch:
        for name in KNOWN:
            batch.alter_column(name, existing_type=ACTION[name], server_default=None, existing_nullable=False)
    with op.batch_alter_table('action_progress') as batch:
        batch.alter_column('evidence', existing_type=sa.String(12), server_default=None, existing_nullable=False)
    op.create_table('monev_session',
    sa.Column('session_code', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('assessor', sa.String(length=120), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('published_progress', sa.Double(), nullable=True),
    sa.Column('source', sa.Text(), nullable=True),
    *(sa.Column(name, sa.Double(), nullable=True) for name in DIMENSIONS),
    *observed(),
    )
    op.create_table('monev_finding',
    sa.Column('finding_code', sa.String(length=40), nullable=False),
    sa.Column('session_code', sa.String(length=40), nullable=False),
    sa.Column('dimension', sa.String(length=16), nullable=False),
    sa.Column('action_code', sa.String(length=20), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('recommendation', sa.Text(), nullable=False),
    sa.Column('opd', sa.String(length=60), nullable=False),
    sa.Column('found_on', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Integer(), nullable=False),
    sa.Column('done_on', sa.Integer(), nullable=True),
    sa.Column('closed_on', sa.Integer(), nullable=True),
    sa.Column('closed_by', sa.String(length=60), nullable=True),
    *observed(),
    )
    for table, key in (('monev_session', 'session_code'), ('monev_finding', 'finding_code')):
        for column in ('load_id', key):
            op.create_index(f'ix_{table}_{column}', table, [column], unique=False)
    with op.batch_alter_table('account') as batch:
        batch.add_column(sa.Column('opd', sa.String(60), nullable=True))
    with op.batch_alter_table('token') as batch:
        batch.add_column(sa.Column('opd', sa.String(60), nullable=True))


def downgrade() -> None:
    for table in ('token', 'account'):
        with op.batch_alter_table(table) as batch:
            batch.drop_column('opd')
    with op.batch_alter_table('action_progress') as batch:
        batch.add_column(sa.Column('planned', sa.Double(), nullable=False, server_default='0'))
        for name in REPORT:
            batch.drop_column(name)
    op.execute(
        'UPDATE action_progress SET planned = COALESCE((SELECT MAX(t.planned) FROM action_target t WHERE '
        't.action_code = action_progress.action_code AND t.day = action_progress.day AND t.superseded_on IS NULL), 0)'
    )
    op.execute("UPDATE action_progress SET obstacle = 'fibre' WHERE obstacle = 'network'")
    with op.batch_alter_table('action_progress') as batch:
        batch.alter_column('planned', existing_type=sa.Double(), server_default=None, existing_nullable=False)
    with op.batch_alter_table('action') as batch:
        for name in ACTION:
            batch.drop_column(name)
    for table in ('monev_finding', 'monev_session', 'action_target'):
        op.drop_table(table)
