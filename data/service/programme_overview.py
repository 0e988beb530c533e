"""Every programme, office and obstacle beside each other, and lists of actions: what the charts lead to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd

from data.contracts.monev import programme_rules
from data.domain.dates import day_date, day_number, month_ends
from data.domain.filters import FilterState
from data.domain.programme_systems import (
    ActionCourse,
    ActionFilter,
    ActionListing,
    ActionSpan,
    ObstacleShare,
    OfficeStanding,
    ProgrammeSummary,
    Schedule,
)
from data.domain.programme_views import ActionRow
from data.domain.reports import OfficePunctuality
from data.queries import programme as queries
from data.service.city import City
from data.service.programme_pages import asked_plan, slug_of
from data.service.programme_plan import Plan
from data.service.room import RoomService

MONTHS = 12
"""Over which lateness is counted."""


class ProgrammeOverview:
    """Questions about the whole plan for who sees the whole city; thread-safe."""

    def __init__(self, room: RoomService) -> None:
        self._room = room

    def _asked(self, state: FilterState) -> tuple[City, Plan, int]:
        return asked_plan(self._room, state.date, state.as_known_on)

    def programmes(self, state: FilterState) -> list[ProgrammeSummary]:
        """Every programme with its progress and the newest state that a source gives, by name."""
        city, plan, at = self._asked(state)
        if plan.data.actions.empty:
            return []
        whole = plan.state(at)
        statements = queries.programme_states(city.reader.whole(), city.known_on)
        states = {str(row["programme"]): str(row["state"]) for row in statements.to_dict("records") if row["day"] <= at}
        return [
            ProgrammeSummary(
                slug_of(str(name)),
                str(name),
                plan.progress(own, plan.headline.id),
                len(own),
                tuple(sorted(set(own["opd"]))),
                bool((own["name_status"] == "published").any()),
                states.get(str(name), ""),
            )
            for name, own in sorted(whole.groupby("programme"), key=lambda pair: str(pair[0]).casefold())
        ]

    def schedule(self, state: FilterState) -> Schedule:
        """Every action from its start to the end of its curve, the first to end first."""
        _, plan, at = self._asked(state)
        if plan.data.actions.empty:
            return Schedule([], day_date(at))
        newest, first = plan.curve_ends()
        made = [
            ActionSpan(
                code=row.code,
                name=row.name,
                light=row.light,
                start=day_date(int(plan.actions["start_on"][row.code])),
                end=day_date(newest[row.code]),
                first_end=None if first[row.code] == newest[row.code] else day_date(first[row.code]),
                share=row.claimed / 100,
            )
            for row in plan.rows(plan.state(at))
        ]
        return Schedule(sorted(made, key=lambda span: (span.end, span.start, span.code)), day_date(at))

    def offices(self, state: FilterState) -> list[OfficeStanding]:
        """Every office by the points that its actions are behind, the most first."""
        city, plan, at = self._asked(state)
        if plan.data.actions.empty:
            return []
        whole, rows = plan.state(at), plan.rows(plan.state(at))
        late = {row.opd: row for row in punctuality(city, plan, at)}
        made = []
        for opd, own in whole.groupby("opd"):
            mine = [row for row in rows if row.opd == opd]
            owed = late.get(str(opd), OfficePunctuality(str(opd), len(own), 0, 0))
            made.append(
                OfficeStanding(
                    opd=str(opd),
                    actions=len(own),
                    weight=sum(row.weight for row in mine),
                    progress=plan.progress(own, plan.headline.id),
                    lost=-sum(min(row.pull, 0.0) for row in mine),
                    held=sum(row.light in ("held", "silent") for row in mine),
                    reports=owed.reports,
                    late=owed.late,
                )
            )
        return sorted(made, key=lambda row: (-round(row.lost, 9), row.opd))

    def obstacles(self, state: FilterState) -> list[ObstacleShare]:
        """Obstacles of each action's newest report, by the points that those actions are behind."""
        _, plan, at = self._asked(state)
        if plan.empty:
            return []
        named = newest_obstacles(plan, at)
        lost: dict[str, list[float]] = {}
        for row in plan.rows(plan.state(at)):
            if named.get(row.code, "none") != "none" and row.pull < 0:
                lost.setdefault(named[row.code], []).append(-row.pull)
        whole, run, made = sum(sum(each) for each in lost.values()), 0.0, []
        for name, points in sorted(lost.items(), key=lambda pair: (-sum(pair[1]), pair[0])):
            run += sum(points)
            own, until = (100.0 * each / whole if whole else 0.0 for each in (sum(points), run))
            made.append(ObstacleShare(name, len(points), sum(points), own, until))
        return made

    def courses(self, state: FilterState) -> list[ActionCourse]:
        """Plan and reports of every office in per cent of its weight, by name."""
        _, plan, at = self._asked(state)
        if plan.empty:
            return []
        return [
            plan.course([str(code) for code in own.index], at, name=str(opd))
            for opd, own in plan.actions.groupby("opd")
        ]

    def listing(self, state: FilterState, asked: ActionFilter) -> ActionListing:
        """Actions that a filter and the selected areas leave, those that take most from the plan first."""
        _, plan, at = self._asked(state)
        rows: list[ActionRow] = [] if plan.data.actions.empty else plan.rows(plan.state(at))
        named = newest_obstacles(plan, at) if asked.obstacle else {}
        there = plan.in_areas(state.areas)
        kept = [
            row
            for row in rows
            if (there is None or row.code in there)
            and asked.obstacle in ("", named.get(row.code, "none"))
            and all(getattr(asked, name) in ("", getattr(row, name)) for name in ("dimension", "term", "opd", "light"))
        ]
        codes = [row.code for row in kept]
        return ActionListing(
            day=day_date(at),
            asked=asked,
            rows=kept,
            total=len(rows),
            areas=plan.areas_of(codes),
            everywhere=len(set(codes) - plan.placed),
            offices=sorted({row.opd for row in rows}),
        )


def newest_obstacles(plan: Plan, at: int) -> dict[str, str]:
    """What stands in the way of each action by its newest report to a day: a key of the obstacles; none is "none"."""
    if plan.empty:
        return {}
    until = plan.data.reports[plan.data.reports["day"] <= at].sort_values("day")
    # The newest row, also where it names nothing: `last` of a group would take the newest that does.
    rows = until.drop_duplicates("action_code", keep="last")
    newest: dict[Any, Any] = rows.set_index("action_code")["obstacle"].to_dict()
    return {str(code): "none" if pd.isna(name) else str(name) for code, name in newest.items()}


def punctuality(city: City, plan: Plan, at: int) -> list[OfficePunctuality]:
    """Late share by office over the last twelve months before a day, the latest first."""
    if plan.empty:
        return []
    days, clock = programme_rules().report_due_days, min(city.clock.date(), day_date(at))
    if city.known_on is not None:
        clock = min(clock, day_date(city.known_on))
    ends = [end for end in month_ends(clock, MONTHS) if end + timedelta(days=days) < clock]
    came = queries.first_reports(city.reader.whole(), day_number(ends[-1])) if ends else pd.DataFrame()
    known = {(str(row["action_code"]), int(row["day"])): int(row["known_on"]) for row in came.to_dict("records")}
    done = plan.done_days()
    made = []
    for opd, own in plan.actions.groupby("opd"):
        owed = [
            (str(code), day_number(end))
            for code, start in own["start_on"].items()
            for end in ends
            if start <= day_number(end) <= done.get(str(code), day_number(clock))
        ]
        late = sum(known.get(key, key[1] + days + 1) > key[1] + days for key in owed)
        made.append(OfficePunctuality(str(opd), len(own), len(owed), late))
    return sorted(made, key=lambda row: (-row.share, row.opd))
