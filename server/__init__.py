"""HTTP that is not a callback: the map's files, the read API, health, errors, compression."""
