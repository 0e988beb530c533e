"""Tables that can be sorted, and figures with their sentence and table."""

from __future__ import annotations

from collections.abc import Sequence

from data.domain.public_views import PublicIndicator
from layouts.kit import tables
from layouts.kit.cards import MethodCard, method_card
from layouts.kit.tables import Cell as Cell
from layouts.markup import Tree, el


def table(
    caption: str,
    heads: Sequence[Tree],
    rows: Sequence[Sequence[Cell | Tree]],
    *,
    numbers: Sequence[int] = (),
    lang: str,
    sortable: bool = True,
) -> Tree:
    """A table with a caption; the first cell names its row, and scripts make its heads buttons that sort.

    Parameters
    ----------
    numbers : sequence of int
        Columns that hold numbers (right, sorted by ``by``).
    """
    return tables.table(
        heads,
        rows,
        name=caption,
        lang=lang,
        numbers=numbers,
        sortable=sortable,
        buttons=False,
        captioned=True,
        row_heads=True,
        kind="",
        frame="scroll",
    )


def folded(summary: str, *content: Tree, open_: bool = False) -> Tree:
    """Content behind one line."""
    return el("details", el("summary", summary), *content, open=open_, cls="fold")


def figure_card(indicator: PublicIndicator, lang: str) -> Tree:
    """What a figure says and does not say."""
    texts = (indicator.why, indicator.limits, indicator.source, indicator.check, indicator.formula)
    return method_card(MethodCard(*(text[lang] for text in texts)), "card", lang)


def section(title: Tree, *content: Tree, id_: str = "", note: Tree = None) -> Tree:
    """A section under a full-width rule; its title is the finding."""
    parts = [el("h2", title), *content]
    if note is not None:
        parts.append(note)
    return el("section", *parts, id=id_ or None)
