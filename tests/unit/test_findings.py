"""Titles are findings: each rule is true of the data it is shown with."""

import math

import pytest

from data.domain.desk_views import CheckRow
from data.domain.errors import msg
from data.indicators.declaration import Indicator
from data.indicators.findings import (
    Named,
    change_message,
    chosen_finding,
    ranking_finding,
    spread_finding,
    trend_finding,
)
from data.service.brief import check_words
from data.subjects import registry
from data.text import say

INDICATORS = registry().indicators
RATE, COUNT = INDICATORS["covid-incidence-7d"], INDICATORS["covid-active"]
SHARE = INDICATORS["waste-completion"]
CATEGORY = INDICATORS["covid-against-city"]


def areas(*values: float) -> list[Named]:
    return [Named(name, value) for name, value in zip("ABCDE", values, strict=False)]


@pytest.mark.parametrize(
    ("indicator", "values", "whole", "words"),
    [
        (RATE, (10, 30, 20), 22, "B and C are highest"),
        (RATE, (10, 90, 20), 30, "B is highest, 3.0 times the whole"),
        (COUNT, (10, 60, 30), 100, "B has the most, 60 % of all"),
        (SHARE, (99, 80, 95), 91, "B is lowest: Waste, pick-ups done in 7 days 80.0 % of scheduled stops"),
        (SHARE, (80, 80, 95), 85, "2 areas share 80.0 % of scheduled stops"),
        (registry().indicators["wifi-live"], (50, 150, 40), 240, "B has the most, 63 % of all"),
        (RATE, (0, 0, 0), 0, "The same everywhere: 0 per 100,000"),
        (RATE, (5, math.nan), 5, "COVID incidence, 7 days"),
        (CATEGORY, (2, 1, 3, 1), 2, "2 of 4 above the city's rate"),
        (CATEGORY, (2, math.nan, 3), 2, "1 of 2 like the city's rate"),
    ],
)
def test_the_map_says_who_stands_out(indicator, values, whole, words) -> None:
    assert say(spread_finding(indicator, areas(*values), whole), "en") == words


@pytest.mark.parametrize(
    ("indicator", "now", "before", "words", "direction"),
    [
        (COUNT, 153, 100, "53 % up on the week before (100)", 1),
        (COUNT, 50, 100, "50 % down on the week before (100)", -1),
        (COUNT, 101, 100, "steady against the week before (100)", 0),
        (registry().indicators["covid-deaths-total"], 2187, 2181, "6 more in the week", 1),
        (COUNT, 5, 0, "none in the week before", 1),
        (COUNT, 0, 0, "none, as the week before", 0),
        (SHARE, 91.4, 93.2, "1.8 points down on the week before", -1),
        (SHARE, 91.4, 91.1, "steady against the week before", 0),
        (COUNT, math.nan, 3, "no comparison with the week before", 0),
        (CATEGORY, 1, 2, "like in the week before", 0),
        (CATEGORY, 3, 3, "as in the week before", 0),
    ],
)
def test_a_change_is_worded_with_what_it_is_measured_against(indicator, now, before, words, direction) -> None:
    message, sign = change_message(indicator, now, before)
    assert (say(message, "en"), sign) == (words, direction)


def test_a_trend_without_values_keeps_the_plain_name() -> None:
    assert trend_finding(RATE, "Beji", math.nan, 1.0) is RATE.title


def test_the_ranking_counts_the_areas_on_the_wrong_side() -> None:
    assert say(ranking_finding(RATE, [5, 20, 30, math.nan], 15, "Kota"), "en") == "2 of 3 above Kota (15)"
    assert say(ranking_finding(SHARE, [99, 80], 90, "Kota"), "en") == "1 of 2 below Kota (90.0)"
    assert say(ranking_finding(COUNT, [0, 0, 4], math.nan, "Kota"), "en") == "2 of 3 areas report none"


@pytest.mark.parametrize(
    ("indicator", "values", "words"),
    [
        (RATE, (473, 430), "Of the 2 chosen, A is highest: 473 per 100,000"),
        (SHARE, (99, 80, 95), "Of the 3 chosen, B is lowest: 80.0 % of scheduled stops"),
        (RATE, (5, 5, 2), "Of the 3 chosen, 2 share 5 per 100,000"),
        (RATE, (5, math.nan), "COVID incidence, 7 days"),
    ],
)
def test_what_stands_out_among_chosen_areas_is_said_of_these_alone(
    indicator: Indicator, values: tuple[float, ...], words: str
) -> None:
    assert say(chosen_finding(indicator, areas(*values)), "en") == words


def test_a_check_that_few_of_many_break_says_how_many_and_not_that_it_is_none_apart() -> None:
    few = CheckRow(msg("Active below zero"), 665_278.0, 665_335.0, -0.0086, good=False)
    many = CheckRow(msg("Active below zero"), 90.0, 100.0, -10.0, good=False)
    assert say(check_words(few), "en") == "Active below zero: 665,278 of 665,335"
    assert say(check_words(many), "en") == "Active below zero: −10.0 % apart"
