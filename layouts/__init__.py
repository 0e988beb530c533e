"""What a screen looks like: pure functions, view model → component or figure. Knows no data access."""
