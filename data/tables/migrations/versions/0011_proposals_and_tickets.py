"""Points that are only proposed; tickets to providers; services by the monitor's log"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None
SERVICES = ('radio', 'internet', 'portal')


def upgrade() -> None:
    with op.batch_alter_table('wifi_point') as batch:
        batch.alter_column('registered_on', existing_type=sa.Integer(), nullable=True)
    op.create_table('wifi_ticket',
    sa.Column('ticket_code', sa.String(length=40), nullable=False),
    sa.Column('point_code', sa.String(length=40), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('cause', sa.String(length=12), nullable=False),
    sa.Column('opened_at', sa.Integer(), nullable=False),
    sa.Column('assigned_at', sa.Integer(), nullable=True),
    sa.Column('fixed_at', sa.Integer(), nullable=True),
    sa.Column('verified_at', sa.Integer(), nullable=True),
    sa.Column('verified_by', sa.String(length=80), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('load_id', sa.Integer(), nullable=False),
    sa.Column('known_on', sa.Integer(), nullable=False),
    sa.Column('superseded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_on', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['load_id'], ['load.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_wifi_ticket_load_id', 'wifi_ticket', ['load_id'], unique=False)
    op.create_index('ix_wifi_ticket_point_code', 'wifi_ticket', ['point_code'], unique=False)
    op.create_index('ix_wifi_ticket_ticket_code', 'wifi_ticket', ['ticket_code'], unique=False)
    op.create_table('wifi_service',
    sa.Column('point_code', sa.String(length=40), nullable=False),
    sa.Column('since', sa.Integer(), nullable=False),
    sa.Column('watched', sa.Integer(), nullable=False),
    *(sa.Column(f'{service}_{state}', sa.Integer(), nullable=False) for service in SERVICES for state in ('up', 'down')),
    sa.Column('clients_most', sa.Integer(), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('load_id', sa.Integer(), nullable=False),
    sa.Column('known_on', sa.Integer(), nullable=False),
    sa.Column('superseded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_on', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['load_id'], ['load.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_wifi_service_load_id', 'wifi_service', ['load_id'], unique=False)
    op.create_index('ix_wifi_service_point_code', 'wifi_service', ['point_code'], unique=False)


def downgrade() -> None:
    op.drop_table('wifi_service')
    op.drop_table('wifi_ticket')
    op.execute('DELETE FROM wifi_point WHERE registered_on IS NULL')
    with op.batch_alter_table('wifi_point') as batch:
        batch.alter_column('registered_on', existing_type=sa.Integer(), nullable=False)
