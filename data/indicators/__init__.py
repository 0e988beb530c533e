"""Frame → frame, pure numbers: panels, windows, ratios, findings. `declaration` says how an indicator is declared."""
