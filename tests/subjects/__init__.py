"""Subjects that only the tests know."""
