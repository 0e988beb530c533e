"""Trees of elements, ``[tag, attributes, children]``, and their HTML. Needs no Dash, as the public edition."""

from __future__ import annotations

from html import escape
from typing import Any

Tree = Any


class Drawn(list[Any]):
    """A tree that is drawn, ``[tag, attributes, children]``."""


VOID = frozenset({"input", "br", "hr", "img", "link", "meta"})
RENAMED = {"cls": "class", "for_": "for", "http_equiv": "http-equiv", "view_box": "viewBox"}


def el(tag: str, *children: Tree, **attributes: Any) -> Drawn:
    """An element; attributes that are None or False are left out, True has no value.

    Examples
    --------
    >>> html_of(el("p", "a & b", cls="c", aria_hidden="true", hidden=True))
    '<p class="c" aria-hidden="true" hidden>a &amp; b</p>'
    """
    written = {
        RENAMED.get(name, name.replace("_", "-")): "" if value is True else str(value)
        for name, value in attributes.items()
        if value is not None and value is not False
    }
    return Drawn([tag, written, [child for child in children if child is not None]])


def html_of(tree: Tree) -> str:
    """A drawn tree as HTML text.

    Examples
    --------
    >>> html_of(["p", {"class": "c"}, ["a & ", ["b", {}, ["<b>"]]]])
    '<p class="c">a &amp; <b>&lt;b&gt;</b></p>'
    """
    if isinstance(tree, str):
        return escape(tree, quote=False)
    if not tree:
        return ""
    if isinstance(tree[0], str) and len(tree) == 3 and isinstance(tree[1], dict):
        tag, attributes, children = tree
        written = "".join(
            f' {name}="{escape(str(value))}"' if value != "" else f" {name}" for name, value in attributes.items()
        )
        if tag in VOID:
            return f"<{tag}{written}>"
        return f"<{tag}{written}>{''.join(html_of(child) for child in children)}</{tag}>"
    return "".join(html_of(child) for child in tree)
