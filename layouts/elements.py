"""HTML elements written like Dash's own, ``html.P("text", className="note")``, but drawn at once.

What the browser draws by itself (`layouts.drawn`) never becomes a component in it, so nothing is gained by making one
on the server: a row of a ranking is a fraction of the work this way. In a page's skeleton, which Dash mounts, stand
Dash's own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from layouts.drawn import Drawn, drawn, listed, written


def _maker(tag: str) -> Callable[..., Drawn]:
    def make(children: Any = None, **attributes: Any) -> Drawn:
        return Drawn([tag, written(attributes), drawn(listed(children))])

    return make


A = _maker("a")
Article = _maker("article")
B = _maker("b")
Br = _maker("br")
Button = _maker("button")
Code = _maker("code")
Div = _maker("div")
Form = _maker("form")
H1 = _maker("h1")
H2 = _maker("h2")
H3 = _maker("h3")
Hr = _maker("hr")
I = _maker("i")  # noqa: E741 - the element's name
Img = _maker("img")
Label = _maker("label")
Li = _maker("li")
Ol = _maker("ol")
Option = _maker("option")
P = _maker("p")
Section = _maker("section")
Select = _maker("select")
Small = _maker("small")
Span = _maker("span")
Table = _maker("table")
Tbody = _maker("tbody")
Td = _maker("td")
Th = _maker("th")
Thead = _maker("thead")
Tr = _maker("tr")
Ul = _maker("ul")
