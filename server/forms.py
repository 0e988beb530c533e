"""Forms: what was sent → fields → errors beside them, or one command and a page to go on to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Generic, TypeVar, cast

from flask import Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.errors import DecorError, Message, msg
from data.domain.forms import Filled, Form, SentFile, empty, fields_of, read_form
from data.domain.people import ForbiddenError, NobodyError, Right, require
from data.service import AlreadySentError
from data.text import say
from layouts.documents.parts import panel
from layouts.kit.forms import confirm_form
from server.desk import Documents, Outcome

F = TypeVar("F", bound=Form)
MARKED = msg("Nothing was done yet; look at the fields that are marked.")


@dataclass(frozen=True)
class FormRoute(Generic[F]):
    """A form of a page.

    Attributes
    ----------
    right : Right
        What one needs to send it; asked for before anything is read.
    command : callable
        Does what the form asks; its answer is handed to ``then``.
    done : str
        Words of the notice when it is done.
    show : callable
        The page again, with what was typed and what is wrong with it.
    then : callable
        Address to go on to, so that a reload does not send the form again; or a page, for what is shown only once.
    """

    model: type[F]
    right: Right
    command: Callable[[F], Any]
    done: str
    show: Callable[[Outcome], Response]
    then: Callable[[Any], str | Response]


def submit(docs: Documents, route: FormRoute[F]) -> Any:
    """Answer a form that was sent."""
    require(route.right)
    lang = docs.lang
    filled = read_form(route.model, request.form, sent_files())
    form = filled.form
    if form is None:
        return route.show(Outcome(problem=say(MARKED, lang), filled=filled))
    try:
        result = docs.forms.once(request.form.get("form_number", ""), lambda: route.command(form))
    except AlreadySentError:
        words = say("This form was sent already; see whether it is done before you send another.", lang)
        return route.show(Outcome(problem=words, filled=filled))
    except (ForbiddenError, NobodyError):
        raise
    except DecorError as error:
        return route.show(refused(filled, error, lang))
    then = route.then(result)
    return then if isinstance(then, Response) else docs.go(then, say(route.done, lang) if route.done else "")


def sent_files() -> dict[str, SentFile]:
    """The files that came with the form."""
    chosen = {name: sent for name, sent in request.files.items() if sent.filename}
    return {name: SentFile(sent.filename or "", cast(BinaryIO, sent.stream)) for name, sent in chosen.items()}


def refused(filled: Filled[Any], error: DecorError, lang: str) -> Outcome:
    """Why nothing was done: beside the field it is about, or over the page."""
    if error.field in filled.model.model_fields:
        return Outcome(problem=say(MARKED, lang), filled=replace(filled, errors={error.field: error.message}))
    return Outcome(problem=say(error.message, lang), filled=filled)


def sent_form(outcome: Outcome, model: type[F]) -> Filled[F] | None:
    """What was typed into a form that could not be taken; None for another form or none."""
    sent = outcome.filled
    return sent if sent is not None and sent.model is model else None


def filled_in(outcome: Outcome | None, model: type[F], **values: object) -> Filled[F]:
    """What stands in a page's form: what was typed, if it was sent, else ``values``."""
    sent = None if outcome is None else sent_form(outcome, model)
    if sent is None:
        return empty(model, **values)
    # What is hidden says what the page shows now, so that who was overtaken can decide again.
    hidden = {shown.name for shown in fields_of(model) if shown.input.control == "hidden"} & set(values)
    return replace(sent, values={**sent.values, **{name: str(values[name]) for name in hidden}})


def asked_first(docs: Documents, right: Right, sentence: Message, words: str, back: str) -> Response | None:
    """The question before something is deleted or ended; None when the person has said yes.

    Parameters
    ----------
    right : Right
        What one needs to be asked at all.
    words : str
        What the button says that does it.
    back : str
        Page of the room to go back to.
    """
    require(right)
    if "sure" in request.form:
        return None
    lang, query = docs.lang, docs.state().to_query()
    sent = {name: value for name, value in request.form.items() if name != "csrf_token"}
    here = request.full_path.rstrip("?")
    address = f"{docs.prefix}{back}" + (f"?{query}" if query else "")
    form = confirm_form(say(words, lang), sent, action=here, csrf=generate_csrf(), back=address, lang=lang)
    question = panel(say(sentence, lang), form)
    return docs.answer(say("Are you sure?", lang), [question], here=back.partition("/")[0])
