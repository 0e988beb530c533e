"""Epidemiological methods: pure functions on arrays, for the worker's process only."""
