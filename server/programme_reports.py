"""Progress reports of the action plan: parse → ask → draw."""

from __future__ import annotations

import io
from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.people import Right, person, require
from data.domain.reports import EvidenceFile, ReportFile, ReportForm, ReportStep
from data.service import Services
from data.service.programme_reports import ProgrammeReports
from data.text import say
from layouts.documents import programme_reports as drawn
from server.desk import Documents, Outcome, whole
from server.exports import XLSX
from server.forms import FormRoute, filled_in, submit

AT = "program"
REPORTS = f"{AT}/laporan"
PDF = "application/pdf"
LARGEST_SIDE, MOST_PIXELS = 1600, 40_000_000


def mount_programme_reports(server: Flask, docs: Documents, services: Services) -> None:
    """Add the routes."""
    at, add, reports = f"{docs.prefix}{REPORTS}", server.add_url_rule, services.programme_reports
    add(at, "programme_reports", lambda: listed(docs, reports))
    add(at, "programme_report_keep", lambda: kept(docs, reports), methods=["POST"])
    add(f"{at}/berkas", "programme_reports_file", lambda: many_kept(docs, services), methods=["POST"])
    add(f"{at}/isian.xlsx", "programme_reports_blank", lambda: blank(docs, services))
    add(f"{at}/<int:number>", "programme_report", lambda number: report(docs, reports, number))
    add(
        f"{at}/<int:number>",
        "programme_report_step",
        lambda number: stepped(docs, reports, number),
        methods=["POST"],
    )
    add(
        f"{at}/<int:number>/bukti",
        "programme_evidence",
        lambda number: attached(docs, reports, number),
        methods=["POST"],
    )
    add(
        f"{at}/<int:number>/bukti/<int:file>",
        "programme_evidence_file",
        lambda number, file: evidence(reports, number, file),
    )
    add(
        f"{at}/<int:number>/bukti/<int:file>/lihat",
        "programme_evidence_shown",
        lambda number, file: evidence(reports, number, file, shown=True),
    )
    add(
        f"{at}/<int:number>/bukti/<int:file>/gambar",
        "programme_evidence_picture",
        lambda number, file: picture(reports, number, file),
    )


def _where(docs: Documents) -> drawn.Place:
    return drawn.Place(f"{docs.prefix}{REPORTS}", f"{docs.prefix}{AT}/aksi", generate_csrf(), docs.lang)


def listed(docs: Documents, reports: ProgrammeReports, outcome: Outcome | None = None) -> Response:
    """What has to be written, what waits, what is owed."""
    require(Right.CITY)
    own = reports.own_actions() if person().may(Right.REPORT) else []
    filled = None
    if own:
        asked = request.args.get("aksi", "")
        end = docs.room.clock().date().replace(day=1)
        values = {"action": asked} if asked in dict(own) else {}
        filled = filled_in(outcome, ReportForm, day=(end.fromordinal(end.toordinal() - 1)).isoformat(), **values)
    stamp = docs.room.source("action-progress")
    many = filled_in(outcome, ReportFile) if own else None
    body = drawn.reports(reports.view(), _where(docs), filled=filled, many=many, own=own, stamp=stamp)
    lead = say("What offices report by month, who reviews it, and what is owed.", docs.lang)
    return docs.answer(say("Progress reports", docs.lang), body, here=AT, lead=lead, said=outcome)


def kept(docs: Documents, reports: ProgrammeReports) -> Any:
    """Keep a report as a draft."""
    return submit(
        docs,
        FormRoute(
            ReportForm,
            right=Right.REPORT,
            command=reports.keep,
            done="The draft is kept.",
            show=lambda outcome: again(docs, reports, outcome),
            then=lambda number: f"{REPORTS}/{number}",
        ),
    )


def many_kept(docs: Documents, services: Services) -> Any:
    """Keep or submit every report of a workbook."""
    return submit(
        docs,
        FormRoute(
            ReportFile,
            right=Right.REPORT,
            command=services.report_files.keep,
            done="Every report of the workbook is kept.",
            show=lambda outcome: listed(docs, services.programme_reports, outcome),
            then=lambda _: REPORTS,
        ),
    )


def blank(docs: Documents, services: Services) -> Response:
    """The workbook to be filled in, with a row for every report that is owed."""
    body = services.report_files.blank(docs.lang)
    disposition = {"Content-Disposition": 'attachment; filename="decor-laporan.xlsx"'}
    return Response(body, mimetype=XLSX, headers=disposition)


def again(docs: Documents, reports: ProgrammeReports, outcome: Outcome) -> Response:
    """The page that a report was sent from, with what was typed: its own, or that of all."""
    number = whole(request.form.get("number", ""), 0)
    return report(docs, reports, number, outcome) if number else listed(docs, reports, outcome)


def _typed(value: object) -> str:
    """A value as somebody would type it: numbers with a decimal comma."""
    if value is None:
        return ""
    return f"{value:.12g}".replace(".", ",") if isinstance(value, float) else str(value)


def report(docs: Documents, reports: ProgrammeReports, number: int, outcome: Outcome | None = None) -> Response:
    """One report."""
    lang, view = docs.lang, reports.report(number)
    own = view.may_edit
    values = {name: _typed(value) for name, value in view.values.items()}
    body = drawn.report(
        view,
        _where(docs),
        draft=filled_in(outcome, ReportForm, **values, number=number, seen=view.version) if view.may_edit else None,
        step=filled_in(outcome, ReportStep, seen=view.version) if view.steps else None,
        file=filled_in(outcome, EvidenceFile) if own else None,
    )
    title = say("Progress report", lang)
    return docs.answer(f"{title} L-{number}", body, here=AT, said=outcome)


def stepped(docs: Documents, reports: ProgrammeReports, number: int) -> Any:
    """Take a step with a report."""
    return submit(
        docs,
        FormRoute(
            ReportStep,
            right=Right.REVIEW,
            command=lambda form: reports.lead_on(number, form),
            done="It is written down.",
            show=lambda outcome: report(docs, reports, number, outcome),
            then=lambda _: f"{REPORTS}/{number}",
        ),
    )


def attached(docs: Documents, reports: ProgrammeReports, number: int) -> Any:
    """Add a file of evidence."""
    return submit(
        docs,
        FormRoute(
            EvidenceFile,
            right=Right.REPORT,
            command=lambda form: reports.attach(number, form),
            done="The file is added.",
            show=lambda outcome: report(docs, reports, number, outcome),
            then=lambda _: f"{REPORTS}/{number}",
        ),
    )


def evidence(reports: ProgrammeReports, number: int, file: int, *, shown: bool = False) -> Response:
    """A file of evidence: to be kept; a PDF also to be read in the browser's own viewer, which runs nothing of it."""
    path, row = reports.evidence(number, file)
    if shown and row.media_type != PDF:
        return Response("", status=404)
    answer = Response(path.read_bytes(), mimetype=row.media_type)
    answer.headers.set("Content-Disposition", "inline" if shown else "attachment", filename=row.name)
    return answer


def picture(reports: ProgrammeReports, number: int, file: int) -> Response:
    """An image of evidence drawn anew, so that nothing of the file itself reaches the page."""
    from PIL import Image

    path, row = reports.evidence(number, file)
    if row.media_type not in drawn.IMAGES:
        return Response("", status=404)
    made = io.BytesIO()
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                return Response("", status=404)
            image.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
            image.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            image.convert("RGB").save(made, "PNG")
    except (OSError, SyntaxError, ValueError):
        return Response("", status=404)  # it begins like a picture and is none
    return Response(made.getvalue(), mimetype="image/png")
