"""What several public pages are made with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layouts.markup import Tree


@dataclass(frozen=True)
class Made:
    """A page: its title, one sentence for shared links, its body."""

    title: str
    description: str
    body: Sequence[Tree]
    index: bool = True


def flat(parts: Sequence[Tree]) -> str:
    """The words of a sentence with marked parts."""
    return "".join(node if isinstance(node, str) else "".join(node[2]) for node in parts)
