"""Something that waits for a person."""

from __future__ import annotations

from dataclasses import dataclass

from data.domain.errors import Message


@dataclass(frozen=True)
class Task:
    """Something to be done.

    Attributes
    ----------
    path : str
        Its page below the room's address.
    late : bool
        Whether some of it should be done already.
    """

    words: Message
    path: str
    late: bool
