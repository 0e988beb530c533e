"""One method per question that a view asks; the cache lives here; the only door into data."""

from data.service.room import RoomService, open_room

__all__ = ["RoomService", "open_room"]
