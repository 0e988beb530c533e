"""Siting against every combination of small cases, and against spopt's programs."""

from __future__ import annotations

import itertools
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from data.wifi.siting import Demand, Limits, backup_covering, greedy, maximal_covering, merged


def case(seed: int, demands: int = 12, sites: int = 7, chance: float = 0.3) -> Demand:
    random = np.random.default_rng(seed)
    covers = (random.random((demands, sites)) < chance).astype(float)
    return merged(random.integers(1, 50, demands).astype(float), sparse.csr_array(covers))


def best_of_all(demand: Demand, number: int) -> float:
    """The most that any choice of so many sites covers."""
    choices = itertools.combinations(range(demand.candidates), min(number, demand.candidates))
    return max(demand.gain(np.array(choice, dtype=np.intp)) for choice in choices)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), number=st.integers(1, 5))
def test_the_choice_is_the_best_of_all_choices_and_greedy_is_no_better(seed: int, number: int) -> None:
    demand = case(seed)
    choice, rival = maximal_covering(demand, number), greedy(demand, number)
    assert choice.total == pytest.approx(best_of_all(demand, number), rel=0.005)
    assert demand.gain(choice.sites) == pytest.approx(choice.total)
    assert rival.total <= choice.total * 1.0051 and rival.total >= (1 - 1 / np.e) * choice.total - 1e-9
    assert (np.diff(choice.gains) <= 1e-9).all() and len(set(choice.sites.tolist())) == len(choice.sites) <= number


def test_greedy_takes_the_middle_and_the_best_choice_the_two_ends() -> None:
    """Two sites of 6 each, and one in the middle that takes 4 of both: greedy is worse, and it shows."""
    covers = np.array([[1, 0, 0], [1, 0, 1], [0, 1, 1], [0, 1, 0]], dtype=float)
    demand = merged(np.array([2.0, 4.0, 4.0, 2.0]), sparse.csr_array(covers))
    assert greedy(demand, 2).total == 10.0 and greedy(demand, 2).sites[0] == 2
    choice = maximal_covering(demand, 2)
    assert choice.total == 12.0 and sorted(choice.sites.tolist()) == [0, 1] and choice.gap <= 0.005


def test_a_budget_a_spacing_and_areas_that_go_first_are_kept_to() -> None:
    demand = merged(np.array([10.0, 8.0, 6.0, 1.0]), sparse.csr_array(np.eye(4)))
    cheap = Limits(cost=np.array([9.0, 5.0, 5.0, 1.0]), budget=10.0)
    assert sorted(maximal_covering(demand, 4, cheap).sites.tolist()) == [1, 2]
    assert greedy(demand, 4, cheap).sites.tolist() == [0, 3]
    apart = Limits(apart=np.array([[0, 1]]))
    assert sorted(maximal_covering(demand, 2, apart).sites.tolist()) == [0, 2]
    assert greedy(demand, 2, apart).sites.tolist() == [0, 2]
    first = Limits(first=sparse.csr_array(np.array([[0.0, 0.0, 0.0, 1.0]])), short=np.array([1.0]))
    assert sorted(maximal_covering(demand, 2, first).sites.tolist()) == [0, 3]
    assert sorted(greedy(demand, 2, first).sites.tolist()) == [0, 3]


def test_where_nobody_is_to_be_covered_no_site_is_chosen() -> None:
    nobody = merged(np.array([5.0]), sparse.csr_array((1, 3)))
    assert maximal_covering(nobody, 3).sites.tolist() == [] and greedy(nobody, 3).sites.tolist() == []
    assert maximal_covering(case(1), 0).total == 0.0


@pytest.mark.parametrize("seed", range(12))
def test_the_backup_set_is_the_smallest_and_of_those_the_best_backed_up(seed: int) -> None:
    demand = case(seed, demands=8, sites=6, chance=0.45)
    covers = demand.covers.toarray()
    for size in range(1, 7):
        sets = [np.array(choice) for choice in itertools.combinations(range(demand.candidates), size)]
        whole = [chosen for chosen in sets if (covers[:, chosen].sum(axis=1) >= 1).all()]
        if whole:
            break
    twice = max(float(demand.weight[covers[:, chosen].sum(axis=1) >= 2].sum()) for chosen in whole)
    sites, backed_up = backup_covering(demand)
    assert len(sites) == len(whole[0]) and backed_up == pytest.approx(twice)
    assert (covers[:, sites].sum(axis=1) >= 1).all()


@pytest.mark.parametrize("seed", range(6))
def test_spopt_covers_as_many_with_the_same_program(seed: int) -> None:
    """``spopt.locate.MCLP`` and ``LSCPB`` on random cases of 30 demands and 12 sites."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of spopt and its dependencies
        import pulp
        from spopt.locate import LSCPB, MCLP

        demand = case(seed, demands=30, sites=12)
        metres = np.where(demand.covers.toarray() > 0, 0.0, 2.0)
        solver = pulp.PULP_CBC_CMD(msg=False)
        model = MCLP.from_cost_matrix(metres, demand.weight, 1.0, 4).solve(solver)
        assert pulp.value(model.problem.objective) == pytest.approx(maximal_covering(demand, 4).total, rel=0.005)
        backup = LSCPB.from_cost_matrix(metres, 1.0, solver).solve(solver)
    sites, _ = backup_covering(Demand(np.ones(len(demand.weight)), demand.covers))
    assert len(sites) == sum(len(clients) > 0 for clients in backup.fac2cli)


def test_demands_that_the_same_sites_cover_are_one_and_those_of_nobody_none() -> None:
    covers = sparse.csr_array(np.array([[1, 0], [0, 0], [1, 0], [0, 1]], dtype=float))
    demand = merged(np.array([3.0, 9.0, 4.0, 5.0]), covers)
    assert demand.weight.tolist() == [7.0, 5.0] and demand.covers.toarray().tolist() == [[1.0, 0.0], [0.0, 1.0]]
