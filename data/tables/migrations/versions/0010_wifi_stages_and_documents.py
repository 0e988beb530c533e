"""What a Wi-Fi point is and the days of its stages; results that are documents"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

DAYS = ('proposed_on', 'surveyed_on', 'validated_on', 'installed_on', 'reallocated_on', 'removed_on', 'seats')
TEXTS = {'technology': 8, 'radius_class': 4, 'provider': 80, 'place_type': 12, 'post': 120}


def upgrade() -> None:
    for name in DAYS:
        op.add_column('wifi_point', sa.Column(name, sa.Integer(), nullable=True))
    for name, length in TEXTS.items():
        op.add_column('wifi_point', sa.Column(name, sa.String(length=length), nullable=True))
    op.add_column('wifi_point', sa.Column('bandwidth_mbps', sa.Float(), nullable=True))
    op.create_table('wifi_candidate',
    sa.Column('candidate_code', sa.String(length=40), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('refused_on', sa.Integer(), nullable=True),
    sa.Column('fibre_metres', sa.Float(), nullable=True),
    sa.Column('cost_rupiah', sa.Float(), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('load_id', sa.Integer(), nullable=False),
    sa.Column('known_on', sa.Integer(), nullable=False),
    sa.Column('superseded_by', sa.Integer(), nullable=True),
    sa.Column('superseded_on', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], ),
    sa.ForeignKeyConstraint(['load_id'], ['load.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_wifi_candidate_load_id', 'wifi_candidate', ['load_id'], unique=False)
    op.create_index('ix_wifi_candidate_candidate_code', 'wifi_candidate', ['candidate_code'], unique=False)
    op.create_table('result_document',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['result_run.id']),
    sa.PrimaryKeyConstraint('run_id')
    )


def downgrade() -> None:
    op.drop_table('result_document')
    op.drop_table('wifi_candidate')
    for name in ('bandwidth_mbps', *TEXTS, *DAYS):
        op.drop_column('wifi_point', name)
