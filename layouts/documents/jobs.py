"""The page of the jobs: what runs, what waits, what has ended and how."""

from __future__ import annotations

from typing import Any

from dash import html

from data.domain.jobs import STATE_WORDS, JobState, JobsView, JobView
from data.text import number, percent, say
from layouts.documents.parts import moment, panel, small_form, table


def jobs(view: JobsView, *, prefix: str, csrf: str, lang: str) -> list[Any]:
    """Open jobs, then ended ones."""
    at = f"{prefix}pekerjaan"
    counts = ", ".join(f"{number(view.counts[state], lang)} {say(STATE_WORDS[state], lang)}" for state in JobState)
    return [
        html.P(counts, className="muted"),
        panel(say("Running and waiting", lang), _open(view.open, at, csrf, lang)),
        panel(say("Ended", lang), _ended(view.ended, at, csrf, lang)),
    ]


def _open(rows: tuple[JobView, ...], at: str, csrf: str, lang: str) -> Any:
    heads = [say(word, lang) for word in ("Job", "State", "Since", "Step", "Attempt", "")]
    shown = [
        [
            _name(row, lang),
            say(STATE_WORDS[row.state], lang),
            moment(row.started_at if row.state is JobState.RUNNING else row.asked_at, lang),
            _step(row, lang),
            _attempt(row, lang),
            small_form(f"{at}/batal", say("Cancel", lang), csrf, job=str(row.id)),
        ]
        for row in rows
    ]
    return table(heads, shown, empty=say("Nothing runs and nothing waits.", lang))


def _ended(rows: tuple[JobView, ...], at: str, csrf: str, lang: str) -> Any:
    heads = [say(word, lang) for word in ("Job", "State", "Ended", "Seconds", "Attempt", "Sentence", "")]
    shown = [
        [
            _name(row, lang),
            say(STATE_WORDS[row.state], lang),
            moment(row.ended_at, lang),
            "–" if row.seconds is None else number(row.seconds, lang, 1),
            _attempt(row, lang),
            say(row.problem, lang) if row.problem else "",
            ""
            if row.state is JobState.DONE
            else small_form(f"{at}/ulang", say("Try again", lang), csrf, job=str(row.id)),
        ]
        for row in rows
    ]
    return table(heads, shown, numeric=frozenset({3}), empty=say("Nothing has ended yet.", lang))


def _name(row: JobView, lang: str) -> list[Any]:
    return [say(row.title, lang), html.Small(f" {number(row.id, lang)}", className="muted")]


def _step(row: JobView, lang: str) -> str:
    if row.state is JobState.WAITING:
        return say(row.problem, lang) if row.problem else ""
    done = f"{percent(row.share, lang)} %" if row.share is not None else ""
    return ", ".join(filter(None, (done, say(row.step, lang))))


def _attempt(row: JobView, lang: str) -> str:
    return f"{number(row.attempts, lang)} / {number(row.most_attempts, lang)}"
