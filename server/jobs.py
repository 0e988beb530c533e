"""The document of the jobs, for administrators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.people import Right, require
from data.service import Jobs
from data.text import say
from layouts.documents import jobs as pages
from server.desk import Documents, Outcome, attempt


def mount_jobs(server: Flask, docs: Documents, jobs: Jobs) -> None:
    """Add the page and its two buttons."""
    at = f"{docs.prefix}pekerjaan"
    server.add_url_rule(at, "jobs", lambda: page(docs, jobs, Outcome()))
    for name, action, done in (
        ("batal", jobs.cancel, "The job is cancelled."),
        ("ulang", jobs.again, "The job waits for its turn."),
    ):
        server.add_url_rule(f"{at}/{name}", f"job_{name}", _changing(docs, jobs, action, done), methods=["POST"])


def page(docs: Documents, jobs: Jobs, outcome: Outcome) -> Response:
    """What waits, runs and has ended."""
    require(Right.ACCOUNTS)
    lang = docs.lang
    body = pages.jobs(jobs.view(), prefix=docs.prefix, csrf=generate_csrf(), lang=lang)
    lead = say("Work behind the scenes: each job is done once, by the worker, and tried again when it fails.", lang)
    return docs.answer(say("Jobs", lang), body, here="akun", lead=lead, said=outcome)


def _changing(docs: Documents, jobs: Jobs, action: Callable[[int], None], done: str) -> Callable[[], Any]:
    def change() -> Any:
        require(Right.ACCOUNTS)
        text = request.form.get("job", "")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        outcome, _ = attempt(lambda: action(number), docs.lang, done)
        return page(docs, jobs, outcome) if outcome.problem else docs.go("pekerjaan", outcome.notice)

    return change
