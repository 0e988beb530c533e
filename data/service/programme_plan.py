"""The action plan on a day: progress under any weight set, curves, what holds it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.contracts.monev import Cap, ProgrammeRules, WeightSet, programme_rules
from data.domain.areas import CITY, within
from data.domain.dates import day_date, day_number
from data.domain.errors import Message, Num, msg
from data.domain.monev import OptionEffect
from data.domain.programme import LIGHTS
from data.domain.programme_systems import ActionCourse
from data.domain.programme_views import ActionRow, Progress
from data.monev.completion import Completion, completions, own_errors, plan_completion
from data.monev.options import days_to_whole, forecast_shares, option_effects, paces
from data.monev.progress import (
    VIEWS,
    action_state,
    counted,
    planned,
    progress_under,
    reported,
    shares,
    weights_of,
)
from data.monev.schedule import EarnedValue, earned_day, earned_value
from data.reference import fact, rows
from data.service.builders.programme import PlanData
from data.service.city import City

Floats = npt.NDArray[np.float64]
MOST_STATES = 48
"""Days that are kept; an edition asks for every report day."""


@dataclass(frozen=True)
class Plan:
    """The plan as one city knows it, with the rules in force.

    Attributes
    ----------
    data : PlanData
    states : dict
        States by day, as far as they were asked for.
    """

    data: PlanData
    rules: ProgrammeRules
    states: dict[int, pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    @property
    def empty(self) -> bool:
        """Whether nothing is planned, or nothing reported."""
        return self.data.actions.empty or self.data.reports.empty

    @cached_property
    def actions(self) -> pd.DataFrame:
        """Actions by their code."""
        return self.data.actions.set_index("action_code")

    @cached_property
    def weights(self) -> dict[str, pd.Series]:
        """Weights of the actions by weight set."""
        return {rule.id: weights_of(self.actions, rule) for rule in self.rules.weight_sets}

    @property
    def weight_sets(self) -> list[WeightSet]:
        """Weight sets under which some action weighs something, the headline's first."""
        return [rule for rule in self.rules.weight_sets if self.weights[rule.id].sum()]

    @property
    def headline(self) -> WeightSet:
        """The weight set of the headline."""
        return self.weight_sets[0]

    @property
    def cap(self) -> Cap:
        """What counts of an action in the headline."""
        return self.rules.caps[0]

    def state(self, day: int) -> pd.DataFrame:
        """Every action on a day, see `data.monev.progress.action_state`; kept, so nobody may change it."""
        state = self.states.get(day)
        if state is None:
            state = action_state(self.data.actions, self.data.reports, self.data.targets, self.rules, day)
            if len(self.states) >= MOST_STATES:
                self.states.clear()
            self.states[day] = state
        return state

    def _inside(self, codes: pd.Index, weight_set: str) -> pd.Series:
        """Weights of some actions; in a group whose actions weigh nothing each counts the same."""
        weights = self.weights[weight_set].reindex(codes)
        return weights if weights.sum() else weights * 0 + 1

    def progress(self, state: pd.DataFrame, weight_set: str, cap: Cap | None = None) -> Progress:
        """The three percentages and the plan of actions, weighed inside those that ``state`` holds."""
        weights = self._inside(state.index, weight_set)
        made = {name: progress_under(state[name] / 100, weights, cap or self.cap) for name in (*VIEWS, "planned")}
        return Progress(**made)

    def first_planned(self, codes: pd.Index, day: int) -> float:
        """The plan to a day as it was set first, of some actions, under the headline's weights; per cent."""
        actions = self.actions.loc[codes]
        values = shares(actions, planned(actions, self.data.first_targets, [day])).iloc[0]
        return progress_under(values, self.weights[self.headline.id].reindex(codes), self.cap)

    def curve_ends(self) -> tuple[dict[str, int], dict[str, int]]:
        """Day on which the newest and the first version of each action's curve is whole; its end without targets."""
        made = []
        for targets in (self.data.targets, self.data.first_targets):
            whole = targets.join(self.actions["target"], on="action_code")
            reached = whole[whole["planned"].astype(float) == whole["target"].astype(float)]
            days = reached.groupby("action_code")["day"].min().reindex(self.actions.index)
            days = days.fillna(self.actions["finish_on"]).astype(int)
            made.append({str(code): int(day) for code, day in days.items()})
        return made[0], made[1]

    def done_days(self) -> dict[str, int]:
        """Day of the report with which an action had reached its target; only of those that have."""
        table = reported(self.data.reports, self.rules)["claimed"]
        whole = shares(self.actions, table) >= 1.0 - 1e-9
        days = whole.index.to_numpy(int)
        return {str(code): int(days[course.to_numpy().argmax()]) for code, course in whole.items() if course.any()}

    def _courses(self, day: int) -> tuple[pd.DataFrame, npt.NDArray[np.int64], pd.DataFrame]:
        """What every action had reached by the reports to a day, days of the plan, and the plan on them; per cent."""
        reports = self.data.reports[self.data.reports["day"] <= day]
        reached = shares(self.actions, reported(reports, self.rules)["claimed"]) * 100
        ends = [self.actions[name].to_numpy(int) for name in ("start_on", "finish_on")]
        days = np.unique(np.concatenate([self.data.targets["day"].to_numpy(int), *ends]))
        return reached, days, shares(self.actions, planned(self.actions, self.data.targets, days)) * 100

    def _reported_until(self, day: int) -> bool:
        return not self.empty and int(self.data.reports["day"].min()) <= day

    def completions(self, day: int, code: str) -> dict[str, Completion]:
        """When an open action will be done, from what was reported to a day; see `data.monev.completion`."""
        if not self._reported_until(day):
            return {}
        plan = self.actions[["start_on", "finish_on"]].astype(float)
        return completions(*self._courses(day), plan, [code]).get(code, {})

    def completion(self, day: int, curves: Curves) -> Completion | None:
        """When the whole plan will be done; None where it is, or where it cannot be said.

        Parameters
        ----------
        curves : Curves
            Of all actions to the same day.
        """
        if not self._reported_until(day):
            return None
        scale = own_errors(*self._courses(day))
        return plan_completion(curves.report_days, curves.reached["claimed"], curves.days, curves.planned, scale)

    def option_effects(self, codes: Sequence[str], today: int, day: int) -> dict[str, list[OptionEffect]]:
        """What can be decided about some actions, and the forecast of the whole plan for a later day under each."""
        if not self._reported_until(today):
            return {}
        reports = self.data.reports[self.data.reports["day"] <= today]
        reached = shares(self.actions, reported(reports, self.rules)["claimed"]).clip(upper=1.0)
        last = int(reached.index[-1])
        now = paces(reached)
        ahead = forecast_shares(now, float(day - last))
        wanted = shares(self.actions, planned(self.actions, self.data.targets, [day])).iloc[0]
        weights = self.weights[self.headline.id]
        made = {}
        for code in codes:
            left = days_to_whole(now, code)
            end = None if np.isnan(left) else day_date(int(last + left))
            effects = option_effects(code, ahead, wanted, float(ahead[code]), weights)
            made[code] = [
                OptionEffect(
                    name, day_date(day), each.reached, each.planned, end if name in ("continue", "move") else None
                )
                for name, each in effects.items()
            ]
        return made

    @cached_property
    def placed(self) -> frozenset[str]:
        """Actions that are carried out in named kelurahan; the others are of the whole city."""
        return frozenset(self.data.areas["action_code"])

    def areas_of(self, codes: Sequence[str]) -> dict[str, int]:
        """Kelurahan → how many of these actions are carried out there; those of the whole city are left out."""
        own = self.data.areas[self.data.areas["action_code"].isin(list(codes))]
        return {str(area): int(n) for area, n in own.groupby("area").size().items()}

    def in_areas(self, areas: Sequence[str]) -> set[str] | None:
        """Actions that are carried out in, or around, any of some areas, with those of the whole city; None: all."""
        if not areas or CITY in areas or self.data.actions.empty:
            return None
        inside = {
            str(code)
            for code, kelurahan in self.data.areas[["action_code", "area"]].itertuples(index=False)
            if any(within(kelurahan, area) or within(area, kelurahan) for area in areas)
        }
        return inside | (set(self.actions.index) - self.placed)

    def curves(self, weight_set: str, until: int, codes: Sequence[str] | None = None) -> Curves:
        """Progress by day of all actions, or of some: planned to its end and reported to a day."""
        actions = self.actions if codes is None else self.actions.loc[list(codes)]
        weights = self._inside(actions.index, weight_set)
        total = float(weights.sum()) or np.nan
        newest, first = self.data.targets, self.data.first_targets
        alone = actions.loc[~actions.index.isin(newest["action_code"])]
        ends = [alone[name].to_numpy(int) for name in ("start_on", "finish_on")]
        ends += [t.loc[t["action_code"].isin(actions.index), "day"].to_numpy(int) for t in (first, newest)]
        days = np.unique(np.concatenate(ends))

        def course(table: pd.DataFrame) -> Floats:
            points = counted(shares(actions, table), self.cap) @ weights
            return np.asarray(points.to_numpy(float) / total * 100)

        reports = self.data.reports[self.data.reports["day"] <= until]
        mine = reports[reports["action_code"].isin(actions.index)]
        tables = reported(mine, self.rules)
        new, old = course(planned(actions, newest, days)), course(planned(actions, first, days))
        return Curves(
            days=days,
            planned=new,
            first_planned=old if not np.allclose(new, old) else np.empty(0),
            report_days=tables["claimed"].index.to_numpy(int),
            reached={name: course(table) for name, table in tables.items()},
        )

    def rows(self, state: pd.DataFrame) -> list[ActionRow]:
        """Actions of a state, those that take most from the plan first."""
        share = self.weights[self.headline.id].reindex(state.index)
        pull = share * state["deviation"]
        # Ties by code, so that the order is the same on every screen.
        order = sorted(state.index, key=lambda code: (round(float(pull[code]), 9), code))
        return [self._row(str(code), state.loc[code], float(pull[code])) for code in order]

    def _row(self, code: str, row: pd.Series, pull: float) -> ActionRow:
        return ActionRow(
            code=code,
            name=str(row["name"]),
            programme=str(row["programme"]),
            dimension=str(row["dimension"]),
            term=str(row["term"]),
            opd=str(row["opd"]),
            weight=float(row["weight"]),
            finish=day_date(int(row["finish_on"])),
            **{name: min(float(row[name]), 100.0) for name in (*VIEWS, "planned")},
            deviation=float(row["deviation"]),
            pull=pull,
            light=str(row["light"]),
            reason=self.reason(row),
            published_name=row["name_status"] == "published",
        )

    def reason(self, row: pd.Series) -> Message:
        """Why an action has its light, in words with the limit that it crossed."""
        rule, why = self.rules.light, row["reason"]
        if why == "behind":
            limit = rule.held if row["light"] == "held" else rule.watch
            words = "{points} points behind the plan, the limit is {limit}"
            return msg(words, points=Num(-row["deviation"], 1), limit=Num(-limit))
        if why == "silent":
            if row["last_day"] < 0:
                return msg("never reported, begun on {day}", day=day_date(int(row["start_on"])))
            return msg("no report since {day}", day=day_date(int(row["last_day"])))
        if why == "overdue":
            return msg("should have ended on {day}", day=day_date(int(row["finish_on"])))
        if why == "done":
            return msg("final target reached")
        return msg("within {limit} points of the plan", limit=Num(-rule.watch))

    @property
    def light_rule(self) -> Message:
        """The written rule of the lights."""
        return msg(
            "{held} or more points behind the plan is “{held_word}”, {watch} or more “{watch_word}”, past its end and "
            "not done “{overdue_word}”, no report for {days} days “{silent_word}”",
            held=Num(-self.rules.light.held),
            held_word=LIGHTS["held"],
            watch=Num(-self.rules.light.watch),
            watch_word=LIGHTS["watch"],
            overdue_word=LIGHTS[self.rules.light.overdue],
            days=self.rules.silent_days,
            silent_word=LIGHTS["silent"],
        )

    def course(self, codes: Sequence[str], until: int, *, name: str, code: str = "") -> ActionCourse:
        """Plan and reports of some actions to a day, in per cent of their weight."""
        curves = self.curves(self.headline.id, until, codes)
        return ActionCourse(
            code=code,
            name=name,
            days=[day_date(int(day)) for day in curves.days],
            planned=[float(value) for value in curves.planned],
            report_days=[day_date(int(day)) for day in curves.report_days],
            claimed=[float(value) for value in curves.reached["claimed"]],
            verified=[float(value) for value in curves.reached["verified"]],
        )

    def earned_value(self, state: pd.DataFrame, day: int) -> EarnedValue | None:
        """Money of the plan; None where no action has a budget."""
        if state["budget_rp"].astype(float).fillna(0.0).sum() == 0:
            return None
        return earned_value(state, self.data.reports, day)

    def review(self) -> Message | None:
        """Which weight sets give the published figure of the ministry's review, and what the others give."""
        published, day = review_figure()
        if self.empty or int(self.data.reports["day"].min()) > day_number(day):
            return None
        state = self.state(day_number(day))
        values = {rule.id: self.progress(state, rule.id).claimed for rule in self.weight_sets}
        fitting = [rule.name for rule in self.weight_sets if round(values[rule.id], 1) == published]
        others = [value for name, value in values.items() if round(value, 1) != published]
        if not fitting:
            return msg("None of these gives the {figure} % of {day}.", figure=Num(published, 1), day=day)
        if not others:
            return msg("On {day} all of them give {figure} %.", figure=Num(published, 1), day=day)
        return msg(
            "The {figure} % of {day} are given by “{set}”; the others give {low} to {high} %.",
            figure=Num(published, 1),
            day=day,
            set=fitting[0],
            low=Num(min(others), 1),
            high=Num(max(others), 1),
        )


@dataclass(frozen=True)
class Curves:
    """Progress in per cent by day; ``first_planned`` is empty where the plan was never set anew."""

    days: npt.NDArray[np.int64]
    planned: Floats
    first_planned: Floats
    report_days: npt.NDArray[np.int64]
    reached: dict[str, Floats]

    def days_behind(self) -> float | None:
        """Days by which the plan wanted earlier what is claimed now; None where it cannot be said."""
        if not len(self.report_days):
            return None
        earned = earned_day(self.days, self.planned, float(self.reached["claimed"][-1]))
        # Counted on the day of the newest report; after the plan's end its last day is its last word.
        return None if np.isnan(earned) else min(float(self.report_days[-1]), float(self.days[-1])) - earned


def review_figure() -> tuple[float, date]:
    """The published progress of the ministry's review, in per cent, and its day."""
    name = "progres_rencana_aksi"
    row = next(row for row in rows("facts") if row["indikator"] == name)
    return fact("smart_city", name), date.fromisoformat(row["tanggal"])


def plan_of(city: City) -> Plan:
    """The plan as a city knows it; without rows for who sees an area only."""
    kept: PlanData | None = city.counts_of("programme").detail
    if kept is None:
        nothing = pd.DataFrame()
        return Plan(PlanData(nothing, nothing, nothing, nothing), programme_rules())
    plan: Plan = kept.shared.setdefault("plan", Plan(kept, programme_rules()))
    return plan
