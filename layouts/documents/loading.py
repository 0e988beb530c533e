"""Loading by hand: hand a file in, look at its dry run, decide; and declare a dataset without code."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from data.domain.desk_views import ChangeMap, DatasetRow, DeliveryView, LoadRow
from data.domain.errors import Message, Num, msg, trimmed_num
from data.domain.forms import Filled
from data.domain.room_forms import Declare, HandIn, TakeBack
from data.text import kilobytes, number, say, span, trimmed
from layouts.documents.catalogue import TakingBack, loads_table
from layouts.documents.parts import button, columns, form, moment, panel, small_form, table
from layouts.drawn import Element
from layouts.kit.forms import form_of
from layouts.kit.legends import Key, legend
from layouts.kit.maps import svg_map

STATE_WORDS = {
    "waiting": "waiting for its check",
    "checking": "being checked",
    "checked": "checked, waiting for your decision",
    "refused": "refused",
    "loading": "being loaded",
    "loaded": "loaded",
    "failed": "not loaded",
    "rolled_back": "taken back",
    "withdrawn": "withdrawn",
}
MOST_SHOWN = 200


def hand_in(
    datasets: list[DatasetRow],
    rows: list[DeliveryView],
    loads: list[LoadRow],
    sent: Filled[TakeBack] | None,
    filled: Filled[HandIn],
    *,
    prefix: str,
    csrf: str,
    lang: str,
) -> list[Any]:
    """The form, the deliveries so far, and the loads that can be taken back."""
    at = f"{prefix}data/muat"
    datasets_named = [(row.id, say(row.title, lang)) for row in datasets if not row.derived]
    upload = form_of(
        filled,
        msg("Check the file"),
        action=at,
        csrf=csrf,
        lang=lang,
        options={"dataset": datasets_named},
        id="upload",
    )
    heads = [say(word, lang) for word in ("No.", "Received (server clock)", "Dataset", "File", "kB", "By", "State")]
    lines = [
        [
            html.A(str(row.id), href=f"{at}/{row.id}"),
            moment(row.received, lang),
            say(row.title, lang),
            html.A(row.file_name, href=f"{at}/{row.id}"),
            kilobytes(row.size, lang),
            row.owner,
            _state(row, lang),
        ]
        for row in rows
    ]
    back = TakingBack(f"{at}/tarik", sent)
    empty = say("None yet. Hand a file in at the right; its dry run stands here.", lang)
    handed = panel(say("Deliveries", lang), table(heads, lines, numeric=frozenset({0, 4}), empty=empty))
    loaded = panel(say("Loads", lang), loads_table(loads, prefix=prefix, lang=lang, back=back, csrf=csrf))
    return [columns([handed], [panel(say("Hand a file in", lang), upload)]), loaded]


def _state(view: DeliveryView, lang: str) -> str:
    """The state in words, with the load that it became."""
    words = say(STATE_WORDS[view.state], lang)
    return words if view.load_id is None else f"{words}, {say(msg('load {n}', n=str(view.load_id)), lang)}"


def delivery(
    view: DeliveryView, *, prefix: str, csrf: str, lang: str, shapes: bytes, names: dict[str, str]
) -> list[Any]:
    """One delivery: how far it is, its dry run, and the decision."""
    at = f"{prefix}data/muat/{view.id}"
    head = html.P(
        [
            say(view.title, lang),
            " · ",
            view.file_name,
            " · ",
            kilobytes(view.size, lang),
            " kB · ",
            html.Code(view.sha256[:16], title=view.sha256),
            " · ",
            view.owner,
            ", ",
            moment(view.received, lang),
        ],
        className="muted",
    )
    state = html.P(
        [html.B(_state(view, lang)), f". {say(view.problem, lang)}" if view.problem else ""],
        className="delivery-state",
        role="status",
    )
    if view.busy:
        return [head, panel(say("State", lang), [state, _progress(view, lang)], id="busy")]
    deciding = [state, *_open_number(view, at, csrf, lang), *_decision(view, at, prefix, csrf, lang)]
    parts: list[Any] = [head, panel(say("Decision", lang), deciding)]
    if view.report:
        parts += _report(view, lang, shapes, names)
    return parts


def _progress(view: DeliveryView, lang: str) -> Any:
    done, total = view.done, max(view.total, 1)
    return html.Div(
        [
            Element(
                "progress",
                {"value": done, "max": total, "id": "progress", "data-delivery": view.id},
                (f"{done}/{total}",),
            ),
            html.P(say("You may leave or reload this page; the work goes on.", lang), className="muted"),
        ]
    )


POINTS_SAID = {
    "thousands": msg("Somebody said of this file: points separate thousands."),
    "decimals": msg("Somebody said of this file: points are decimal points."),
}


def _open_number(view: DeliveryView, at: str, csrf: str, lang: str) -> list[Any]:
    """Asked where a cell means two numbers and the file does not say which; the answer holds for the whole file."""
    report: dict[str, Any] = view.report
    asked = report.get("open_number")
    if view.state not in ("checked", "failed", "refused"):
        return []
    if view.points and not asked:
        other = "decimals" if view.points == "thousands" else "thousands"
        said = html.P(say(POINTS_SAID[view.points], lang))
        again = small_form(f"{at}/periksa", say("Read them the other way", lang), csrf, points=other)
        return [said, html.Div([again], className="form row")]
    if not asked:
        return []
    text = asked["text"]
    readings = {name: asked[name] for name in ("thousands", "decimals") if asked[name] is not None}
    answers = [
        button(
            say(
                msg(
                    "“{text}” is {value}",
                    text=text,
                    value=trimmed_num(value),
                ),
                lang,
            ),
            kind="quiet",
            name="points",
            value=form_,
        )
        for form_, value in readings.items()
    ]
    question = msg(
        "Numbers in the column {column} can be read in two ways; rows with them are refused until somebody says of the "
        "file:",
        column=asked["column"],
    )
    return [
        html.P(say(question, lang)),
        form(f"{at}/periksa", [html.Div(answers, className="form row")], csrf=csrf, kind="inline"),
    ]


def _decision(view: DeliveryView, at: str, prefix: str, csrf: str, lang: str) -> list[Any]:
    forms: list[Any] = []
    if view.state == "checked":
        forms.append(form(f"{at}/muat", [button(say("Load it", lang))], csrf=csrf, kind="inline"))
    if view.state in ("checked", "failed", "refused"):
        forms.append(small_form(f"{at}/periksa", say("Check again", lang), csrf))
    if view.state in ("checked", "failed", "refused", "waiting"):
        forms.append(small_form(f"{at}/buang", say("Withdraw", lang), csrf))
    if view.state == "loaded":
        forms.append(html.P(html.A(say("See it in the room", lang), href=f"{prefix}", className="button")))
    return [html.Div(forms, className="form row")]


def _title(view: DeliveryView) -> Message:
    """What the dry run found, in the tense of where the delivery is now."""
    report: dict[str, Any] = view.report
    counts = {"kept": Num(report["kept"]), "rejected": Num(report["rejected"])}
    if view.state in ("loaded", "rolled_back"):
        return msg("{kept} rows were kept, {rejected} rejected", **counts)
    if view.state == "refused":
        return msg(
            "{rejected} of {all} rows rejected, nothing can be loaded",
            rejected=counts["rejected"],
            all=Num(report["read"]),
        )
    return msg("{kept} rows would be kept, {rejected} rejected", **counts)


def _report(view: DeliveryView, lang: str, shapes: bytes, names: dict[str, str]) -> list[Any]:
    report: dict[str, Any] = view.report
    changes = report.get("changes", {})
    counts = [
        ("rows read", report["read"]),
        ("kept", report["kept"]),
        ("rejected", report["rejected"]),
        ("new", changes.get("new", 0)),
        ("changed", changes.get("changed", 0)),
        ("unchanged", changes.get("same", 0)),
        ("older than what is current", changes.get("older", 0)),
        ("earlier revisions", changes.get("earlier", 0)),
    ]
    tiles = html.Dl(
        [html.Div([html.Dt(say(word, lang)), html.Dd(number(value, lang))]) for word, value in counts],
        className="facts counts",
    )
    title = say(_title(view), lang)
    panels = [panel(title, [tiles, *_period(changes, lang)], kicker=say("Dry run", lang))]
    if report.get("findings"):
        panels.append(
            panel(
                say("To be known before it is loaded", lang),
                html.Ul([html.Li(say(text, lang)) for text in report["findings"]], className="findings"),
            )
        )
    if report["rejections"]:
        panels.append(panel(say("Rejected rows", lang), _rejections(report, lang)))
    if changes.get("columns") or changes.get("lines"):
        panels.append(_changes(changes, view.change, lang, shapes, names))
    return panels


def _period(changes: dict[str, Any], lang: str) -> list[Any]:
    if not changes.get("first"):
        return []
    first, last = (date.fromisoformat(changes[name]) for name in ("first", "last"))
    return [html.P(f"{say('Period', lang)}: {span(first, last, lang)}", className="muted")]


def _rejections(report: dict[str, Any], lang: str) -> Any:
    heads = [say(word, lang) for word in ("Row", "Column", "Value", "Reason")]
    lines = [
        [str(row), html.Code(column or "–"), value, say(reason, lang)]
        for row, column, value, reason in report["rejections"][:MOST_SHOWN]
    ]
    more = report["more_rejections"] + max(0, len(report["rejections"]) - MOST_SHOWN)
    tail = [html.P(say(msg("and {n} more", n=number(more, lang)), lang), className="muted")] if more else []
    return [table(heads, lines, numeric=frozenset({0})), *tail]


def _changes(changes: dict[str, Any], change: ChangeMap | None, lang: str, shapes: bytes, names: dict[str, str]) -> Any:
    body: list[Any] = []
    if change is not None:
        titles = {
            code: f"{names.get(code, code)}: {trimmed(v, lang, 2, signed=True)}" for code, v in change.values.items()
        }
        classes = {code: f"deviation-{n}" for code, n in change.classes.items()}
        picture = svg_map(shapes, classes, titles, label=say("What changes, by area", lang))
        keys = [Key(f"deviation-{n}", words) for n, words in _legend(change, lang)]
        words = msg(
            "{column}: {total} in {n} areas",
            column=change.column,
            total=trimmed(change.total, lang, 2, signed=True),
            n=number(len(change.values), lang),
        )
        body.append(
            html.Div(
                [html.P(html.B(say(words, lang))), picture, legend(keys, "heat-legend", lang)], className="change-map"
            )
        )
    heads = [say(word, lang) for word in ("Area", "Key", "Column", "Today", "Then")]
    lines = [
        [f"{names.get(area, area)}" if area else "–", key, html.Code(column), today or "–", html.B(then)]
        for area, key, column, today, then in changes["lines"][:MOST_SHOWN]
    ]
    body.append(
        html.Div(
            table(heads, lines, numeric=frozenset({3, 4}), empty=say("Nothing changes.", lang)),
            className="change-table",
        )
    )
    return panel(say("What changes against today", lang), html.Div(body, className="change-two"))


def _legend(change: ChangeMap, lang: str) -> list[tuple[int, str]]:
    low, high = (trimmed(edge, lang) for edge in change.edges)
    return [
        (0, f"< −{high}"),
        (1, f"−{high}…−{low}"),
        (2, f"−{low}…0"),
        (4, f"0…{low}"),
        (5, f"{low}…{high}"),
        (6, f"> {high}"),
    ]


EXAMPLE = """[contract]
id = "parkir"
title = "Parkir tepi jalan"
title_en = "Kerbside parking"
owner = "Dishub"
source = "Dishub, hitungan lapangan"
cadence_hours = 24
disclosure = "internal"
level = "kelurahan"
measures = [
  { name = "spaces", unit = "petak", unit_en = "spaces" },
  { name = "taken", unit = "petak", unit_en = "spaces" },
]

[[indicators]]
id = "parkir-terisi"
title = "Parkir terisi"
title_en = "Parking in use"
unit = "% petak"
unit_en = "% of spaces"
numerator = ["taken"]
denominator = ["spaces"]
window = 7
scale = 100
decimals = 1
direction = "lower"
formula = "taken / spaces over 7 days"
"""


def declare(filled: Filled[Declare], *, prefix: str, csrf: str, lang: str) -> list[Any]:
    """The form for a dataset's contract and indicators."""
    made = form_of(filled, msg("Declare"), action=f"{prefix}data/baru", csrf=csrf, lang=lang)
    steps = [
        "Say what the dataset is, who owns it, how often it comes, and at which level.",
        "Name its measures; the file has the columns area, date, measure, value.",
        "Declare indicators: sums of measures first, the ratio last. People may be a denominator.",
        "Load a file. The indicators stand in the list of the overview, on the map, in the trend, in the table "
        "and in the API.",
    ]
    guide = html.Ol([html.Li(say(step, lang)) for step in steps], className="steps")
    return [
        html.Div(
            [panel(say("Declaration", lang), made, kind="wide"), panel(say("In four steps", lang), guide)],
            className="document-grid",
        )
    ]
