"""The data catalogue: the scorecard of every dataset, and each dataset's own page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from dash import html

from data.domain.desk_views import (
    CheckRow,
    CompletenessView,
    DatasetRow,
    DatasetView,
    LoadRow,
    completeness_class,
)
from data.domain.errors import msg
from data.domain.forms import Filled, empty
from data.domain.room_forms import TakeBack
from data.text import age, cadence, day, number, percent, say
from layouts.components.lineage import figure_card
from layouts.components.panel import bar, simulated
from layouts.documents.parts import button, form, moment, panel, table
from layouts.drawn import Element
from layouts.kit.forms import form_of
from layouts.kit.legends import Key, legend

CELL, GAP = 13, 1
MONTH_CELL = 26
LABEL = 104
STATES = {"loaded": "in force", "rolled_back": "taken back", "refused": "refused"}


def catalogue(rows: list[DatasetRow], loads: list[LoadRow], *, prefix: str, lang: str, may_load: bool) -> list[Any]:
    """Every dataset with its scorecard, and the latest loads."""
    columns = [
        say(word, lang)
        for word in (
            "Dataset",
            "Subject",
            "Owner",
            "Freshness",
            "Cadence",
            "Rows",
            "Period",
            "Complete",
            "Valid",
            "Consistent",
            "",
        )
    ]
    lines = [_line(row, prefix, lang) for row in rows]
    actions = []
    if may_load:
        actions.append(
            html.P(
                [
                    html.A(say("Load a file", lang), href=f"{prefix}data/muat", className="button"),
                    " ",
                    html.A(say("Declare a new dataset", lang), href=f"{prefix}data/baru", className="button quiet"),
                ]
            )
        )
    note = html.P(
        say(
            "Complete: share of the due reports of the last 28 days (of the last month for monthly data). Valid: "
            "rows kept of the rows read. Consistent: checks that hold, against parents and other sources.",
            lang,
        ),
        className="muted",
    )
    return [
        *actions,
        panel(say("Datasets", lang), [table(columns, lines, numeric=frozenset({5, 7, 8, 9}), kind="scorecard"), note]),
        panel(say("Latest loads", lang), loads_table(loads, prefix=prefix, lang=lang)),
    ]


def _line(row: DatasetRow, prefix: str, lang: str) -> list[Any]:
    held, all_ = row.consistent
    period = f"{day(row.first, lang)} – {day(row.last, lang)}" if row.first and row.last else "–"
    fresh = [bar(row.freshness.value), f"{say('feed ' + row.freshness.value, lang)}, {age(row.age_hours, lang)}"]
    marks: list[Any] = [simulated(lang)] if row.simulated else []
    if row.declared:
        marks.append(html.Span(say("declared", lang), className="tag"))
    return [
        html.A(html.B(say(row.title, lang)), href=f"{prefix}data/{row.id}"),
        say(row.subject, lang),
        row.owner,
        html.Span(fresh, className=f"fresh-{row.freshness.value}"),
        cadence(row.cadence_hours, lang),
        number(row.rows, lang),
        period,
        _share(row.complete, lang, row.complete_enough),
        _share(row.valid, lang, row.valid_enough),
        html.Span(f"{held}/{all_}" if all_ else "–", className="" if held == all_ else "short"),
        marks,
    ]


def _share(value: float | None, lang: str, enough: bool) -> Any:
    if value is None:
        return "–"
    return html.Span(f"{percent(value, lang, 1, down=True)} %", className="" if enough else "short")


@dataclass(frozen=True)
class TakingBack:
    """Where loads are taken back, and what was typed into the form of one."""

    action: str
    sent: Filled[TakeBack] | None = None

    def filled_for(self, load: int) -> Filled[TakeBack]:
        """What stands in the form of a load."""
        sent = self.sent
        return sent if sent is not None and sent.values["load"] == str(load) else empty(TakeBack, load=load)


def loads_table(rows: list[LoadRow], *, prefix: str, lang: str, back: TakingBack | None = None, csrf: str = "") -> Any:
    """Loads with who brought them and what became of them; with ``back`` each in force can be taken back."""
    words = ("No.", "Received", "Dataset", "File", "SHA-256", "Read", "Kept", "Rejected", "State", "By")
    columns = [say(word, lang) for word in words] + ([""] if back else [])
    lines = []
    for row in rows:
        state = say(STATES.get(row.state, row.state), lang)
        if row.note:
            state += f": {row.note}"
        if row.back_by:
            state += f" ({row.back_by})"
        line: list[Any] = [
            str(row.id),
            moment(row.received, lang),
            html.A(row.dataset, href=f"{prefix}data/{row.dataset}"),
            row.file_name,
            html.Code(row.sha256[:12], title=row.sha256),
            number(row.read, lang),
            number(row.kept, lang),
            number(row.rejected, lang),
            state,
            say(row.by, lang) if row.by == "process" else row.by,
        ]
        if back:
            line.append(_take_back(row, back, csrf, lang) if row.state == "loaded" else "")
        lines.append(line)
    return table(columns, lines, numeric=frozenset({0, 5, 6, 7}), empty=say("Nothing has been loaded yet.", lang))


def _take_back(row: LoadRow, back: TakingBack, csrf: str, lang: str) -> Any:
    filled = back.filled_for(row.id)
    words = [button(say("Take load {n} back", lang).replace("{n}", str(row.id)), kind="danger")]
    asked = form_of(filled, words, action=back.action, csrf=csrf, lang=lang, key=str(row.id))
    return html.Details([html.Summary(say("Take back", lang)), asked], open=bool(filled.errors))


def dataset(
    view: DatasetView, sent: Filled[TakeBack] | None, *, prefix: str, csrf: str, lang: str, may_load: bool
) -> list[Any]:
    """One dataset: scorecard, completeness, contract, checks, reasons, loads."""
    row = view.row
    parts: list[Any] = [panel(say("Scorecard", lang), _facts(view, lang))]
    if view.checks:
        parts.append(panel(say("Against parents and other sources", lang), _checks(view.checks, lang)))
    if view.completeness is not None and view.completeness.periods and row.rows:
        parts.append(
            panel(_completeness_title(view.completeness, lang), heat_map(view.completeness, lang), kind="full")
        )
    parts.append(panel(say("Contract", lang), _contract(view, lang)))
    if view.reasons:
        columns = [say(word, lang) for word in ("Column", "Reason", "Rows")]
        lines = [[column, say(reason, lang), number(n, lang)] for column, reason, n in view.reasons]
        parts.append(panel(say("Why rows were rejected", lang), table(columns, lines, numeric=frozenset({2}))))
    if view.indicators:
        cards = [
            html.Details(
                [
                    html.Summary(say(title, lang)),
                    figure_card(card, lang, formula=True),
                    html.P(html.A(say("See it in the room", lang), href=f"{prefix}?indicator={name}&level=kelurahan")),
                ],
                id=f"kartu-{name}",
            )
            for name, title, card in view.indicators
        ]
        parts.append(panel(say("Indicators made from it", lang), cards))
    back = TakingBack(f"{prefix}data/{row.id}/tarik", sent) if may_load else None
    load = (
        [html.P(html.A(say("Load a file", lang), href=f"{prefix}data/muat?dataset={row.id}", className="button"))]
        if may_load
        else []
    )
    parts.append(
        panel(
            say("Latest loads", lang),
            [*load, loads_table(view.loads, prefix=prefix, lang=lang, back=back, csrf=csrf)],
            kind="full",
        )
    )
    if may_load and row.declared:
        withdraw = form(
            f"{prefix}data/{row.id}/cabut",
            [button(say("Withdraw the declaration", lang), kind="danger")],
            csrf=csrf,
        )
        parts.append(panel(say("Declaration", lang), withdraw))
    return [html.Div(parts, className="document-two")]


def _facts(view: DatasetView, lang: str) -> Any:
    row = view.row
    held, all_ = row.consistent
    facts = [
        (say("Owner", lang), row.owner),
        (say("Source", lang), row.source),
        (say("Cadence", lang), cadence(row.cadence_hours, lang)),
        (
            say("Freshness", lang),
            html.Span(
                [bar(row.freshness.value), f"{say('feed ' + row.freshness.value, lang)}, {age(row.age_hours, lang)}"]
            ),
        ),
        (say("Rows in force", lang), number(row.rows, lang)),
        (say("Period", lang), f"{day(row.first, lang)} – {day(row.last, lang)}" if row.first and row.last else "–"),
        (say("Complete", lang), _share(row.complete, lang, row.complete_enough)),
        (say("Valid", lang), _share(row.valid, lang, row.valid_enough)),
        (say("Consistent", lang), f"{held}/{all_}" if all_ else "–"),
    ]
    lines = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts]
    return [html.Dl(lines, className="facts"), *([simulated(lang)] if row.simulated else [])]


def _completeness_title(view: CompletenessView, lang: str) -> str:
    if math.isnan(view.recent):
        return say("Completeness by kecamatan", lang)
    share = percent(view.recent, lang, 1, down=True)
    words = (
        msg("{share} % of the reports of the last month came in", share=share)
        if view.monthly
        else msg("{share} % of the reports of the last 28 days came in", share=share)
    )
    return say(words, lang)


def heat_map(view: CompletenessView, lang: str) -> list[Any]:
    """A calendar: one row a kecamatan, one column a day or month; darker is less complete."""
    step = (MONTH_CELL if view.monthly else CELL) + GAP
    row_step = 22
    width, height = LABEL + len(view.periods) * step + 60, 20 + len(view.areas) * row_step
    cells: list[Any] = []
    for r, (_, name) in enumerate(view.areas):
        y = 18 + r * row_step
        cells.append(Element("text", {"x": LABEL - 8, "y": y + 14, "text-anchor": "end"}, (name,)))
        for c, period in enumerate(view.periods):
            share = float(view.shares[r, c])
            words = say("nothing due", lang) if math.isnan(share) else f"{percent(share, lang, down=True)} %"
            title = Element(
                "title", {}, (f"{name}, {day(period, lang, 'MMM y' if view.monthly else 'd MMM y')}: {words}",)
            )
            shape = {
                "x": LABEL + c * step,
                "y": y,
                "width": step - GAP,
                "height": row_step - GAP,
                "class": f"heat-{completeness_class(share)}",
            }
            cells.append(Element("rect", shape, (title,)))
    for c, period in enumerate(view.periods):
        if period.day == 1 and (not view.monthly or period.month in (1, 7)):
            cells.append(
                Element(
                    "text", {"x": LABEL + c * step, "y": 11}, (day(period, lang, "MMM y" if view.monthly else "d MMM"),)
                )
            )
    label = say("Completeness by kecamatan", lang)
    picture = Element(
        "svg",
        {
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            "class": "heat-map",
            "role": "img",
            "aria-label": label,
        },
        tuple(cells),
    )
    keys = legend([Key(f"heat-{key}", say(word, lang)) for key, word in HEAT_WORDS.items()], "heat-legend", lang)
    return [html.Div(picture, className="table-scroll"), keys, _worst(view, lang)]


HEAT_WORDS = {
    "full": "all",
    "4": "95 % and more",
    "3": "80 to 95 %",
    "2": "50 to 80 %",
    "1": "less than half",
    "none": "none",
    "due": "nothing due",
}


def _worst(view: CompletenessView, lang: str) -> Any:
    """The same as a table: the periods with the least, for readers and for print."""
    pattern = "MMM y" if view.monthly else "d MMM y"
    lines = sorted((share, name, day(period, lang, pattern)) for share, name, period in view.short)
    columns = [say(word, lang) for word in ("Kecamatan", "Period", "Complete")]
    rows = [[name, period, f"{percent(share, lang, 1, down=True)} %"] for share, name, period in lines[:40]]
    title = say("The least complete, as a table", lang)
    return html.Details(
        [html.Summary(title), table(columns, rows, numeric=frozenset({2}), empty=say("Everything came in.", lang))]
    )


def _checks(rows: list[CheckRow], lang: str) -> Any:
    columns = [say(word, lang) for word in ("Check", "Here", "There", "Difference", "Result")]
    lines = []
    for row in rows:
        result = say("shown, not judged", lang) if row.good is None else say("agrees" if row.good else "differs", lang)
        here, there = (number(v, lang, row.decimals) if v is not None else "–" for v in (row.ours, row.theirs))
        gap = f"{number(row.gap, lang, 1, signed=True)} %" if row.gap is not None else "–"
        lines.append([say(row.name, lang), here, there, gap, html.B(result) if row.good is False else result])
    return table(columns, lines, numeric=frozenset({1, 2, 3}))


def _contract(view: DatasetView, lang: str) -> Any:
    columns = [say(word, lang) for word in ("Column", "What it holds", "Unit", "", "Note")]
    lines = [
        [
            html.Code(c.name),
            say(c.kind, lang),
            say(c.unit, lang),
            say("required" if c.required else "may be empty", lang),
            say(c.note, lang),
        ]
        for c in view.columns
    ]
    words = say(
        msg(
            "A row is identified by {key}. Up to {share} % of a file's rows may be rejected before nothing of it "
            "is loaded; in a small file up to five rows, but never more than two thirds of them.",
            key=", ".join(view.key),
            share=percent(view.tolerance, lang),
        ),
        lang,
    )
    note = [html.P(say(view.note, lang), className="muted")] if view.note else []
    return [html.P(words), *note, table(columns, lines)]
