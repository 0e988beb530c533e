"""Geometry: pure functions on shapes and arrays, for the worker's process only."""
