"""Words, numbers and dates in the reader's language."""

from datetime import date, datetime

import pytest

import data.text
from data.domain.errors import Num, Span, msg
from data.text import age, calendar_names, number, say, show, span


@pytest.mark.parametrize(
    ("value", "decimals", "lang", "written"),
    [
        (1834, 0, "id", "1.834"),
        (75.0, 1, "id", "75,0"),
        (-10.0, 1, "id", "−10,0"),
        (1834.5, 1, "en", "1,834.5"),
        (-0.04, 1, "id", "0,0"),
        (0, 0, "id", "0"),
    ],
)
def test_numbers_follow_the_language(value: float, decimals: int, lang: str, written: str) -> None:
    assert number(value, lang, decimals) == written


def test_a_signed_number_shows_its_plus_but_zero_has_none() -> None:
    assert number(3.94, "id", 1, signed=True) == "+3,9"
    assert number(0.0, "id", 1, signed=True) == "0,0"


def test_spans_leave_out_what_both_ends_share() -> None:
    assert span(date(2022, 2, 5), date(2022, 2, 11), "id") == "5–11 Feb 2022"
    assert span(date(2022, 1, 29), date(2022, 2, 4), "id") == "29 Jan–4 Feb 2022"
    assert span(date(2021, 12, 29), date(2022, 1, 4), "en") == "29 Dec 2021–4 Jan 2022"
    assert span(date(2022, 2, 5), date(2022, 2, 5), "id") == "5 Feb 2022"


def test_a_sentence_words_its_parameters_too() -> None:
    inner = msg("{n} areas", n=Num(3))
    assert say(msg("{what}; {note}", what=inner, note="x"), "id") == "3 wilayah; x"
    assert show(Span(date(2022, 2, 5), date(2022, 2, 11)), "id") == "5–11 Feb 2022"


def test_clock_times_are_written_with_a_full_stop_in_indonesian() -> None:
    moment = datetime(2022, 2, 16, 9, 12)
    assert show(moment, "id") == "16 Feb 09.12"
    assert show(moment, "en") == "16 Feb 09:12"


@pytest.mark.parametrize(
    ("hours", "words"), [(0.07, "4 menit"), (5.2, "5 jam"), (60, "2 hari"), (None, "belum pernah diterima")]
)
def test_an_age_uses_the_largest_sensible_unit(hours: float | None, words: str) -> None:
    assert age(hours, "id") == words


@pytest.mark.parametrize("wording", ["{x} wilayah", "{n} wilayah {", "{0} wilayah"])
def test_a_wording_that_does_not_fit_its_sentence_costs_nothing_but_itself(
    wording: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data.text, "catalogue", lambda _lang: {"{n} areas": wording})
    assert say(msg("{n} areas", n=Num(3)), "id") == "3 areas"
    assert say(msg("{n} areas in {place}", n=Num(3)), "id") == "3 areas in {place}"


def test_a_charts_calendar_is_in_the_readers_language_and_begins_on_sunday() -> None:
    names = calendar_names("id")
    assert (names["days"][0], names["shortMonths"][4], names["months"][11]) == ("Minggu", "Mei", "Desember")
    assert [len(names[key]) for key in ("days", "shortDays", "months", "shortMonths")] == [7, 7, 12, 12]
    assert calendar_names("en")["days"][0] == "Sunday"
