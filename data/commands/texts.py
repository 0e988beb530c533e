"""What somebody writes into a form, checked once for all."""

from __future__ import annotations

from data.domain.errors import BadRequestError, msg
from data.ingest.personal import refuse_personal_text


def checked_text(text: str, longest: int, *, what: str = "text", shortest: int = 3, needed: bool = True) -> str:
    """A text with its white space put right.

    Parameters
    ----------
    what : str
        Named when the text looks like data about a person.
    needed : bool
        False lets an empty text be.

    Raises
    ------
    BadRequestError
        When it is too short, too long, or cannot be printed.
    DecorError
        When it seems to be about a person.
    """
    text = " ".join(text.split())
    if not text and not needed:
        return ""
    if not shortest <= len(text) <= longest or not text.isprintable():
        raise BadRequestError(msg("Write {low} to {n} characters.", low=shortest, n=longest))
    refuse_personal_text(text, what)
    return text
