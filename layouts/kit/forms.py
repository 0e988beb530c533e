"""Forms from their models: label, help, limits, what was typed, and what is wrong beside the field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from data.domain.errors import Message
from data.domain.forms import UNSEEN, Filled, FormField, Options, fields_of
from data.text import say
from layouts import elements as html
from layouts.drawn import Drawn, Element

DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
KINDS = {"text": "text", "password": "password", "number": "text", "date": "date", "file": "file"}
ROWS = {"long": 4, "code": 28}


def form_of(
    filled: Filled[Any],
    submit: Sequence[Any] | Message,
    *,
    action: str,
    csrf: str,
    lang: str,
    options: Options | None = None,
    before: Sequence[Any] = (),
    key: str = "",
    focus: str = "",
    **more: Any,
) -> Drawn:
    """A whole form: its fields in their order, then its buttons.

    Parameters
    ----------
    submit : Message or sequence
        Words of the only button, or the buttons.
    options : mapping, optional
        What may be chosen, by field; a text field with options offers them and takes others.
    before : sequence
        What stands before the fields.
    key : str
        Tells the fields of one form from those of its like on the same page.
    focus : str
        Field that has the keyboard when nothing is wrong; "" for none.
    **more
        Further attributes of the form; ``method="get"`` makes a question of it, which has no token and keeps no draft.
    """
    if more.get("method") == "get":
        csrf = ""
    else:
        more |= {"method": "post", "data-draft": f"{filled.model.__name__}{key}"}
    if any(column.input.control == "file" for column in fields_of(filled.model)):
        more["encType"] = "multipart/form-data"
    shown = inputs_of(filled, lang=lang, options=options, key=key, focus=focus)
    buttons: Sequence[Any] = (
        [html.Button(say(submit, lang), type="submit", className="button")] if isinstance(submit, Message) else submit
    )
    return html.Form(
        [*hidden_parts(filled, csrf), *before, *shown.values(), *buttons],
        action=action,
        **{"className": "form", **more},
    )


def hidden_parts(filled: Filled[Any], csrf: str) -> list[Any]:
    """The token against cross-site calls, the number against sending twice, and the model's hidden fields.

    Without a token (before the door, or where nothing is changed) there is no number either.
    """
    hidden = {"csrf_token": csrf, "form_number": filled.number} if csrf else {}
    hidden |= {f.name: filled.values.get(f.name, "") for f in fields_of(filled.model) if f.input.control == "hidden"}
    return [Element("input", {"type": "hidden", "name": name, "value": value}) for name, value in hidden.items()]


def inputs_of(
    filled: Filled[Any], *, lang: str, options: Options | None = None, key: str = "", focus: str = ""
) -> dict[str, Drawn]:
    """The visible fields by their names, for a page that places them itself."""
    visible = [shown for shown in fields_of(filled.model) if shown.input.control != "hidden"]
    first = next((shown.name for shown in visible if shown.name in filled.errors), focus)
    drawn = {}
    for shown in visible:
        own = f"{filled.model.__name__}{key}-{shown.name}"
        choices = (options or {}).get(shown.name, ())
        drawn[shown.name] = _labelled(shown, filled, choices, lang, own=own, first=shown.name == first)
    return drawn


def _labelled(
    shown: FormField, filled: Filled[Any], options: Sequence[tuple[str, str]], lang: str, *, own: str, first: bool
) -> Drawn:
    error, words = filled.errors.get(shown.name), shown.input.help
    below = [*([f"{own}-error"] if error else []), *([f"{own}-help"] if words else [])]
    extra: dict[str, Any] = {"id": own, "name": shown.name, "aria-describedby": " ".join(below) or None}
    if first:
        extra["autofocus"] = True
    if error:
        extra["aria-invalid"] = "true"
    value = "" if shown.input.control in UNSEEN else filled.values.get(shown.name, "")
    if shown.input.control == "check":
        box = Element("input", {**extra, "type": "checkbox", "value": "1", "checked": value not in ("", "False")})
        return html.Label([box, html.Span(say(shown.input.label, lang))], className="form-check", htmlFor=own)
    # Beside the control, not around it: error and help are its description and no part of its name.
    parts: list[Any] = [html.Label(say(shown.input.label, lang), htmlFor=own), *_control(shown, value, options, extra)]
    if error:
        parts.append(html.Small(say(error, lang), id=f"{own}-error", className="field-error", role="alert"))
    if words:
        parts.append(html.Small(say(words, lang), id=f"{own}-help", className="muted"))
    kind = " drop" if shown.input.control == "file" else ""
    return html.Div(parts, className=f"form-field{kind}" + (" wrong" if error else ""))


def _control(shown: FormField, value: str, options: Sequence[tuple[str, str]], extra: dict[str, Any]) -> list[Any]:
    control = shown.input.control
    limits: dict[str, Any] = {"required": shown.required, "minlength": shown.shortest, "maxlength": shown.longest}
    if control == "choice":
        made = [Element("option", {"value": v, "selected": v == value}, (words,)) for v, words in options]
        return [Element("select", {**extra, "required": shown.required}, tuple(made))]
    if control in ROWS:
        look = {"class": "code", "spellcheck": "false"} if control == "code" else {}
        return [Element("textarea", {**extra, **limits, **look, "rows": ROWS[control]}, (value,))]
    if control == "file":
        limits = {"required": shown.required, "accept": shown.input.accept or None}
    if control == "number":
        limits = {"required": shown.required, "inputmode": "decimal"}
    if control == "date":
        limits = {"required": shown.required}
        value = value if DAY.match(value) else ""  # a browser's date field can hold nothing else
    more = {"autocomplete": shown.input.autocomplete or None, "placeholder": shown.input.placeholder or None}
    if shown.input.autocomplete == "username":
        more |= {"autocapitalize": "none", "spellcheck": "false"}
    offered = [Element("option", {"value": v}, (words,)) for v, words in options]
    listed = {"list": f"{extra['id']}-list"} if offered else {}
    box = Element("input", {**extra, **limits, **more, **listed, "type": KINDS[control], "value": value or None})
    return [box, *([Element("datalist", {"id": listed["list"]}, tuple(offered))] if offered else [])]


def confirm_form(words: str, sent: dict[str, str], *, action: str, csrf: str, back: str, lang: str) -> Drawn:
    """The answers to a question before something is deleted or ended: the button that does it, and the way back."""
    hidden = {**sent, "csrf_token": csrf, "sure": "1"}
    inputs = [Element("input", {"type": "hidden", "name": name, "value": value}) for name, value in hidden.items()]
    buttons = html.Div(
        [
            html.Button(words, type="submit", className="button", autofocus=True),
            html.A(say("No, go back", lang), href=back, className="button quiet"),
        ],
        className="form row",
    )
    return html.Form([*inputs, buttons], action=action, method="post", className="form")
