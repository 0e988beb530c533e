"""The door for forms that are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine

from data.commands import form_posts as commands

T = TypeVar("T")


class AlreadySentError(Exception):
    """The same form was sent before and has done its work, or is at it."""


class FormPosts:
    """Lets a form do its work once; thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def once(self, number: str, action: Callable[[], T]) -> T:
        """What a form does; an action that fails may be tried again with the same form.

        Raises
        ------
        AlreadySentError
            When the form has been sent before.
        """
        if not commands.begin(self._engine, number):
            raise AlreadySentError
        try:
            return action()
        except BaseException:
            commands.give_back(self._engine, number)
            raise
