"""Sheets for printing: one-page PDF of the brief and of the shift."""
