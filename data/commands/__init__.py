"""Writes that come from a screen: one transaction and one audit line each."""
