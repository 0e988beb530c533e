"""One of each: what panels, documents, public pages, wall and paper are composed of."""
