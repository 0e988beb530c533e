"""Tools of the repository: generated pages, measurements, screenshots."""
