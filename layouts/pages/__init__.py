"""One file a page: a skeleton of panels with ids, no data."""
