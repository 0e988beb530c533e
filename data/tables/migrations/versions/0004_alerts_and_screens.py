"""Alerts, screens, shift messages; a device's token belongs to a screen"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('alert',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=80), nullable=False),
    sa.Column('area', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('closed', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Integer(), nullable=False),
    sa.Column('onset', sa.Integer(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('value', sa.Double(), nullable=True),
    sa.Column('gated', sa.Boolean(), nullable=False),
    sa.Column('fired_at', sa.DateTime(), nullable=True),
    sa.Column('acked_by', sa.String(length=60), nullable=True),
    sa.Column('acked_at', sa.DateTime(), nullable=True),
    sa.Column('ack_until', sa.DateTime(), nullable=True),
    sa.Column('ack_note', sa.String(length=300), nullable=True),
    sa.Column('resolved_at', sa.DateTime(), nullable=True),
    sa.Column('verdict', sa.String(length=12), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_rule'), ['rule'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_state'), ['state'], unique=False)
        batch_op.create_index('uq_alert_open', ['rule', 'area'], unique=True, sqlite_where=sa.text('closed = 0'), postgresql_where=sa.text('closed = 0'))

    op.create_table('alert_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('made_by', sa.String(length=60), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('alert_rule', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_rule_rule'), ['rule'], unique=False)

    op.create_table('alert_run',
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('claimed_by', sa.String(length=60), nullable=False),
    sa.Column('claimed_at', sa.DateTime(), nullable=False),
    sa.Column('done_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('key')
    )
    with op.batch_alter_table('alert_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_run_version'), ['version'], unique=False)

    op.create_table('alert_shelf',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=80), nullable=False),
    sa.Column('area', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('until', sa.DateTime(), nullable=False),
    sa.Column('actor', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('lifted_at', sa.DateTime(), nullable=True),
    sa.Column('lifted_by', sa.String(length=60), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('alert_shelf', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_shelf_rule'), ['rule'], unique=False)

    op.create_table('counter',
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('screen',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('profile', sa.String(length=12), nullable=False),
    sa.Column('lang', sa.String(length=2), nullable=False),
    sa.Column('playlist', sa.Text(), nullable=False),
    sa.Column('inches', sa.Double(), nullable=False),
    sa.Column('width_px', sa.Integer(), nullable=False),
    sa.Column('height_px', sa.Integer(), nullable=False),
    sa.Column('distance_m', sa.Double(), nullable=False),
    sa.Column('paused', sa.Boolean(), nullable=False),
    sa.Column('pinned', sa.String(length=20), nullable=True),
    sa.Column('command', sa.Integer(), nullable=False),
    sa.Column('verb', sa.String(length=12), nullable=False),
    sa.Column('scene', sa.String(length=20), nullable=False),
    sa.Column('changed_by', sa.String(length=60), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('said_at', sa.DateTime(), nullable=True),
    sa.Column('said_scene', sa.String(length=20), nullable=True),
    sa.Column('said_size', sa.String(length=20), nullable=True),
    sa.Column('said_version', sa.String(length=40), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('slug')
    )
    op.create_table('shift_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('author', sa.String(length=60), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('shift_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shift_message_at'), ['at'], unique=False)

    op.create_table('alert_event',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('before', sa.String(length=12), nullable=False),
    sa.Column('after', sa.String(length=12), nullable=False),
    sa.Column('actor', sa.String(length=60), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=True),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('value', sa.Double(), nullable=True),
    sa.ForeignKeyConstraint(['alert_id'], ['alert.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('alert_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_event_alert_id'), ['alert_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_alert_event_at'), ['at'], unique=False)

    with op.batch_alter_table('token', schema=None) as batch_op:
        batch_op.add_column(sa.Column('screen', sa.String(length=40), nullable=True))

    op.execute("INSERT INTO counter (name, n) VALUES ('alerts', 0), ('screens', 0)")


def downgrade() -> None:
    with op.batch_alter_table('token', schema=None) as batch_op:
        batch_op.drop_column('screen')

    with op.batch_alter_table('alert_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_alert_event_at'))
        batch_op.drop_index(batch_op.f('ix_alert_event_alert_id'))

    op.drop_table('alert_event')
    with op.batch_alter_table('shift_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_shift_message_at'))

    op.drop_table('shift_message')
    op.drop_table('screen')
    op.drop_table('counter')
    with op.batch_alter_table('alert_shelf', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_alert_shelf_rule'))

    op.drop_table('alert_shelf')
    with op.batch_alter_table('alert_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_alert_run_version'))

    op.drop_table('alert_run')
    with op.batch_alter_table('alert_rule', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_alert_rule_rule'))

    op.drop_table('alert_rule')
    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.drop_index('uq_alert_open', sqlite_where=sa.text('closed = 0'), postgresql_where=sa.text('closed = 0'))
        batch_op.drop_index(batch_op.f('ix_alert_state'))
        batch_op.drop_index(batch_op.f('ix_alert_rule'))

    op.drop_table('alert')
