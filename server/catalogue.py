"""The data desk's documents: catalogue, dataset pages, loading by hand, declarations."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.areas import Level
from data.domain.errors import msg
from data.domain.people import Right, person, require
from data.domain.room_forms import Declare, HandIn, TakeBack
from data.service.desk import Handed
from data.text import say
from layouts.documents import catalogue as pages
from layouts.documents import loading
from server.desk import Documents, Outcome, attempt
from server.forms import FormRoute, asked_first, filled_in, sent_form, submit

MOST_TEXT = 100_000


def mount_catalogue(server: Flask, docs: Documents) -> None:
    """Add the routes of the data desk."""
    at = f"{docs.prefix}data"
    add = server.add_url_rule
    add(at, "catalogue", lambda: catalogue(docs))
    add(f"{at}/muat", "hand_in", lambda: hand_in(docs, Outcome()))
    add(f"{at}/muat", "hand_in_file", lambda: hand_in_file(docs), methods=["POST"])
    add(f"{at}/muat/tarik", "take_back_any", lambda: took_back(docs, ""), methods=["POST"])
    add(f"{at}/muat/<int:number>", "delivery", lambda number: delivery(docs, number, Outcome()))
    for name, action in DECISIONS.items():
        add(f"{at}/muat/<int:number>/{name}", f"delivery_{name}", _deciding(docs, action), methods=["POST"])
    add(f"{at}/baru", "declare_form", lambda: declare(docs, Outcome()))
    add(f"{at}/baru", "declare", lambda: declared(docs), methods=["POST"])
    add(f"{at}/<name>", "dataset", lambda name: dataset(docs, name, Outcome()))
    add(f"{at}/<name>/tarik", "take_back", lambda name: took_back(docs, name), methods=["POST"])
    add(f"{at}/<name>/cabut", "withdraw_declaration", lambda name: withdrawn(docs, name), methods=["POST"])


def _may_load() -> bool:
    return person().may(Right.LOAD)


def catalogue(docs: Documents) -> Response:
    """Every dataset's scorecard."""
    lang = docs.lang
    body = pages.catalogue(docs.desk.datasets(), docs.desk.loads(), prefix=docs.prefix, lang=lang, may_load=_may_load())
    lead = say("Every dataset of One Stop Data: whose it is, how fresh, complete, valid and consistent.", lang)
    return docs.answer(say("Data catalogue", lang), body, here="data", lead=lead)


def dataset(docs: Documents, name: str, outcome: Outcome) -> Response:
    """One dataset."""
    lang = docs.lang
    view = docs.desk.dataset(name)
    body = pages.dataset(
        view, sent_form(outcome, TakeBack), prefix=docs.prefix, csrf=generate_csrf(), lang=lang, may_load=_may_load()
    )
    title = say(view.row.title, lang)
    return docs.answer(title, body, here="data", lead=name, said=outcome)


def hand_in(docs: Documents, outcome: Outcome) -> Response:
    """The form to hand a file in, and what was handed in."""
    require(Right.LOAD)
    lang = docs.lang
    body = loading.hand_in(
        docs.desk.datasets(),
        docs.desk.deliveries(),
        docs.desk.loads(),
        sent_form(outcome, TakeBack),
        filled_in(outcome, HandIn, dataset=request.args.get("dataset", "")),
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
    )
    return docs.answer(
        say("Load data", lang),
        body,
        here="data",
        said=outcome,
        scripts=("desk.js",),
    )


def hand_in_file(docs: Documents) -> Any:
    """Receive a file from the form; its dry run begins at once."""

    def received(form: HandIn) -> int:
        number = docs.desk.hand_in(Handed(form.dataset, form.file.name, form.file.chunks()))
        docs.desk.wait(number, 1.0)
        return number

    return submit(
        docs,
        FormRoute(
            HandIn,
            right=Right.LOAD,
            command=received,
            done="",
            show=partial(hand_in, docs),
            then=lambda number: f"data/muat/{number}",
        ),
    )


def delivery(docs: Documents, number: int, outcome: Outcome) -> Response:
    """One delivery."""
    lang = docs.lang
    view = docs.desk.delivery(number)
    shapes, areas = docs.shapes(Level.RW), docs.room.names()
    body = loading.delivery(view, prefix=docs.prefix, csrf=generate_csrf(), lang=lang, shapes=shapes, names=areas)
    title = say(msg("Delivery {id}", id=str(number)), lang)
    return docs.answer(
        title,
        body,
        here="data",
        said=outcome,
        scripts=("desk.js",),
    )


def _deciding(docs: Documents, action: Callable[[Documents, int], Any]) -> Callable[[int], Any]:
    def decide(number: int) -> Any:
        outcome, _ = attempt(lambda: action(docs, number), docs.lang, "Done.")
        if outcome.problem:
            return delivery(docs, number, outcome)
        docs.desk.wait(number, 2.0)
        return docs.go(f"data/muat/{number}")

    return decide


DECISIONS: dict[str, Callable[[Documents, int], Any]] = {
    "muat": lambda docs, number: docs.desk.confirm(number),
    "periksa": lambda docs, number: docs.desk.check_again(number, request.form.get("points", "")),
    "buang": lambda docs, number: docs.desk.withdraw(number),
}


def took_back(docs: Documents, name: str) -> Any:
    """Take a load back and go on to where one came from."""
    require(Right.LOAD)
    return submit(
        docs,
        FormRoute(
            TakeBack,
            right=Right.LOAD,
            command=lambda form: docs.desk.take_back(form.load, form.reason),
            done="The load is taken back; what was current before is current again.",
            show=lambda outcome: dataset(docs, name, outcome) if name else hand_in(docs, outcome),
            then=lambda _: f"data/{name}" if name else "data/muat",
        ),
    )


def declare(docs: Documents, outcome: Outcome) -> Response:
    """The form to declare a dataset."""
    require(Right.LOAD)
    lang = docs.lang
    filled = filled_in(outcome, Declare, body=loading.EXAMPLE)
    body = loading.declare(filled, prefix=docs.prefix, csrf=generate_csrf(), lang=lang)
    title = say("A new dataset without code", lang)
    return docs.answer(title, body, here="data", said=outcome)


def declared(docs: Documents) -> Any:
    """Keep a declaration and go to the dataset's page."""

    def text(form: Declare) -> str:
        return form.body if form.file is None else form.file.stream.read(MOST_TEXT).decode("utf-8", "replace")

    return submit(
        docs,
        FormRoute(
            Declare,
            right=Right.LOAD,
            command=lambda form: docs.desk.declare(text(form)),
            done="The dataset is declared.",
            show=partial(declare, docs),
            then=lambda name: f"data/{name}",
        ),
    )


def withdrawn(docs: Documents, name: str) -> Any:
    """Take a declaration back."""
    question = msg("The dataset “{name}” and its indicators go from every page.", name=name[:60])
    if (asked := asked_first(docs, Right.LOAD, question, "Withdraw the declaration", f"data/{name}")) is not None:
        return asked
    outcome, _ = attempt(lambda: docs.desk.withdraw_declaration(name), docs.lang, "Done.")
    if outcome.problem:
        return dataset(docs, name, outcome)
    return docs.go("data", outcome.notice)
