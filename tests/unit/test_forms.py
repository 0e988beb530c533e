"""Forms from their models: limits, what people really write, and the words beside a field."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from data.domain import room_forms
from data.domain.errors import msg
from data.domain.forms import Form, Input, Number, Whole, empty, fields_of, read_form
from data.text import say
from layouts.kit.forms import confirm_form, form_of
from layouts.markup import html_of


class Report(Form):
    """What a department reports."""

    title: Annotated[str, Input(label=msg("Name"), help=msg("no names of persons")), Field(min_length=3, max_length=10)]
    share: Annotated[Number, Input(label=msg("Value"), control="number"), Field(ge=0, le=100)]
    count: Annotated[Whole | None, Input(label=msg("Days"), control="number"), Field(ge=1)] = None
    day: Annotated[date, Input(label=msg("Date"), control="date")]
    kind: Annotated[str, Input(label=msg("Kind"), control="choice"), Field(max_length=5)]
    secret: Annotated[str, Input(label=msg("Password"), control="password"), Field(max_length=9)] = ""
    shared: Annotated[bool, Input(label=msg("for everybody in the room"), control="check")] = False


GOOD = {"title": " Sawah ", "share": "12,5", "day": "2022-02-16", "kind": "a"}


def drawn(values: dict[str, str]) -> str:
    filled = read_form(Report, values)
    made = form_of(
        filled, msg("Keep"), action="/x", csrf="token", lang="en", options={"kind": [("a", "A"), ("b", "B")]}
    )
    return html_of(made)


def test_what_people_write_is_understood() -> None:
    form = read_form(Report, {**GOOD, "count": "", "shared": "1", "more": "ignored"}).form
    assert form is not None
    assert (form.title, form.share, form.count, form.day, form.shared) == ("Sawah", 12.5, None, date(2022, 2, 16), True)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"title": ""}, "title", "This is needed."),
        ({"title": "  "}, "title", "This is needed."),
        ({"title": "ab"}, "title", "At least 3 characters."),
        ({"title": "a" * 11}, "title", "At most 10 characters."),
        ({"share": "dua"}, "share", "“dua” is not a number."),
        ({"share": "nan"}, "share", "At least 0."),
        ({"share": "100,5"}, "share", "At most 100."),
        ({"count": "0"}, "count", "At least 1."),
        ({"count": "1,5"}, "count", "“1.5” is not a number."),
        ({"day": "16/02/2022"}, "day", "Write the date as YYYY-MM-DD."),
        ({"day": ""}, "day", "This is needed."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    wrong: dict[str, str], field: str, words: str
) -> None:
    filled = read_form(Report, {**GOOD, **wrong})
    assert filled.form is None
    assert {name: say(error, "en") for name, error in filled.errors.items()} == {field: words}
    text = drawn({**GOOD, **wrong})
    assert f'id="Report-{field}-error"' in text and words in text
    assert text.count("aria-invalid") == 1 and text.count("autofocus") == 1
    if field == "title" and wrong[field].strip():
        assert f'value="{wrong[field]}"' in text


def test_every_mistake_is_said_at_once_and_the_first_has_the_keyboard() -> None:
    text = drawn({"share": "x", "kind": "a"})
    assert text.count("aria-invalid") == 3
    assert text.index("autofocus") < text.index("Report-share")


def test_labels_help_and_limits_are_in_the_page_and_no_password_comes_back() -> None:
    text = drawn({**GOOD, "title": "", "secret": "rahasia"})
    assert 'for="Report-title"' in text and 'aria-describedby="Report-title-error Report-title-help"' in text
    assert 'minlength="3"' in text and 'maxlength="10"' in text
    assert "rahasia" not in text


@given(st.dictionaries(st.sampled_from(sorted(Report.model_fields)), st.text(max_size=40)))
def test_whatever_is_sent_is_a_form_or_has_a_sentence(sent: dict[str, str]) -> None:
    filled = read_form(Report, sent)
    assert (filled.form is None) == bool(filled.errors)
    assert "<script" not in html_of(form_of(filled, msg("Keep"), action="/x", csrf="t", lang="id"))


MODELS = [model for model in vars(room_forms).values() if isinstance(model, type) and issubclass(model, Form)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_form_of_the_room_can_be_drawn_in_both_languages(model: type[Form]) -> None:
    assert fields_of(model) or model is Form
    for lang in ("id", "en"):
        text = html_of(form_of(empty(model), msg("Keep"), action="/x", csrf="t", lang=lang))
        assert len(set(re.findall(r' id="([^"]+)"', text))) == text.count(" id=")
        assert text.count("<label") == sum(shown.input.control != "hidden" for shown in fields_of(model))


def test_a_question_keeps_what_was_sent_and_has_a_way_back() -> None:
    asked = confirm_form("Hapus", {"delete": "5"}, action="/a", csrf="t", back="/b", lang="id")
    text = html_of(asked)
    assert 'name="delete" value="5"' in text and 'name="sure" value="1"' in text and 'href="/b"' in text


def test_a_space_at_the_end_of_a_password_belongs_to_it() -> None:
    form = read_form(room_forms.OwnPassword, {"current": " lama sekali ", "new": "kata sandi panjang "}).form
    assert form is not None
    assert (form.current, form.new) == (" lama sekali ", "kata sandi panjang ")
