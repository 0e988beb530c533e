"""SQLAlchemy schema, engine and migrations. Only queries, ingest, commands and disclosure come here."""
