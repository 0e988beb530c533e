"""Published events: every one has its words, its place and its source."""

from __future__ import annotations

from datetime import date

from data.domain.areas import CITY
from data.reference import rows
from data.service.events import events
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
