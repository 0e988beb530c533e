"""COVID: case statuses, the city's releases, checks against them, and the published week for the wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from data.domain.areas import CITY, Level
from data.domain.dates import day_date
from data.domain.desk_views import CheckRow
from data.domain.errors import Message, Num, Span, msg
from data.domain.public_views import RATE_EDGES, CovidFigure
from data.domain.views import (
    Column,
    PanelHeader,
    ReleaseRow,
    ReleasesView,
    StatusView,
    TableView,
)
from data.domain.wall import Rank, Scene
from data.indicators.breaks import classes
from data.public import NotPublishedError, PublicService
from data.queries import covid as covid_queries
from data.service.cells import from_head, number_or_none
from data.service.checks import compared, ordered
from data.service.city import City
from data.service.covid_results import clusters, clusters_table, spread, spread_table
from data.service.own_views import OwnViews
from data.service.selection import Selection, info, stamp
from data.subjects import indicator

MOST_RANKS = 3
DEFINITIONS_CHANGED = date(2020, 7, 13)
STATUS_NAMES = {
    "odp_active": "ODP",
    "pdp_active": "PDP",
    "otg_active": "OTG",
    "suspect_active": "Suspek",
    "probable_active": "Probable",
    "contact_active": "Kontak erat",
}


def statuses(selection: Selection) -> StatusView:
    """City stocks of the case statuses: the old definitions and the new, two sets that are never joined."""
    city = selection.city
    table = covid_queries.statuses_by_day(city.reader.whole(), city.known_on)
    before: list[tuple[str, list[date], list[int]]] = []
    after: list[tuple[str, list[date], list[int]]] = []
    for column, name in STATUS_NAMES.items():
        known = table[table[column].notna()]
        line = (name, [day_date(d) for d in known["day"]], [int(v) for v in known[column]])
        (before if len(known) and line[1][0] < DEFINITIONS_CHANGED else after).append(line)
    chosen = indicator("covid-active")
    people = replace(info(chosen), title=msg("People by COVID status"), unit=msg("people"))
    head = PanelHeader(
        people,
        msg("Two sets of definitions, never joined"),
        msg("{city}, definitions changed on {day}", city=city.name(CITY), day=DEFINITIONS_CHANGED),
        stamp(city, selection.feeds, chosen),
    )
    return StatusView(head, DEFINITIONS_CHANGED, before, after)


def releases(selection: Selection) -> ReleasesView:
    """Published city totals beside what the loaded reports add up to by report date."""
    city = selection.city
    table = covid_queries.releases_by_day(city.reader.whole())
    matrix = city.matrix("covid-confirmed-total", Level.KOTA)
    rows = []
    for record in table.to_dict("records"):
        day = int(record["day"])
        inside = matrix.first <= day <= matrix.last
        ours = int(matrix.numerator[day - matrix.first, 0]) if inside else None
        rows.append(
            ReleaseRow(
                day=day_date(day),
                published=_whole(record["confirmed_total"]),
                reported_total=ours,
                identity_gap=_whole(record["identity_gap"]),
                note="" if pd.isna(record["note"]) else str(record["note"]),
            )
        )
    if city.known_on is not None:
        rows = [row for row in rows if row.day <= day_date(city.known_on or 0)]
    checkable = [row for row in rows if row.identity_gap is not None]
    wrong = sum(1 for row in checkable if row.identity_gap)
    chosen = indicator("covid-confirmed-total")
    feed = selection.feeds["covid-release"]
    mark = replace(
        stamp(city, selection.feeds, chosen),
        dataset="covid-release",
        title=feed.title,
        received=feed.received,
        age_hours=feed.age_hours,
        freshness=feed.freshness,
        source=feed.source,
        as_of=rows[-1].day if rows else None,
        simulated=False,
    )
    finding = msg("{n} of {all} releases do not add up", n=Num(wrong), all=Num(len(checkable)))
    caption = msg("{city}, published totals and the sum of the RW reports", city=city.name(CITY))
    return ReleasesView(PanelHeader(info(chosen), finding, caption, mark), rows)


def _whole(value: object) -> int | None:
    return None if value is None or value != value else int(float(str(value)))


def statuses_table(selection: Selection) -> TableView:
    """Status stocks by month end."""
    view = statuses(selection)
    lines = [*view.before, *view.after]
    by_day: dict[object, dict[str, int]] = {}
    for name, days, values in lines:
        for day, value in zip(days, values, strict=True):
            by_day.setdefault(day, {})[name] = value
    columns = [Column(msg("Date")), *(Column(Message(name), True) for name, _, _ in lines)]
    rows: list[list[object]] = [
        [day, *(Num(stocks[name]) if name in stocks else None for name, _, _ in lines)]
        for day, stocks in sorted(by_day.items(), key=lambda item: str(item[0]), reverse=True)
    ]
    return from_head(view.head, columns, rows)


def releases_table(selection: Selection) -> TableView:
    """Published and loaded totals."""
    view = releases(selection)
    columns = [
        Column(msg("Date")),
        Column(msg("Published"), True),
        Column(msg("RW reports"), True),
        Column(msg("Difference"), True),
        Column(msg("Identity gap"), True),
        Column(msg("Note")),
    ]
    rows: list[list[object]] = []
    for row in view.rows:
        known = row.published is not None and row.reported_total is not None
        gap = Num((row.reported_total or 0) - (row.published or 0), signed=True) if known else None
        rows.append(
            [
                row.day,
                number_or_none(row.published),
                number_or_none(row.reported_total),
                gap,
                number_or_none(row.identity_gap),
                row.note,
            ]
        )
    return from_head(view.head, columns, rows[::-1])


def _covid_release(city: City) -> CheckRow | None:
    table = covid_queries.releases_by_day(city.reader.whole())
    table = table[table["confirmed_total"].notna()]
    matrix = city.matrix("covid-confirmed-total", Level.KOTA)
    table = table[table["day"] <= matrix.last]
    if not len(table):
        return None
    last = table.iloc[-1]
    ours = float(matrix.numerator[matrix.row(int(last["day"])), 0])
    return compared(msg("Confirmed in all, against the city's last release"), ours, float(last["confirmed_total"]), 1.0)


def _covid_parts(city: City) -> CheckRow | None:
    whole = city.matrix("covid-confirmed-total", Level.KOTA)
    loaded = covid_queries.confirmed_total(city.reader.whole(), city.known_on)
    return compared(
        msg("Confirmed in the city, against the sum of the rows in force"), float(whole.numerator[-1, 0]), loaded, 0.0
    )


def _active_not_below_zero(city: City) -> CheckRow:
    """Confirmed less recovered and dead, by RW and day: where it is below zero, reports contradict one another."""
    matrix = city.matrix("covid-active", Level.RW)
    days = matrix.numerator.size
    return compared(
        msg("RW and days with active cases of zero or more, of all"),
        float(days - int((matrix.numerator < 0).sum())),
        float(days),
        0.0,
    )


def _release_identity(city: City) -> CheckRow | None:
    table = covid_queries.releases_by_day(city.reader.whole())
    gaps = table["identity_gap"].dropna()
    if not len(gaps):
        return None
    holding = float((gaps.astype(float) == 0).sum())
    return compared(
        msg("Releases whose own sum is right, of those that can be checked"), holding, float(len(gaps)), None
    )


def public_week(public: PublicService, city_: City) -> Scene:
    """COVID from the published product alone: a closed week, exact where it is published exactly."""
    title = msg("COVID, published week")
    try:
        edition, areas = public.edition(), public.areas(Level.KELURAHAN)
        if edition.week is None:
            raise NotPublishedError(msg("No week has been published yet."))
        week = public.covid_on(Level.KELURAHAN, edition.week)
        city = [published for published in public.covid(CITY) if published.ends_on <= edition.week]
    except NotPublishedError as error:
        return Scene(id="covid", title=title, subtitle=error.message)
    people = {area.code: area.people for area in areas}
    names = {area.code: area.full_name for area in areas}
    known = ((code, published.rate(people.get(code))) for code, published in week.items())
    rates = {code: rate for code, rate in known if rate is not None}
    breaks = city_.catalogue["covid-incidence-7d"].breaks or RATE_EDGES
    marks = {code: classes(np.array([rate]), breaks) for code, rate in rates.items()}
    hidden = {area.code: "h" for area in areas if area.code not in rates}
    top = sorted(rates, key=lambda code: -rates[code])[:MOST_RANKS]
    figure = city[-1] if city else None
    change, direction = _public_change(city)
    feed = public.datasets().get("covid-daily")
    return Scene(
        id="covid",
        title=title,
        subtitle=msg("{period}", period=Span(figure.starts_on, figure.ends_on) if figure else edition.week),
        hero=_public_number(figure),
        hero_unit=msg("confirmed cases in the week"),
        change=change,
        direction=direction,
        ranks=tuple(Rank(code, names[code], msg("{value}", value=Num(rates[code]))) for code in top),
        rank_title=msg("Highest per 100,000, of those published exactly"),
        classes={**marks, **hidden},
        breaks=breaks,
        as_of=edition.week,
        received=feed.received if feed else None,
        freshness=feed.freshness if feed else None,
        simulated=edition.simulated,
        note=msg("published rules: closed weeks"),
    )


def _public_number(figure: CovidFigure | None) -> Message:
    if figure is None or figure.low is None:
        return msg("–")
    if figure.value is not None:
        return msg("{value}", value=Num(figure.value))
    if figure.high is None:
        return msg("{low} or more", low=Num(figure.low))
    return msg("{low}–{high}", low=Num(figure.low), high=Num(figure.high))


def _public_change(city: Sequence[CovidFigure]) -> tuple[Message | None, int]:
    """A change only between two weeks that are both published exactly."""
    if len(city) < 2 or city[-1].value is None or not city[-2].value:
        return None, 0
    change = (city[-1].value - city[-2].value) / city[-2].value * 100
    return msg("{change} % in a week", change=Num(change, 0, signed=True)), (change > 0) - (change < 0)


def release_findings(selection: Selection) -> tuple[Message, ...]:
    """Releases that do not add up."""
    return (msg("City releases: {finding}", finding=releases(selection).head.finding),)


OWN = OwnViews(
    findings=release_findings,
    views={"clusters": clusters, "releases": releases, "spread": spread, "statuses": statuses},
    tables={
        "clusters": clusters_table,
        "releases": releases_table,
        "spread": spread_table,
        "statuses": statuses_table,
    },
    checks={
        "covid-daily": (_covid_parts, _covid_release, _active_not_below_zero),
        "covid-release": (_release_identity,),
        "covid-tests": (ordered("covid-tests", "positives", "tests", msg("Days where “positive” is within “tested”")),),
        "covid-beds": (ordered("covid-beds", "occupied", "beds", msg("Days where “occupied” is within the beds")),),
    },
    public_scenes={"covid": public_week},
)
