"""Choosing the next sites of Wi-Fi points, as a job that somebody has asked for."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from scipy import sparse

from data.commands.results import keep_document
from data.domain.areas import Level
from data.domain.people import PROCESS, acting
from data.domain.wifi import SiteQuestion
from data.geo.arrangement import Shapes, arrangement, metric_points
from data.geo.faces import Faces
from data.indicators.panel import Array, Bools
from data.jobs.registry import Tell
from data.queries.database import open_database
from data.queries.services import wifi_candidates
from data.results.wifi_reach import ground_of_areas
from data.service.city import City
from data.service.room import RoomService
from data.service.wifi_people import people_today, pupils_today
from data.service.wifi_plans import plan_key
from data.service.wifi_state import wifi_state
from data.settings import Settings
from data.wifi.siting import Choice, Demand, Limits, backup_covering, greedy, maximal_covering, merged, ordered

MOST_PLANS = 40
"""Plans that are kept; the oldest go."""
TARGET = 2
"""Points that every RW is promised."""


def choose_sites(settings: Settings, arguments: dict[str, Any], tell: Tell) -> None:
    """Choose sites for a question (`SiteQuestion`) and keep the plan."""
    engine = open_database(settings.database_url)
    question = SiteQuestion(**{**arguments["question"], "down": tuple(arguments["question"]["down"])})
    try:
        with acting(PROCESS):
            tell(None, "reading the city")
            city = RoomService(engine, settings).city(None)
            key = plan_key(city, question)
            if city.empty or city.results.kept_document(key) is not None:
                return
            began = time.monotonic()
            tell(None, "choosing sites")
            plan = plan_of(city, question)
            packages = {name: version(name) for name in ("numpy", "scipy", "shapely")}
            seconds = time.monotonic() - began
            body = json.dumps(plan, ensure_ascii=False).encode()
            keep_document(engine, key, body, parameters=packages, seconds=seconds, most=MOST_PLANS)
    finally:
        engine.dispose()


@dataclass(frozen=True)
class Sites:
    """Candidates that the question leaves, with their places in metres and the RW of each (−1 outside)."""

    code: list[str]
    lon: Array
    lat: Array
    cost: Array
    spots: npt.NDArray[np.object_]
    owner: npt.NDArray[np.int64]


def plan_of(city: City, question: SiteQuestion) -> dict[str, Any]:
    """The sites of a question, the greedy ones beside them, and the people covered before and after.

    Notes
    -----
    Covered before is what points in service cover, also those that are down for now: a site stays. The demand is the
    ground that none of them covers, cut along the circles of the candidates; weights are residents or people of school
    age, spread evenly over the ground of their RW.
    """
    state = wifi_state(city)
    there = state.live if question.down else state.in_service
    standing = there[:, -1] if len(state.points) else np.zeros(0, dtype=bool)
    fallen = standing & state.points["point_code"].isin(question.down).to_numpy()
    standing = standing & ~fallen
    weight = people_today(city) if question.weigh == "people" else pupils_today(city)
    weight = np.zeros(len(city.tree.codes[Level.RW])) if weight is None else np.nan_to_num(weight)
    sites = _sites(city, question)
    running = metric_points(state.points["lon"][standing], state.points["lat"][standing])
    if question.spacing and len(running) and len(sites.code):
        near = shapely.STRtree(running).query(sites.spots, predicate="dwithin", distance=question.spacing)[0]
        sites = _kept(sites, ~np.isin(np.arange(len(sites.code)), near))
    faces = arrangement(ground_of_areas(city), np.concatenate([running, sites.spots]), question.radius)
    before, demand = _demand(faces, len(running), len(sites.code), weight)
    limits = _limits(city, question, sites)
    if question.down:
        return _answer(city, sites, weight, before, *_covering_the_lost(city, question, sites, weight, running, fallen))
    best, rival = maximal_covering(demand, question.k, limits), greedy(demand, question.k, limits)
    if rival.total > best.total and limits.first is None:
        best = Choice(rival.sites, rival.gains, best.gap)  # within the gap the rival may have been luckier
    return _answer(city, sites, weight, before, best, rival)


def _covering_the_lost(
    city: City, question: SiteQuestion, sites: Sites, weight: Array, running: Shapes, fallen: Bools
) -> tuple[Choice, Choice]:
    """The fewest sites that cover whom the fallen points alone had covered, best backed up; and as many greedy ones.

    Ground of less than one person needs no site of its own, and what no site can cover is left out.
    """
    points = wifi_state(city).points
    gone = metric_points(points["lon"][fallen], points["lat"][fallen])
    faces = arrangement(ground_of_areas(city), np.concatenate([running, gone, sites.spots]), question.radius)
    kinds = np.repeat([0, 1, 2], [len(running), len(gone), len(sites.code)])
    lost = (faces.points_near(kinds == 1) > 0) & (faces.points_near(kinds == 0) == 0)
    people = np.where(lost, faces.part * weight[faces.area], 0.0)
    demand = _of_candidates(faces, people, len(running) + len(gone), len(sites.code))
    worth = demand.weight >= 1.0
    demand = Demand(demand.weight[worth], demand.covers[worth])
    chosen, _ = backup_covering(demand)
    return ordered(demand, chosen, 0.0), greedy(demand, len(chosen))


def _answer(city: City, sites: Sites, weight: Array, before: float, best: Choice, rival: Choice) -> dict[str, Any]:
    codes = city.tree.codes[Level.RW]
    return {
        "people": float(weight.sum()),
        "covered_before": round(before),
        "covered_after": round(before + best.total),
        "gap": None if np.isnan(best.gap) else best.gap,
        "candidates": len(sites.code),
        "greedy_covered_after": round(before + rival.total),
        "sites": [
            {
                "rank": rank,
                "candidate": sites.code[site],
                "lon": float(sites.lon[site]),
                "lat": float(sites.lat[site]),
                "area": codes[sites.owner[site]] if sites.owner[site] >= 0 else "",
                "gain": round(float(gain), 1),
                "cost_rupiah": None if np.isnan(sites.cost[site]) else float(sites.cost[site]),
            }
            for rank, (site, gain) in enumerate(zip(best.sites.tolist(), best.gains.tolist(), strict=True), 1)
        ],
    }


def _sites(city: City, question: SiteQuestion) -> Sites:
    """Candidates without those that the question leaves out: refused ones, and such as are too far from fibre."""
    rows = wifi_candidates(city.reader.whole(), city.known_on)
    kept = ~rows["candidate_code"].isin(wifi_state(city).points["point_code"]).to_numpy()  # proposed already
    if question.refusals:
        kept &= rows["refused_on"].isna().to_numpy()
    if question.fibre:
        kept &= rows["fibre_metres"].astype(float).le(question.fibre).to_numpy()  # unknown is not within reach
    rows = rows[kept].reset_index(drop=True)
    owner = city.register.main_column(Level.RW, rows["area_id"])
    return Sites(
        rows["candidate_code"].tolist(),
        rows["lon"].to_numpy(dtype=float),
        rows["lat"].to_numpy(dtype=float),
        rows["cost_rupiah"].to_numpy(dtype=float),
        metric_points(rows["lon"].astype(float), rows["lat"].astype(float)),
        owner,
    )


def _kept(sites: Sites, kept: Bools) -> Sites:
    codes = [code for code, stays in zip(sites.code, kept, strict=True) if stays]
    return Sites(codes, sites.lon[kept], sites.lat[kept], sites.cost[kept], sites.spots[kept], sites.owner[kept])


def _demand(faces: Faces, running: int, candidates: int, weight: Array) -> tuple[float, Demand]:
    """People that the points there cover, and the demand of those that none covers."""
    works = np.arange(running + candidates) < running
    covered = faces.points_near(works) >= 1
    people = faces.part * weight[faces.area]
    demand = _of_candidates(faces, np.where(covered, 0.0, people), running, candidates)
    return float(people[covered].sum()), demand


def _of_candidates(faces: Faces, people: Array, first: int, candidates: int) -> Demand:
    """Faces with people as demands; the candidates are the points from ``first`` on."""
    face = faces.face
    used = (people[face] > 0) & (faces.point >= first)
    pairs = (np.ones(used.sum()), (face[used], faces.point[used] - first))
    return merged(people, sparse.csr_array(pairs, shape=(len(faces.part), candidates)))


def _limits(city: City, question: SiteQuestion, sites: Sites) -> Limits:
    """The question's switches as constraints."""
    apart = np.zeros((0, 2), dtype=np.intp)
    if question.spacing and len(sites.code):
        pairs = shapely.STRtree(sites.spots).query(sites.spots, predicate="dwithin", distance=question.spacing).T
        apart = pairs[pairs[:, 0] < pairs[:, 1]]
    cost, budget = np.zeros(0), np.inf
    if question.budget:
        cost, budget = np.where(np.isnan(sites.cost), np.inf, sites.cost), question.budget
        cost = np.minimum(cost, 2.0 * budget)  # an unknown cost is more than there is
    if not question.two_first:
        return Limits(cost=cost, budget=budget, apart=apart)
    panel = city.panel("wifi")
    short_by = np.maximum(TARGET - panel.counts["in_service"][-1].astype(float), 0.0)
    areas = np.flatnonzero((short_by > 0) & np.isin(np.arange(len(short_by)), sites.owner))
    inside = np.flatnonzero(np.isin(sites.owner, areas))
    entries = (np.ones(len(inside)), (np.searchsorted(areas, sites.owner[inside]), inside))
    first = sparse.csr_array(entries, shape=(len(areas), len(sites.code)))
    return Limits(cost=cost, budget=budget, apart=apart, first=first, short=short_by[areas])
