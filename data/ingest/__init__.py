"""File → checked → harmonised → loaded, with a report of every rejected row."""

from data.ingest.load import Commitment, LoadResult, ingest_file
from data.ingest.rollback import rollback

__all__ = ["Commitment", "LoadResult", "ingest_file", "rollback"]
