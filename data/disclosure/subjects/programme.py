"""The action plan's progress, its actions, and the programme's places."""

from __future__ import annotations

from data.disclosure.parts import OpenTable, ProductPart, Rows
from data.disclosure.shapes import MapPlane
from data.domain.dates import day_date, day_number
from data.domain.programme import DIMENSIONS
from data.domain.programme_views import Progress
from data.queries import services as queries
from data.service.city import City
from data.service.monev import findings_of
from data.service.programme_plan import Plan, plan_of, review_figure
from data.text import say


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
    plan = plan_of(city)
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
    }


def _series(plan: Plan, days: list[int]) -> Rows:
    """First plan, plan and the three percentages of all actions and of each dimension, a row a report day."""
    own, dimension = plan.weights[plan.headline.id], plan.actions["dimension"]
    chosen = {"all": plan.actions.index, **{name: dimension.index[dimension == name] for name in DIMENSIONS}}
    chosen = {name: codes for name, codes in chosen.items() if len(codes) and own[codes].sum()}
    rows: Rows = []
    for day in days:
        state = plan.state(day)
        for name, codes in chosen.items():
            first = round(plan.first_planned(codes, day), 2)
            made = _rounded(plan.progress(state.loc[codes], plan.headline.id))
            rows.append((name, day_date(day).isoformat(), first, *made, len(codes)))
    return rows


def _rounded(made: Progress) -> tuple[float, ...]:
    return tuple(round(value, 2) for value in (made.planned, made.claimed, made.evidenced, made.verified))


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
            None if at_review is None else round(plan.progress(at_review, rule.id).claimed, 2),
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
    return {**programme_rows(city), "finding": tally, "place": _place_rows(city, plane)}


PART = ProductPart(
    datasets=("actions", "action-targets", "action-progress", "monev-findings", "programme-places"),
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
