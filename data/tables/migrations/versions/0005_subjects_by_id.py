"""Subjects and scenes by their English ids; a declared dataset says who may see it"""

import json

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

SUBJECTS = {'sampah': 'waste', 'program': 'programme'}
# A declaration from before the word was required is protected as health data until its steward says otherwise.
DISCLOSURE = '[contract]\ndisclosure = "health"'


def _rename(names: dict[str, str]) -> None:
    connection = op.get_bind()
    note = sa.table('annotation', sa.column('subject', sa.String))
    for old, new in names.items():
        connection.execute(note.update().where(note.c.subject == old).values(subject=new))
    screen = sa.table(
        'screen', sa.column('slug', sa.String), sa.column('playlist', sa.Text), sa.column('pinned', sa.String),
        sa.column('scene', sa.String),
    )
    for row in connection.execute(sa.select(screen)).all():
        playlist = [[names.get(scene, scene), seconds] for scene, seconds in json.loads(row.playlist)]
        values = {
            'playlist': json.dumps(playlist), 'pinned': names.get(row.pinned, row.pinned),
            'scene': names.get(row.scene, row.scene),
        }
        connection.execute(screen.update().where(screen.c.slug == row.slug).values(**values))


def upgrade() -> None:
    _rename(SUBJECTS)
    connection = op.get_bind()
    declared = sa.table('declaration', sa.column('id', sa.Integer), sa.column('body', sa.Text))
    for row in connection.execute(sa.select(declared)).all():
        if 'disclosure' not in row.body:
            body = row.body.replace('[contract]', DISCLOSURE, 1)
            connection.execute(declared.update().where(declared.c.id == row.id).values(body=body))


def downgrade() -> None:
    _rename({new: old for old, new in SUBJECTS.items()})
