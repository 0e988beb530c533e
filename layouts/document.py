"""A page as plain HTML: for what must work without Dash (the doors, forms, lists, print).

The builders are the same as everywhere; the tree is escaped here, so nothing that a person wrote is
ever read as HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from layouts.drawn import drawn
from layouts.markup import Tree, html_of

STYLES = ("00_tokens.css", "10_base.css", "20_panels.css", "40_small.css", "50_documents.css")
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='-50 -50 100 100'%3E"
    "%3Cpath fill='%23FFD23F' stroke='%230E1416' stroke-width='5' "
    "d='M0-47L12-17L45-15L20 7L28 38L0 22L-28 38L-20 7L-45-15L-12-17Z'/%3E%3C/svg%3E"
)


def kept(tree: Tree, prefix: str, query: str) -> Tree:
    """The tree with the page's selection, language and theme in every link and form that stays in the room.

    What an address says itself goes before. A form that asks (``method="get"``) carries it in hidden fields, as the
    browser leaves the query of its address out.

    Examples
    --------
    >>> kept(["a", {"href": "/ruang/data?lang=en"}, ["x"]], "/ruang/", "area=32.76.06&lang=id")
    ['a', {'href': '/ruang/data?lang=en&area=32.76.06'}, ['x']]
    >>> kept(["form", {"method": "get", "action": "/ruang/jejak"}, []], "/ruang/", "lang=en")[2]
    [['input', {'type': 'hidden', 'name': 'lang', 'value': 'en'}, []]]
    """
    if isinstance(tree, str) or not tree:
        return tree
    if isinstance(tree[0], str) and len(tree) == 3 and isinstance(tree[1], dict):
        attributes = {
            name: _kept(value, prefix, query) if name in ("href", "action") else value
            for name, value in tree[1].items()
        }
        children = [kept(child, prefix, query) for child in tree[2]]
        if tree[0] == "form" and attributes.get("method") == "get" and str(attributes.get("action")).startswith(prefix):
            hidden = [{"type": "hidden", "name": name, "value": value} for name, value in parse_qsl(query)]
            children = [*(["input", field, []] for field in hidden), *children]
        return [tree[0], attributes, children]
    return [kept(child, prefix, query) for child in tree]


def _kept(address: str, prefix: str, query: str) -> str:
    if not address.startswith(prefix) or not query:
        return address
    path, _, own = address.partition("?")
    said = {parameter.partition("=")[0] for parameter in own.split("&")}
    more = [parameter for parameter in query.split("&") if parameter.partition("=")[0] not in said]
    whole = "&".join(segment for segment in (own, *more) if segment)
    return f"{path}?{whole}" if whole else path


def document(
    title: str,
    body: Any,
    *,
    lang: str,
    theme: str,
    files: str,
    scripts: Sequence[str] = (),
    kind: str = "desk",
    keep: tuple[str, str] = ("", ""),
) -> str:
    """A whole page.

    Parameters
    ----------
    body : components
        What stands in the page's body.
    files : str
        Address under which the stylesheets and scripts are found, with a slash at its end.
    scripts : sequence of str
        Files of ``assets/js``; the page works without them.
    keep : tuple of str
        The room's prefix and the query string that its links carry on.
    """
    tree = drawn(body)
    if keep[0]:
        tree = kept(tree, *keep)
    styles = "".join(f'<link rel="stylesheet" href="{files}css/{name}">' for name in STYLES)
    script = "".join(f'<script src="{files}js/{name}" defer></script>' for name in scripts)
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}" data-theme="{escape(theme)}"><head><meta charset="utf-8">'
        f"<title>{escape(title)} – DeCOR</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="{ICON}">{styles}{script}</head>'
        f'<body class="{escape(kind)}">{html_of(tree)}</body></html>'
    )
