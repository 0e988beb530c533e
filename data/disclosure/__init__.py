"""Room data → the public product, and the attacker that tries to break it."""
