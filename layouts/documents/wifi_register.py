"""The register of Wi-Fi points as a page: promise and truth, the counts of RW, stages, one point by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from data.domain.errors import Num, msg
from data.domain.forms import Filled
from data.domain.views import Stamp
from data.domain.wifi import Funnel, PointsOfArea, RwCount, Stage
from data.domain.wifi_forms import PointForm
from data.text import day, number, say
from layouts.documents.parts import columns, panel, source, table
from layouts.documents.wifi_fields import field, question_form
from layouts.drawn import Element
from layouts.kit.forms import form_of
from layouts.kit.maps import Dot, Pick, dotted_map

STAGE_WORDS = {
    "proposed_on": "proposed",
    "surveyed_on": "surveyed",
    "validated_on": "validated",
    "installed_on": "installed",
    "live_on": "gone live",
}
TECHNOLOGIES = {"hall": "in a building", "mast": "mast of 20 m"}
BUILDINGS = {"rw_hall": "RW hall", "mosque": "mosque", "school": "school", "post": "guard post"}
FORM = "point-form"


@dataclass(frozen=True)
class RegisterView:
    """What the page shows.

    Attributes
    ----------
    filled : Filled or None
        The form of one point; None for who may not load.
    known : str
        Code of the point that stands in the form; "" for a new one.
    promise : (int, date, str)
        Points that were announced, when, and by which source.
    """

    promised: Sequence[PointsOfArea]
    rw_counts: Sequence[RwCount]
    funnel: Sequence[Funnel]
    filled: Filled[PointForm] | None
    known: str
    live: Sequence[tuple[str, float, float]]
    shapes: bytes
    areas: Sequence[tuple[str, str]]
    at: str
    csrf: str
    stamp: Stamp


def register(view: RegisterView, lang: str) -> list[Any]:
    """The page's panels in two columns."""
    whole = [_promised(view, lang), _rw_counts(view, lang)] if view.promised else []
    left = [*whole[:1], _funnel(view, lang), *whole[1:]]
    right = [_point_panel(view, view.filled, lang)] if view.filled is not None else []
    return [columns(left, right)]


def _promised(view: RegisterView, lang: str) -> html.Section:
    """Promised, registered, live, and what the rest is, by kecamatan."""
    words = (
        "Area",
        "RW that take part",
        "Promised",
        "Registered",
        "Live",
        "Down",
        "Not known",
        "Not installed",
        "Refused",
    )
    rows = [
        [
            row.name,
            *(
                number(value, lang)
                for value in (
                    row.taking_part,
                    row.promised,
                    row.counts.registered,
                    row.counts.live,
                    row.counts.down,
                    row.counts.unknown,
                    row.counts.waiting,
                    row.counts.refused,
                )
            ),
        ]
        for row in view.promised
    ]
    city = view.promised[-1].counts
    finding = msg(
        "{live} of {registered} registered points live; {announced} were announced",
        live=Num(city.live),
        registered=Num(city.registered),
        announced=Num(city.announced),
    )
    note = (
        "Promised are two points for every RW that takes part (Republika, 29 September 2020); 1,834 were announced at "
        "the ministry's review of 24 November 2020. By kecamatan no promise was published."
    )
    body = [
        html.P(html.B(say(finding, lang))),
        table([say(word, lang) for word in words], rows, numeric=frozenset(range(1, len(words)))),
        html.P(say(note, lang), className="note"),
        source(view.stamp, lang),
    ]
    return panel(say("Promised, registered, live", lang), body, kind="wide")


def _rw_counts(view: RegisterView, lang: str) -> html.Section:
    """The counts of RW that are published, side by side."""
    heads = [say(word, lang) for word in ("RW", "Date", "What it counts", "In this room", "Source")]
    rows = [
        [
            number(row.rw, lang),
            day(row.day, lang),
            row.what[lang],
            "–" if row.ours is None else number(row.ours, lang),
            html.A(row.source.split("/")[2], href=row.source, rel="noreferrer"),
        ]
        for row in view.rw_counts
    ]
    city = view.promised[-1].counts
    bridge = msg(
        "{all} RW: {met} with two live points, {short} one short, {none} with none, {refused} where residents refused, "
        "{out} not in the programme",
        all=Num(city.rws),
        met=Num(city.met),
        short=Num(city.one_short),
        none=Num(city.none),
        refused=Num(city.rw_refused),
        out=Num(city.not_in),
    )
    body = [table(heads, rows, numeric=frozenset({0, 3})), html.P(html.B(say(bridge, lang)))]
    return panel(say("Why 917, 924 and 925 RW", lang), body, kind="wide")


def _funnel(view: RegisterView, lang: str) -> html.Section:
    """How far the points have come, and how long each stage took."""
    names = list(STAGE_WORDS)
    heads = [say("Area", lang), say("registered", lang), *(say(STAGE_WORDS[name], lang) for name in names)]
    heads.append(say("refused", lang))
    rows = [
        [
            row.name,
            number(row.registered, lang),
            *(_stage(stage, lang) for stage in row.stages),
            number(row.refused, lang),
        ]
        for row in view.funnel
    ]
    note = (
        "Points that reached each stage, and the median days since the stage before; those that still wait count as "
        "open. A stage whose day the register does not say is not counted."
    )
    numeric = frozenset(range(1, len(heads)))
    body = [table(heads, rows, numeric=numeric), html.P(say(note, lang), className="note"), source(view.stamp, lang)]
    return panel(say("From proposal to service", lang), body, kind="wide")


def _stage(stage: Stage, lang: str) -> str:
    if math.isnan(stage.median_days):
        return number(stage.reached, lang)
    return f"{number(stage.reached, lang)} · {say(msg('{n} d', n=Num(stage.median_days)), lang)}"


def _point_panel(view: RegisterView, filled: Filled[PointForm], lang: str) -> html.Section:
    """A point by hand, with its place on a map; it goes the way of every file."""
    nothing = ("", say("not known", lang))
    options: Mapping[str, Sequence[tuple[str, str]]] = {
        "area": view.areas,
        "technology": [nothing, *((name, say(words, lang)) for name, words in TECHNOLOGIES.items())],
        "radius_class": [nothing, *((metres, metres) for metres in ("50", "100", "150", "200"))],
        "place_type": [nothing, *((name, say(words, lang)) for name, words in BUILDINGS.items())],
    }
    label = say("Map: touch where the point is", lang)
    dots = [Dot(lon, lat, "dot-live", radius=1.6) for _, lon, lat in view.live]
    ground = dotted_map(view.shapes, dots, label=label, width=640.0, pick=Pick("spot", FORM))
    before = [html.P(label, className="note"), ground]
    form = form_of(
        filled,
        msg("Check this point"),
        action=view.at,
        csrf=view.csrf,
        lang=lang,
        options=options,
        before=before,
        id=FORM,
    )
    title = msg("Point {code}", code=view.known) if view.known else msg("A point by hand")
    help_words = "The point is checked like a file of one row; it counts when you load it on the next page."
    code = Element("input", {"type": "text", "name": "titik", "value": view.known, "maxlength": "40"})
    known = question_form(
        view.at, [field(say("A point of the register", lang), code)], say("Put it into the form", lang)
    )
    return panel(say(title, lang), [known, html.P(say(help_words, lang), className="note"), form], id="titik")
