"""What is known: tables, contracts, ingestion, indicators and the service that answers questions.

Nothing in this package knows the screen. The only door into it from outside is
``data.service`` (with the shared words of ``data.domain`` and ``data.text``).
"""
