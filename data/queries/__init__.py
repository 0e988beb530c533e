"""One select() each → a frame or a mapping with a declared shape; no arithmetic beyond SUM and GROUP BY."""
