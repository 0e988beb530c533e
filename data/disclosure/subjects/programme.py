"""The action plan's progress, its actions, and the programme's places."""

from __future__ import annotations

from data.disclosure.parts import OpenTable, ProductPart, Rows
from data.disclosure.shapes import MapPlane
from data.domain.dates import day_date
from data.domain.programme import DIMENSIONS
from data.indicators.programme import action_state, equal_groups, weighted_points, weighted_progress
from data.queries import services as queries
from data.service.city import City


def programme_rows(city: City) -> dict[str, Rows]:
    """Progress by dimension and month, actions, and what the last report gives under other weights.

    Parameters
    ----------
    city : City

    Returns
    -------
    dict of str to list of tuple
        Rows of the product's tables ``progress``, ``action`` and ``weighting``, in percent; empty without actions or
        without a report.
    """
    actions = queries.actions(city.reader.whole(), None)
    progress = queries.progress_by_action_day(city.reader.whole(), None)
    if actions.empty or progress.empty:
        return {"progress": [], "action": [], "weighting": []}
    series: Rows = []
    for name in ("all", *DIMENSIONS):
        chosen = actions if name == "all" else actions[actions["dimension"] == name]
        own = progress[progress["action_code"].isin(chosen["action_code"])]
        if not len(chosen) or not len(own):
            continue
        points = weighted_points(chosen, own)
        for day, row in points.iterrows():
            shares = (float(row[column]) / float(row["weight"]) * 100 for column in ("planned", "reached"))
            series.append(
                (name, day_date(int(str(day))).isoformat(), *(round(share, 2) for share in shares), len(chosen))
            )
    state = action_state(actions, progress, int(progress["day"].max()))
    listed: Rows = [
        (
            str(code),
            row["dimension"],
            row["term"],
            row["programme"],
            row["name"],
            int(row["name_status"] != "published"),
            row["opd"],
            row["partner"],
            round(float(row["planned"]), 1),
            round(float(row["actual"]), 1),
            row["light"],
        )
        for code, row in state.iterrows()
    ]
    sets = {
        "plan": state["weight"],
        "equal": state["weight"] * 0 + 1,
        "dimensions": equal_groups(state, "dimension"),
        "terms": equal_groups(state, "term"),
    }
    weighed: Rows = [(name, round(weighted_progress(state, weight), 2)) for name, weight in sets.items()]
    return {"progress": series, "action": listed, "weighting": weighed}


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
    """Progress, actions, weightings and places.

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
    return {**programme_rows(city), "place": _place_rows(city, plane)}


PART = ProductPart(
    datasets=("actions", "action-progress", "programme-places"),
    schema="""
CREATE TABLE progress (dimension TEXT, date TEXT, planned REAL, actual REAL, actions INTEGER,
  PRIMARY KEY (dimension, date)) WITHOUT ROWID;
CREATE TABLE action (code TEXT PRIMARY KEY, dimension TEXT, term TEXT, programme TEXT, name TEXT,
  example INTEGER, opd TEXT,
  partner TEXT, planned REAL, actual REAL, light TEXT);
CREATE TABLE weighting (id TEXT PRIMARY KEY, value REAL);
CREATE TABLE place (code TEXT PRIMARY KEY, kind TEXT, name TEXT, area TEXT, lon REAL, lat REAL, x REAL, y REAL);
""",
    rows=rows,
    files={
        "program-kemajuan.csv": OpenTable(
            dataset="programme",
            question="SELECT dimension, date, planned, actual, actions FROM progress ORDER BY dimension, date",
            columns=(
                ("dimension", "all atau satu dari enam dimensi", "all, or one of the six dimensions"),
                ("date", "tanggal laporan monev", "day of the monev report"),
                ("planned", "rencana sampai tanggal itu, persen", "plan to date, percent"),
                ("actual", "tercapai, persen", "reached, percent"),
                ("actions", "banyaknya aksi", "number of actions"),
            ),
        ),
        "program-aksi.csv": OpenTable(
            dataset="programme",
            question="SELECT code, dimension, term, programme, name, example, opd, partner, planned, actual, light "
            "FROM action ORDER BY code",
            columns=(
                ("code", "kode aksi", "action code"),
                ("dimension", "dimensi", "dimension"),
                ("term", "short: pendek; medium: menengah; long: panjang", "short, medium, long"),
                ("programme", "nama program", "programme"),
                ("name", "nama aksi", "action"),
                ("example", "1: nama contoh (simulasi)", "1: an example name (simulated)"),
                ("opd", "perangkat daerah", "city department"),
                ("partner", "mitra", "partner"),
                (
                    "planned",
                    "rencana, persen jalan dari titik awal ke target",
                    "plan, percent of the way to the target",
                ),
                (
                    "actual",
                    "tercapai, persen jalan dari titik awal ke target",
                    "reached, percent of the way to the target",
                ),
                ("light", "on_plan: sesuai; watch: perlu perhatian; held: tertahan", "on_plan, watch, held"),
            ),
        ),
    },
)
