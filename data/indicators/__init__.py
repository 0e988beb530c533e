"""Frame → frame, pure numbers: panels, windows, ratios, findings. ``catalogue.py`` lists every indicator."""
