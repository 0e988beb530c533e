"""Alembic's entry point: runs on the connection that `data.tables.engine.migrate` hands over."""

from alembic import context

from data.tables import alerts as _alerts  # noqa: F401 - its tables belong to the metadata
from data.tables import jobs as _jobs  # noqa: F401 - its tables belong to the metadata
from data.tables import people as _people  # noqa: F401 - its tables belong to the metadata
from data.tables import publication as _publication  # noqa: F401 - its tables belong to the metadata
from data.tables import results as _results  # noqa: F401 - its tables belong to the metadata
from data.tables import workflow as _workflow  # noqa: F401 - its tables belong to the metadata
from data.tables.schema import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
