"""The wall: scenes as plain elements and SVG, read from eight metres."""
