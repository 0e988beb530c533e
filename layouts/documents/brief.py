"""The officials' brief as a page: trend against target, five up, five down, findings, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from data.domain.alert_views import BriefView, Mover, TargetView
from data.domain.errors import Message, Num, msg
from data.text import day, number, say
from layouts.components.panel import bar, simulated
from layouts.components.stage import finding, gauge, lowering
from layouts.documents.parts import moment, panel, table
from layouts.kit.plots import Plot, counted, end, extent, line
from layouts.markup import el

WIDTH, HEIGHT = 420, 120
NOW_WORDS = msg("Stage, findings and decisions are of now, not as known on the day that was chosen.")


def verdict(view: TargetView) -> Message:
    """Whether the target is reached, and how far it is."""
    if view.held is None:
        return msg("no figure now")
    gap = Num(view.distance, view.decimals)
    if view.held:
        return msg("target reached")
    if view.side == "below":
        return msg("{gap} above the target", gap=gap)
    return msg("{gap} below the target", gap=gap)


def target_words(view: TargetView) -> Message:
    """The target in words."""
    if view.side == "below":
        return msg("target: at most {value}", value=view.shown_target)
    return msg("target: at least {value}", value=view.shown_target)


def target_plot(view: TargetView, width: float, height: float, margin: float = 0.0) -> Plot:
    """The scales of a target's chart: its figure and its target are always in sight."""
    low, high = extent(counted(view.values), counted(view.targets)) or (0.0, 1.0)
    if view.side == "below":
        low = min(low, 0.0)
    edges = {"left": margin, "right": margin, "top": margin, "bottom": margin}
    return Plot(width=width, height=height, first=0, last=len(view.days) - 1, low=low, high=high, **edges)


def _chart(view: TargetView, lang: str) -> Any:
    course, goal = counted(view.values), counted(view.targets)
    if extent(course) is None:
        return html.P(say("no figure now", lang), className="muted")
    plot = target_plot(view, WIDTH, HEIGHT, margin=10)
    label = say(
        msg("{what}, {first} to {last}, against its target", what=view.title, first=view.days[0], last=view.days[-1]),
        lang,
    )
    return el(
        "svg",
        line(plot, goal, "goal"),
        line(plot, course, "course"),
        end(plot, course, "end", 4),
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        cls="target-chart",
        role="img",
        aria_label=label,
    )


def _target(view: TargetView, lang: str) -> Any:
    value = "–" if view.value is None else number(view.value, lang, view.decimals)
    light = "circle" if view.held else ("square" if view.held is False else "triangle")
    foot = [bar(view.freshness.value), f"{say('Data to', lang)} {day(view.day, lang)}, {view.source} "]
    body = [
        html.P([html.B(value, className="number"), html.Span(f" {say(view.unit, lang)}", className="unit")]),
        html.P(
            [
                html.I(className=f"light {light}", **{"aria-hidden": "true"}),
                html.B(say(verdict(view), lang)),
                f" · {say(target_words(view), lang)}",
            ]
        ),
        _chart(view, lang),
        html.P(say(view.target_source, lang), className="muted small-text"),
        html.P([*foot, *([simulated(lang)] if view.simulated else [])], className="muted small-text"),
    ]
    return panel(say(view.title, lang), body, kicker=say(view.subject, lang))


def _movers(rows: Sequence[Mover], view: BriefView, lang: str) -> Any:
    heads = [say(word, lang) for word in ("Area", "Now", "Change")]
    lines = [
        [
            html.B(mover.name),
            number(mover.value, lang, view.decimals),
            number(mover.change, lang, view.decimals, signed=True),
        ]
        for mover in rows
    ]
    return table(heads, lines, numeric=frozenset({1, 2}), empty=say("None.", lang))


def _list(texts: Sequence[Message], lang: str) -> Any:
    if not texts:
        return html.P(say("None.", lang), className="muted")
    return html.Ol([html.Li(say(text, lang)) for text in texts], className="steps")


def brief(view: BriefView, *, prefix: str, lang: str, query: str) -> list[Any]:
    """The page."""
    stage = html.Div(
        [
            gauge(view.stage.stage),
            html.Div(
                [html.P(html.B(say(finding(view.stage), lang))), *(html.P(line) for line in lowering(view.stage, lang))]
            ),
        ],
        className="stage-line",
    )
    stood = msg("as of {time} WIB, data version {n}", time=moment(view.clock, lang), n=Num(view.version))
    today = [html.P(say(NOW_WORDS, lang), className="note")] if view.past else []
    head = panel(
        say(view.sentence, lang),
        [
            stage,
            *today,
            html.P(
                [
                    html.A(
                        say("As PDF, one page", lang),
                        href=f"{prefix}ringkas.pdf" + (f"?{query}" if query else ""),
                        download="ringkas.pdf",
                    ),
                    " · ",
                    say(stood, lang),
                ]
            ),
        ],
        kicker=say("Brief for officials", lang),
    )
    rising = say("Five up (worse)" if view.worse_up else "Five up", lang)
    falling = say("Five down (better)" if view.worse_up else "Five down", lang)
    unit = say(msg("{what}; {unit}", what=view.moved, unit=view.unit), lang)
    return [
        head,
        html.Div([_target(target, lang) for target in view.targets], className="brief-targets"),
        html.Div(
            [
                panel(rising, _movers(view.up, view, lang), kicker=unit),
                panel(falling, _movers(view.down, view, lang), kicker=unit),
                panel(say("Open findings", lang), _list(view.findings, lang)),
                panel(say("Decisions needed", lang), _list(view.decisions, lang)),
            ],
            className="brief-four",
        ),
    ]
