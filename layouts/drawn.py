"""Components as a plain tree that the browser draws as DOM.

What needs no callback of its own (heads, feet, rows, legends) is not given to Dash as components:
each mounted one costs time at every change. The builders stay the same; the tree is text only, so
nothing in it is ever read as HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from layouts.markup import Drawn as Drawn
from layouts.markup import Tree


@dataclass(frozen=True)
class Element:
    """An element that Dash has no component for (``input``, ``svg`` and its parts)."""

    tag: str
    attributes: dict[str, Any]
    children: Any = ()


NOT_ATTRIBUTES = frozenset(
    {
        "children",
        "available_properties",
        "available_wildcard_properties",
        "_prop_names",
        "_type",
        "_namespace",
        "_children_props",
        "_base_nodes",
        "_valid_wildcard_attributes",
        "_dashprivate_",
    }
)
NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex", "colSpan": "colspan"}


DONE = (str, Drawn)


def drawn(content: Any) -> Tree:
    """A component, a text, or a list of them as ``[tag, attributes, children]``.

    Raises
    ------
    TypeError
        For a component that is more than an element (a graph, a store).

    Examples
    --------
    >>> from dash import html
    >>> drawn(html.P(["a ", html.B("b")], className="c"))
    ['p', {'class': 'c'}, ['a ', ['b', {}, ['b']]]]
    """
    if isinstance(content, Drawn):
        return content
    if content is None:
        return []
    if isinstance(content, str | int | float):
        return str(content)
    if isinstance(content, list | tuple):
        # Most are texts and elements that are drawn already; asking each of them takes half the time of an answer.
        return [child if type(child) in DONE else drawn(child) for child in content if child is not None]
    if isinstance(content, Element):
        return [content.tag, written(content.attributes), drawn(list(content.children))]
    if not isinstance(content, Component):
        raise TypeError(f"{type(content).__name__} cannot be drawn")
    kind = type(content).__name__
    if content._namespace != "dash_html_components":
        raise TypeError(f"{kind} cannot be drawn")
    return [kind.lower(), written(attributes_of(content)), drawn(listed(getattr(content, "children", None)))]


def listed(children: Any) -> list[Any] | tuple[Any, ...]:
    """Children as Dash takes them: several in a list, or one."""
    several = isinstance(children, list | tuple) and not isinstance(children, Drawn)
    return children if several else [children]


def attributes_of(content: Component) -> dict[str, Any]:
    """What a component was given, without its children.

    Only that stands among its own attributes; asking for every known one is slow. In the order of their names: Dash
    keeps them in a set, whose order is another one in the next process.
    """
    named = vars(content)
    return {name: named[name] for name in sorted(named) if name not in NOT_ATTRIBUTES}


def written(named: dict[str, Any]) -> dict[str, str]:
    """Attributes as texts; what is None or False is left out, True is an attribute without a value."""
    return {
        NAMES.get(name, name): value if type(value) is str else _attribute(value)
        for name, value in named.items()
        if value is not None and value is not False
    }


def _attribute(value: Any) -> str:
    if value is True:
        return ""
    if isinstance(value, dict):
        return ";".join(f"{_kebab(name)}:{setting}" for name, setting in value.items())
    return str(value)


def _kebab(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
