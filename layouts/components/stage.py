"""The belimbing gauge: a starfruit slice with five arms, as many filled as the stage, the number in its hub."""

from __future__ import annotations

from typing import Any

from data.domain.alert_views import StageView
from data.domain.alerts import STAGE_NAMES
from data.domain.errors import Message, msg
from data.text import day, say
from layouts import elements as html
from layouts.drawn import Element

ARM = (
    "M0 0L-13-17.900C-12.500-24-10.500-33-5.500-42.500C-3-47-1.500-48 0-48"
    "C1.500-48 3-47 5.500-42.500C10.500-33 12.500-24 13-17.900Z"
)


def gauge(stage: int, *, kind: str = "", known: bool = True) -> Element:
    """The slice; decoration only, the words beside it say the same."""
    arms = tuple(
        Element(
            "path", {"d": ARM, "class": "arm on" if known and n < stage else "arm", "transform": f"rotate({72 * n})"}
        )
        for n in range(5)
    )
    hub = Element("circle", {"r": "17", "class": "hub"})
    number = Element(
        "text", {"y": "8", "text-anchor": "middle", "class": "hub-number"}, (str(stage) if known else "–",)
    )
    shown = f"belimbing stage-{stage if known else 0} {kind}".strip()
    return Element(
        "svg",
        {"viewBox": "-50 -50 100 100", "class": shown, "aria-hidden": "true", "focusable": "false"},
        (*arms, hub, number),
    )


def finding(view: StageView) -> Message:
    """The panel's title: the stage, and because of what."""
    if view.stage == 1:
        return msg("City at stage 1: nothing raises it")
    names = [subject_stage.title for subject_stage in view.subjects if subject_stage.subject in view.leading]
    if len(names) == 1:
        return msg("City at stage {n} because of {subject}", n=view.stage, subject=names[0])
    if len(names) == 2:
        return msg("City at stage {n} because of {one} and {two}", n=view.stage, one=names[0], two=names[1])
    return msg("City at stage {n} because of {k} subjects", n=view.stage, k=len(names))


def lowering(view: StageView, lang: str) -> list[str]:
    """Since when, and what would lower it."""
    lines = []
    if view.before is not None:
        words = msg("Up from {n} on {day}.", n=view.before, day=view.since)
        if view.before > view.stage:
            words = msg("Down from {n} on {day}.", n=view.before, day=view.since)
        lines.append(say(words, lang))
    if not view.lower and view.stage > 1:
        lines.append(say(msg("It falls when it has been calm for {days} days.", days=view.lower_after), lang))
    if view.lower:
        conditions = say(msg(" and "), lang).join(say(condition, lang).strip() for condition in view.lower)
        lines.append(
            say(
                msg("Down to {n} with {what} for {days} days.", n=view.below, what=conditions, days=view.lower_after),
                lang,
            )
        )
    return lines


def stage_body(view: StageView, *, lang: str) -> list[Any]:
    """Gauge, word, causes, and a stage a subject."""
    causes = [
        html.Li(
            [html.Span(say(cause.text, lang)), html.B(say(_points(cause.points), lang))], title=say(cause.rule, lang)
        )
        for cause in view.causes
    ]
    if not causes:
        causes = [html.Li(html.Span(say("No criterion raises the stage.", lang)))]
    subjects = [
        html.Div(
            [
                gauge(subject_stage.stage, kind="small", known=subject_stage.known),
                html.Span(
                    [
                        html.B(str(subject_stage.stage) if subject_stage.known else "–"),
                        html.Br(),
                        say(subject_stage.title, lang),
                    ]
                ),
            ],
            className="subject-stage",
            title=f"{say(subject_stage.title, lang)}: {say(STAGE_NAMES[subject_stage.stage], lang)}",
        )
        for subject_stage in view.subjects
    ]
    stale = [
        html.P(
            [html.I(className="column stale"), say(msg("Judged by old data: {feed}", feed=feed), lang)],
            className="note",
        )
        for feed in view.stale
    ]
    return [
        html.Div(
            [
                gauge(view.stage),
                html.Div(
                    [
                        html.P(say(STAGE_NAMES[view.stage], lang), className="stage-word"),
                        *(html.P(line) for line in lowering(view, lang)),
                    ]
                ),
            ],
            className="stage-head",
        ),
        html.Ol(causes, className="causes"),
        html.Div(subjects, className="subject-stages"),
        *stale,
    ]


def _points(points: int) -> Message:
    return msg("+{n} stage", n=points) if points == 1 else msg("+{n} stages", n=points)


def caption(view: StageView, lang: str) -> str:
    """Where, when, by which rules."""
    return say(
        msg("Kota Depok, {day}, rules v{n} of {since}", day=view.day, n=view.version, since=day(view.in_force, lang)),
        lang,
    )
