"""The style that every chart shares."""

from __future__ import annotations

from typing import Any

from layouts.theme.tokens import THEMES, Theme

FONT = "Encode Sans, sans-serif"
MICRO = 13
NOTES_ROW = 20
"""Pixels above a chart, for the flags of notes and their words."""


class Chart:
    """A Plotly figure as a plain specification (ADR 0003): every one is validated by `go.Figure` in the tests."""

    def __init__(self, layout: dict[str, Any]) -> None:
        self.data: list[dict[str, Any]] = []
        self.layout = layout

    def add(self, kind: str, **trace: Any) -> None:
        """Add a trace of a kind: "bar" or "scatter"."""
        self.data.append({"type": kind, **trace})

    def x_axis(self, **changes: Any) -> None:
        """Change the date axis."""
        self.layout["xaxis"] = {**self.layout["xaxis"], **changes}

    def y_axis(self, **changes: Any) -> None:
        """Change the value axis."""
        self.layout["yaxis"] = {**self.layout["yaxis"], **changes}

    def mark(self, annotations: list[dict[str, Any]], shapes: list[dict[str, Any]] | None = None) -> None:
        """Set the labels and lines."""
        self.layout["annotations"] = annotations
        self.layout["shapes"] = shapes or []

    def spec(self) -> dict[str, Any]:
        """What the browser draws."""
        return {"data": self.data, "layout": self.layout}


def theme_of(name: str) -> Theme:
    """A theme by its name in the address."""
    return THEMES[name]


def base_layout(theme: Theme, *, left: int = 52, right: int = 110) -> dict[str, Any]:
    """Layout of a chart: horizontal gridlines only, no legend box, room for direct labels at the right."""
    axis = {
        "showgrid": False,
        "zeroline": False,
        "linecolor": theme["edge"],
        "tickcolor": theme["edge"],
        "tickfont": {"size": MICRO, "color": theme["muted"]},
        "fixedrange": True,
    }
    return {
        "margin": {"l": left, "r": right, "t": NOTES_ROW, "b": 26},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": MICRO, "color": theme["ink"]},
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": theme["raised"],
            "bordercolor": theme["edge"],
            "font": {"color": theme["ink"], "family": FONT, "size": MICRO},
        },
        "dragmode": False,
        "bargap": 0.18,
        "barmode": "overlay",
        "xaxis": {**axis, "type": "date", "ticks": "outside", "ticklen": 4, "nticks": 7, "hoverformat": "%a %-d %b %Y"},
        "yaxis": {
            **axis,
            "showgrid": True,
            "gridcolor": theme["line"],
            "gridwidth": 1,
            "showline": False,
            "rangemode": "tozero",
            "nticks": 5,
            "tickformat": ",.2~f",
        },
        "uirevision": "kept",
    }


def label(theme: Theme, text: str, *, x: Any, y: float, strong: bool = False, shift: int = 0) -> dict[str, Any]:
    """A direct label right of the last point."""
    return {
        "x": x,
        "y": y,
        "text": text,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "xshift": 8,
        "yshift": shift,
        "showarrow": False,
        "font": {"size": MICRO, "color": theme["ink"] if strong else theme["muted"], "weight": 630 if strong else 400},
    }


def tick_format(lang: str) -> dict[str, str]:
    """Separators of the language for the axis."""
    return {"separators": ",." if lang == "id" else ".,"}


def tinted(colour: str, share: float) -> str:
    """A hexadecimal colour that covers only a share of what lies under it."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"
