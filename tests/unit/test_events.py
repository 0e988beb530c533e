"""Published events: every one has its words, its place and its source."""

from __future__ import annotations

import json
from datetime import date

from data.domain.areas import CITY
from data.reference import rows
from data.service.events import events
from data.service.wifi_events import LARGE_CUT, power_cuts
from data.subjects import registry
from data.text import show


def test_events_are_told_in_both_languages_with_their_source_newest_first() -> None:
    listed = events()
    assert [event.day for event in listed] == sorted((event.day for event in listed), reverse=True)
    for event in listed:
        assert event.source and show(event.words, "id") and show(event.words, "en"), event
        assert event.area.startswith(CITY) and event.subject in registry().pages, event
    # KMK HK.01.07/MENKES/413/2020 is of 13 July 2020; the statuses' panel breaks on the same day.
    assert date(2020, 7, 13) in {event.day for event in listed if event.subject == "covid"}


def test_every_rw_of_the_lists_that_could_be_read_is_on_its_own_chart() -> None:
    restricted = [event for event in events() if event.area.count(".") == 4]
    assert len(restricted) == len(rows("psks_rw")) > 30
    assert all(len(event.area.rsplit(".", 1)[1]) == 3 for event in restricted)


def test_a_large_power_cut_stands_at_the_smallest_area_that_holds_its_points() -> None:
    def row(cause: str, points: int, *areas: str) -> dict[str, object]:
        names = [f"{areas[0]}-W{n}" for n in range(points)]
        return {"started_at": 27_000_000, "cause": cause, "points": names, "areas": list(areas)}

    near, far = "32.76.01.1006.003", "32.76.01.1007.001"
    rows = [
        row("power", LARGE_CUT, near, far),
        row("power", LARGE_CUT - 1, near),
        row("fibre", 40, near),
        row("power", 30, near, "32.76.02.1001.001"),
    ]
    cuts = power_cuts(json.dumps(rows).encode())
    assert [(cut.area, cut.day) for cut in cuts] == [("32.76.01", date(2021, 5, 3)), ("32.76", date(2021, 5, 3))]
    assert (
        show(cuts[0].words, "en") == f"Probable power cut: {LARGE_CUT} Wi-Fi points down" and cuts[0].subject == "wifi"
    )
    assert power_cuts(b"[]") == ()
