"""The kit: scales and lines, legends, maps."""

import json
from datetime import date

import pytest

from layouts.components.tiles import spark
from layouts.kit.legends import Key, legend
from layouts.kit.maps import svg_map
from layouts.kit.plots import Plot, counted, dated, end, extent, line, runs
from layouts.kit.tables import table
from layouts.markup import html_of

PLOT = Plot(width=100, height=50, left=10, right=10, top=5, bottom=5, first=0, last=4, low=0, high=40)


def test_a_scale_puts_its_ends_on_the_margins() -> None:
    assert (PLOT.x(0), PLOT.x(4), PLOT.y(0), PLOT.y(40)) == (10, 90, 45, 5)
    flat = Plot(width=100, height=50, first=3, last=3, low=7, high=7)
    assert (flat.x(3), flat.y(7)) == (0, 50), "one day of one value is a place, not a division by zero"


def test_days_are_places_too() -> None:
    first, last = date(2022, 2, 1), date(2022, 2, 11)
    plot = Plot(width=100, height=50, first=first.toordinal(), last=last.toordinal(), low=0, high=1)
    assert plot.x(date(2022, 2, 6)) == 50
    assert dated([(first, 1.0)]) == [(first.toordinal(), 1.0)]


def test_a_line_is_broken_where_nothing_was_reported() -> None:
    course = counted([10.0, 20.0, None, 30.0, None])
    assert len(runs(PLOT, course)) == 2
    made = html_of(line(PLOT, course, "c"))
    assert made.count("M") == 2, "one stroke a run"
    assert "M70 15L70 15" in made, "a single day between two holes is still to be seen"
    assert 'cx="70"' in html_of(end(PLOT, course, "e", 2))


def test_nothing_known_is_no_line_and_no_end() -> None:
    nothing = counted([None, None])
    assert extent(nothing) is None and runs(PLOT, nothing) == [] and end(PLOT, nothing, "e", 2) is None
    assert "circle" not in html_of(spark([None, None]))


def test_a_legend_counts_and_leaves_out_what_is_not_there_only_where_asked() -> None:
    keys = [Key("a", "eins", 1_200), Key("b", "null", 0), Key("", "Wort")]
    made = html_of(legend(keys, "look", "id"))
    assert "1.200" in made and "null" in made and '<li class="muted">Wort</li>' in made
    assert "null" not in html_of(legend(keys, "look", "id", hide_empty=True))
    assert "<b>" not in html_of(legend([Key("a", "ohne Zahl")], "look", "id"))


def test_a_row_with_another_number_of_cells_than_heads_is_refused() -> None:
    with pytest.raises(ValueError, match="other columns than the 2 heads"):
        table(["a", "b"], [["1", "2"], ["1", "2", "3"]], name="t", lang="id")


@pytest.mark.parametrize("inside", [0, 3])
def test_a_map_keeps_its_shape_and_says_its_areas(inside: int) -> None:
    square = [[106.0, -6.0], [106.1, -6.0], [106.1, -6.1], [106.0, -6.1], [106.0, -6.0]]
    feature = {"properties": {"c": "1", "n": "Eins"}, "geometry": {"type": "Polygon", "coordinates": [square]}}
    body = json.dumps({"features": [feature] * (1 if inside else 0)}).encode()
    made = html_of(svg_map(body, {"1": "x"}, {"1": "Eins: 5"}, label="Peta"))
    assert 'aria-label="Peta"' in made
    # A tenth of a degree is as wide as high but for the cosine of the latitude.
    assert ('class="x"' in made and "<title>Eins: 5</title>" in made and 'viewBox="0 0 900 905' in made) == bool(inside)
