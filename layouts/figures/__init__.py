"""View model → go.Figure; knows no ids and no data access."""
