"""The action plan's progress, its actions, and the programme's places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd

from data.commands.snapshots import frozen
from data.disclosure.parts import OpenTable, ProductPart, Rows
from data.disclosure.shapes import MapPlane
from data.domain.dates import day_date, day_number, quarter_days, quarter_of
from data.domain.programme import DIMENSIONS
from data.domain.programme_views import Progress
from data.ingest.programme import QUARTER, REPORT_PROCESS, report_key
from data.monev.progress import VIEWS
from data.queries import programme as plan_queries
from data.queries import services as queries
from data.queries.cases import cases
from data.queries.snapshots import snapshots
from data.service.city import City
from data.service.monev import findings_of
from data.service.programme_pages import slug_of
from data.service.programme_plan import Plan, plan_of, review_figure
from data.text import say

MOST_QUARTERS = 400
WAITING = frozenset({"submitted", "checked", "verified"})
"""States of a report of the room that counts inside and is not accepted yet."""


def accepted_plan(city: City) -> Plan:
    """The plan without the reports that wait for a review office: the public is told what was accepted.

    What came in as a file was taken over by the data desk; of the room's own reports only the accepted ones count.
    Where one that waits has replaced a file's row, that row still stands.
    """
    plan, engine = plan_of(city), city.reader.whole()
    waiting = {case.key: case for case in cases(engine, REPORT_PROCESS) if case.state in WAITING}
    if plan.empty or not waiting:
        return plan
    reports = plan.data.reports
    rows = zip(reports["action_code"], reports["day"], strict=True)
    keys = [report_key(str(code), int(day)) for code, day in rows]
    kept = reports[[key not in waiting for key in keys]]
    own_loads = [number for case in waiting.values() for number in case.data.get("loads", [])]
    before = plan_queries.replaced_reports(engine, own_loads)
    if not before.empty:
        kept = pd.concat([kept, before[list(kept.columns)]]).sort_values(["day", "action_code"], kind="stable")
    return Plan(replace(plan.data, reports=kept.reset_index(drop=True), shared={}), plan.rules)


def programme_rows(city: City) -> dict[str, Rows]:
    """Progress by dimension and report, actions, and what the last report gives under other weights.

    Parameters
    ----------
    city : City

    Returns
    -------
    dict of str to list of tuple
        Rows of the product's tables ``progress``, ``action`` and ``weighting``, in percent, and
        ``programme_rule``; empty without actions or without a report.
    """
    plan = accepted_plan(city)
    if plan.empty:
        return {"progress": [], "action": [], "weighting": [], "programme_rule": []}
    days = [int(day) for day in plan.data.reports["day"].drop_duplicates()]
    state = plan.state(days[-1])
    return {
        "progress": _series(plan, days),
        "action": [
            (
                str(code),
                row["dimension"],
                row["term"],
                row["programme"],
                row["name"],
                int(row["name_status"] != "published"),
                row["opd"],
                row["partner"],
                row["component"],
                float(row["weight"]),
                None if row["effort"] != row["effort"] else row["effort"],
                day_date(int(row["finish_on"])).isoformat(),
                *(round(min(float(row[name]), 100.0), 1) for name in ("planned", "claimed", "evidenced", "verified")),
                row["light"],
            )
            for code, row in state.iterrows()
        ],
        "weighting": _weightings(plan, days[-1]),
        "programme_rule": [("light", say(plan.light_rule, "id"), say(plan.light_rule, "en"))],
        **_programmes(plan, days),
        **_quarters(city, plan),
    }


def _programmes(plan: Plan, days: list[int]) -> dict[str, Rows]:
    """Every programme by its part of an address, and its figures by report."""
    names = {slug_of(str(name)): str(name) for name in plan.actions["programme"]}
    codes = {slug: plan.actions.index[plan.actions["programme"] == name] for slug, name in names.items()}
    status = plan.actions["name_status"]
    return {
        "programme": [
            (slug, name, int(not (status[codes[slug]] == "published").any())) for slug, name in sorted(names.items())
        ],
        "programme_progress": [
            (slug, day_date(day).isoformat(), *_rounded(plan.progress(plan.state(day).loc[own], plan.headline.id)))
            for slug, own in sorted(codes.items())
            for day in days
        ],
    }


def _quarters(city: City, plan: Plan) -> dict[str, Rows]:
    """Every quarter that is over: as it was frozen where it is closed, else as it is known now."""
    engine, first = city.reader.whole(), day_date(int(plan.data.reports["day"].min()))
    closed = {str(row["key"]): row for row in snapshots(engine, QUARTER, MOST_QUARTERS)}
    quarters, dimensions, order = [], [], list(DIMENSIONS)
    day = first
    while quarter_days(quarter_of(day))[1] < city.clock.date():
        name, last = quarter_of(day), quarter_days(quarter_of(day))[1]
        if name in closed:
            content = frozen(engine, closed[name]["id"])
            head = tuple(round(content["progress"][view], 4) for view in ("planned", *VIEWS))
            mark: tuple[Any, ...] = (int(closed[name]["id"]), str(closed[name]["sha256"]), content["taken_at"][:10])
            dimensions += [(name, *row) for row in _frozen_dimensions(content)]
        else:
            state, mark = plan.state(day_number(last)), (None, None, None)
            head = _rounded(plan.progress(state, plan.headline.id))
            dimensions += [
                (name, str(dimension), *_rounded(plan.progress(own, plan.headline.id)), len(own))
                for dimension, own in sorted(state.groupby("dimension"), key=lambda pair: order.index(str(pair[0])))
            ]
        quarters.append((name, last.isoformat(), *head, *mark))
        day = last + timedelta(days=1)
    return {"quarter": quarters, "quarter_dimension": dimensions}


def _frozen_dimensions(content: Mapping[str, Any]) -> Rows:
    """Plan and the three percentages of each dimension, from a snapshot's actions by the weights of the plan."""
    made: Rows = []
    for dimension in DIMENSIONS:
        own = [row for row in content["actions"] if row["dimension"] == dimension]
        whole = sum(row["weight"] for row in own)
        if whole:
            sums = (sum(row["weight"] * row[view] for row in own) for view in ("planned", *VIEWS))
            made.append((dimension, *(round(value / whole, 4) for value in sums), len(own)))
    return made


def _series(plan: Plan, days: list[int]) -> Rows:
    """First plan, plan and the three percentages of all actions and of each dimension, a row a report day."""
    own, dimension = plan.weights[plan.headline.id], plan.actions["dimension"]
    chosen = {"all": plan.actions.index, **{name: dimension.index[dimension == name] for name in DIMENSIONS}}
    chosen = {name: codes for name, codes in chosen.items() if len(codes) and own[codes].sum()}
    rows: Rows = []
    for day in days:
        state = plan.state(day)
        for name, codes in chosen.items():
            first = round(plan.first_planned(codes, day), 4)
            made = _rounded(plan.progress(state.loc[codes], plan.headline.id))
            rows.append((name, day_date(day).isoformat(), first, *made, len(codes)))
    return rows


def _rounded(made: Progress) -> tuple[float, ...]:
    return tuple(round(value, 4) for value in (made.planned, made.claimed, made.evidenced, made.verified))


def _weightings(plan: Plan, day: int) -> Rows:
    """Every weight set: names, the newest figures, and what it gives for the day of the ministry's review."""
    figure, review = review_figure()
    then = day_number(review)
    known = int(plan.data.reports["day"].min()) <= then
    now = plan.state(day)
    at_review = plan.state(then) if known else None
    return [
        (
            rule.id,
            at,
            say(rule.name, "id"),
            say(rule.name, "en"),
            *_rounded(plan.progress(now, rule.id)),
            None if at_review is None else round(plan.progress(at_review, rule.id).claimed, 4),
            review.isoformat(),
            figure,
        )
        for at, rule in enumerate(plan.weight_sets)
    ]


def _place_rows(city: City, plane: MapPlane) -> Rows:
    places = queries.places(city.reader.whole())
    if places.empty:
        return []
    x, y = plane.project(places["lon"].to_numpy(float), places["lat"].to_numpy(float))
    return [
        (
            row["place_code"],
            row["kind"],
            row["name"],
            row["area"],
            row["lon"],
            row["lat"],
            round(float(x[at]), 1),
            round(float(y[at]), 1),
        )
        for at, row in enumerate(places.to_dict("records"))
    ]


def rows(city: City, plane: MapPlane) -> dict[str, Rows]:
    """Progress, actions, weightings, findings and places.

    Parameters
    ----------
    city : City
    plane : MapPlane
        Where the places lie on the public maps.

    Returns
    -------
    dict of str to list of tuple
        Table → rows in the order of its columns.
    """
    findings = findings_of(city)
    tally = [
        (name, sum(f.open for f in own), sum(not f.open for f in own), sum(f.overdue for f in own))
        for name in DIMENSIONS
        if (own := [f for f in findings if f.dimension == name])
    ]
    return {
        **programme_rows(city),
        **_statement_rows(city),
        "finding": tally,
        "place": _place_rows(city, plane),
    }


def _statement_rows(city: City) -> dict[str, Rows]:
    """What sources say of programmes, and their cohorts, as far as the city's day."""
    engine, today = city.reader.whole(), day_number(city.clock.date())
    statements = plan_queries.programme_states(engine, city.known_on).to_dict("records")
    cohorts = plan_queries.programme_cohorts(engine, city.known_on).to_dict("records")

    def count(value: Any) -> int | None:
        return None if value is None or value != value else int(value)

    return {
        "programme_statement": [
            (
                slug_of(str(row["programme"])),
                day_date(int(row["day"])).isoformat(),
                row["state"],
                row["statement"],
                row["source"] or "",
                int(row["status"] != "published"),
            )
            for row in statements
            if row["day"] <= today
        ],
        "programme_cohort": [
            (
                slug_of(str(row["programme"])),
                row["cohort"],
                row["kind"],
                day_date(int(row["ended_on"])).isoformat(),
                count(row["couples"]),
                count(row["finished"]),
                row["source"] or "",
                int(row["status"] != "published"),
            )
            for row in cohorts
            if row["ended_on"] <= today
        ],
    }


PART = ProductPart(
    datasets=(
        "actions",
        "action-targets",
        "action-progress",
        "monev-findings",
        "programme-places",
        "programme-states",
        "programme-cohorts",
    ),
    schema="""
CREATE TABLE progress (dimension TEXT, date TEXT, first_planned REAL, planned REAL, actual REAL, evidenced REAL,
  verified REAL, actions INTEGER, PRIMARY KEY (dimension, date)) WITHOUT ROWID;
CREATE TABLE action (code TEXT PRIMARY KEY, dimension TEXT, term TEXT, programme TEXT, name TEXT,
  example INTEGER, opd TEXT, partner TEXT, component TEXT, weight REAL, effort REAL, finish TEXT,
  planned REAL, actual REAL, evidenced REAL, verified REAL, light TEXT);
CREATE TABLE weighting (id TEXT PRIMARY KEY, rank INTEGER, name_id TEXT, name_en TEXT, planned REAL, value REAL,
  evidenced REAL, verified REAL, at_review REAL, review_on TEXT, published REAL);
CREATE TABLE finding (dimension TEXT PRIMARY KEY, open INTEGER, closed INTEGER, overdue INTEGER);
CREATE TABLE programme_rule (id TEXT PRIMARY KEY, words_id TEXT, words_en TEXT);
CREATE TABLE programme (slug TEXT PRIMARY KEY, name TEXT, example INTEGER);
CREATE TABLE programme_progress (slug TEXT, date TEXT, planned REAL, actual REAL, evidenced REAL, verified REAL,
  PRIMARY KEY (slug, date)) WITHOUT ROWID;
CREATE TABLE programme_statement (slug TEXT, date TEXT, state TEXT, words TEXT, source TEXT, example INTEGER);
CREATE TABLE programme_cohort (slug TEXT, cohort TEXT, kind TEXT, ended TEXT, couples INTEGER, finished INTEGER,
  source TEXT, example INTEGER);
CREATE TABLE quarter (name TEXT PRIMARY KEY, ends_on TEXT, planned REAL, actual REAL, evidenced REAL, verified REAL,
  number INTEGER, sha256 TEXT, closed_on TEXT);
CREATE TABLE quarter_dimension (quarter TEXT, dimension TEXT, planned REAL, actual REAL, evidenced REAL,
  verified REAL, actions INTEGER);
CREATE TABLE place (code TEXT PRIMARY KEY, kind TEXT, name TEXT, area TEXT, lon REAL, lat REAL, x REAL, y REAL);
""",
    rows=rows,
    files={
        "program-temuan.csv": OpenTable(
            dataset="programme",
            question="SELECT dimension, open, closed, overdue FROM finding ORDER BY dimension",
            columns=(
                ("dimension", "dimensi", "dimension"),
                ("open", "temuan monev yang masih terbuka", "findings of monev that are open"),
                ("closed", "ditutup perangkat daerah kedua", "closed by a second office"),
                ("overdue", "terbuka dan lewat tenggat", "open and overdue"),
            ),
        ),
        "program-triwulan.csv": OpenTable(
            dataset="programme",
            question="SELECT name, ends_on, planned, actual, evidenced, verified, number, sha256, closed_on "
            "FROM quarter ORDER BY name",
            columns=(
                ("name", "triwulan", "quarter"),
                ("ends_on", "hari terakhirnya", "its last day"),
                ("planned", "rencana sampai hari itu, persen", "plan to that day, percent"),
                ("actual", "tercapai menurut laporan OPD, persen", "claimed by the offices, percent"),
                (
                    "evidenced",
                    "dengan bukti terukur atau teraudit, persen",
                    "with measured or audited evidence, percent",
                ),
                ("verified", "diterima perangkat daerah kedua, persen", "accepted by a second office, percent"),
                ("number", "nomor potret; kosong: belum ditutup", "number of the snapshot; empty: not closed"),
                ("sha256", "hash isi yang dibekukan", "hash of what was frozen"),
                ("closed_on", "hari penutupan", "day of closing"),
            ),
        ),
        "program-sistem.csv": OpenTable(
            dataset="programme",
            question="SELECT p.name AS programme, s.date, s.state, s.words, s.source, s.example "
            "FROM programme_statement s JOIN programme p USING (slug) ORDER BY p.name, s.date",
            columns=(
                ("programme", "nama program", "programme"),
                ("date", "hari terbit", "day on which it was said"),
                (
                    "state",
                    "planned: direncanakan; developing: dikembangkan; running: berjalan; stopped: dihentikan",
                    "planned, developing, running, stopped",
                ),
                ("words", "isinya dengan kata-kata kami", "what it says, in our words"),
                ("source", "alamat sumber", "address of the source"),
                ("example", "1: contoh (simulasi)", "1: an example (simulated)"),
            ),
        ),
        "program-bobot.csv": OpenTable(
            dataset="programme",
            question="SELECT id, name_id, planned, value, evidenced, verified, at_review, review_on, published "
            "FROM weighting ORDER BY rank",
            columns=(
                ("id", "cara menimbang", "weight set"),
                ("name_id", "namanya", "its name"),
                ("planned", "rencana pada laporan terbaru, persen", "plan at the newest report, percent"),
                ("value", "tercapai menurut laporan OPD, persen", "claimed by the offices, percent"),
                (
                    "evidenced",
                    "dengan bukti terukur atau teraudit, persen",
                    "with measured or audited evidence, percent",
                ),
                ("verified", "diterima perangkat daerah kedua, persen", "accepted by a second office, percent"),
                (
                    "at_review",
                    "tercapai pada hari penilaian kementerian",
                    "claimed on the day of the ministry's review",
                ),
                ("review_on", "hari penilaian", "day of the review"),
                ("published", "angka terbit pada hari itu", "figure published for that day"),
            ),
        ),
        "program-kemajuan.csv": OpenTable(
            dataset="programme",
            question="SELECT dimension, date, first_planned, planned, actual, evidenced, verified, actions "
            "FROM progress "
            "ORDER BY dimension, date",
            columns=(
                ("dimension", "all atau satu dari enam dimensi", "all, or one of the six dimensions"),
                ("date", "tanggal laporan monev", "day of the monev report"),
                ("first_planned", "rencana pertama sampai tanggal itu, persen", "first plan to date, percent"),
                ("planned", "rencana sampai tanggal itu, persen", "plan to date, percent"),
                ("actual", "tercapai menurut laporan OPD, persen", "claimed by the offices, percent"),
                (
                    "evidenced",
                    "dengan bukti terukur atau teraudit, persen",
                    "with measured or audited evidence, percent",
                ),
                ("verified", "diterima perangkat daerah kedua, persen", "accepted by a second office, percent"),
                ("actions", "banyaknya aksi", "number of actions"),
            ),
        ),
        "program-aksi.csv": OpenTable(
            dataset="programme",
            question="SELECT code, dimension, term, programme, name, example, opd, partner, component, weight, effort, "
            "finish, planned, actual, evidenced, verified, light FROM action ORDER BY code",
            columns=(
                ("code", "kode aksi", "action code"),
                ("dimension", "dimensi", "dimension"),
                ("term", "short: pendek; medium: menengah; long: panjang", "short, medium, long"),
                ("programme", "nama program", "programme"),
                ("name", "nama aksi", "action"),
                ("example", "1: nama contoh (simulasi)", "1: an example name (simulated)"),
                ("opd", "perangkat daerah", "city department"),
                ("partner", "mitra, dipisah koma", "partners, by comma"),
                ("component", "komponen evaluasi Kominfo", "component of the ministry's evaluation"),
                ("weight", "bobot dalam rencana, persen", "weight in the plan, percent"),
                ("effort", "beban kerja, orang-bulan", "effort, person-months"),
                ("finish", "tenggat", "due"),
                (
                    "planned",
                    "rencana, persen jalan dari titik awal ke target",
                    "plan, percent of the way to the target",
                ),
                (
                    "actual",
                    "tercapai menurut laporan OPD, persen jalan ke target",
                    "claimed by its office, percent of the way to the target",
                ),
                ("evidenced", "dengan bukti terukur atau teraudit", "with measured or audited evidence"),
                ("verified", "diterima perangkat daerah kedua", "accepted by a second office"),
                (
                    "light",
                    "on_plan: sesuai; watch: perlu perhatian; held: tertahan; silent: tanpa laporan",
                    "on_plan, watch, held, silent",
                ),
            ),
        ),
    },
)
