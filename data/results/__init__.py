"""What is computed from the city's data, and kept with its run: for the worker's process only."""
