"""The public edition: documents that work without scripts, phone first."""
