"""Many progress reports as one workbook: to be filled in, and handed in as drafts or submitted at once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data.commands.received import write_down
from data.domain.errors import BadRequestError, DecorError, Message, msg
from data.domain.forms import Input, fields_of, read_form
from data.domain.people import ForbiddenError, Right, require
from data.domain.reports import THEN, ReportFile, ReportForm, ReportStep
from data.ingest.read import RawTable, read_file
from data.service.programme_reports import ProgrammeReports
from data.service.workbooks import workbook
from data.settings import Settings
from data.text import say

SHEET = "laporan"
COLUMNS = tuple(name for name in ReportForm.model_fields if name not in ("number", "seen"))
NUMBERS = ("actual", "numerator", "denominator", "committed_rp", "spent_rp")
MOST_ROWS, MOST_BYTES = 400, 4 * 1024 * 1024
MOST_TOLD = 8
"""Rows that a refusal names."""


class ReportFiles:
    """Workbooks of reports; each row goes the way of a report that was written on the form."""

    def __init__(self, settings: Settings, reports: ProgrammeReports) -> None:
        self._folder = settings.data_dir / "reports-sent"
        self._reports = reports

    def blank(self, lang: str) -> bytes:
        """A workbook with a row for every report that the person's office owes, and what its columns mean."""
        require(Right.REPORT)
        view = self._reports.view()
        asked = {column.name: column.input for column in fields_of(ReportForm)}
        rows = [[each.action, each.day.isoformat(), *([None] * (len(COLUMNS) - 2))] for each in view.due]
        about = [[name, *_meaning(asked[name], lang)] for name in COLUMNS]
        heads = [say(word, lang) for word in ("Column", "What it means", "Note")]
        return workbook([(SHEET, list(COLUMNS), rows), ("petunjuk", heads, about)])

    def keep(self, form: ReportFile) -> int:
        """Keep, or submit, every report of a workbook; gives how many.

        All rows are checked before the first is kept, each by itself and then against the others, as the rows of a
        file; then each is a report of its own. A report that is a draft already is changed.

        Raises
        ------
        BadRequestError
            With the rows that cannot be, or with what is wrong with the workbook: nothing was kept. Or, where another
            row or another person came in between, with how many were kept before it.
        """
        require(Right.REPORT)
        if form.then not in THEN:
            raise BadRequestError(msg("Choose one of the list."), field="then")
        submit = form.then == "submit"
        made = self._examined(self._table(form), submit=submit)
        for done, each in enumerate(made):
            try:
                self._take(each, submit=submit)
            except DecorError as error:
                words = (
                    "{done} of {n} reports were taken, in the order of the workbook; {action} of {day} was not: {why}"
                )
                why = msg(words, done=done, n=len(made), action=each.action, day=each.day, why=error.message)
                raise BadRequestError(why, field="file") from error
        return len(made)

    def _take(self, form: ReportForm, *, submit: bool) -> None:
        number = self._reports.keep(form)
        if submit:
            self._reports.lead_on(number, ReportStep(seen=self._reports.report(number).version, step="submit"))

    def _table(self, form: ReportFile) -> RawTable:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{secrets.token_hex(8)}.xlsx"
        try:
            write_down(path, form.file.chunks(), MOST_BYTES)
            table = read_file(path, COLUMNS, SHEET, plain=True)
        except DecorError as error:
            raise BadRequestError(error.message, field="file") from error
        finally:
            path.unlink(missing_ok=True)
        if missing := [name for name in ("action", "day", "actual", "spent_rp") if name not in table.cells.columns]:
            raise BadRequestError(msg("The workbook lacks {names}.", names=", ".join(missing)), field="file")
        if len(table.cells) > MOST_ROWS:
            raise BadRequestError(msg("At most {n} reports at once.", n=MOST_ROWS), field="file")
        return table

    def _examined(self, table: RawTable, *, submit: bool) -> list[ReportForm]:
        """The rows as forms, each by itself and then all together without fault."""
        rows = [int(number) for number in table.row_numbers]
        forms: list[ReportForm] = []
        reports: list[dict[str, Any]] = []
        refused: list[tuple[int, Message]] = []
        for number, row in zip(rows, _rows(table), strict=True):
            try:
                form = self._form(row)
                reports.append(self._reports.read(form, submit=submit))
                forms.append(form)
            except (BadRequestError, ForbiddenError) as error:
                refused.append((number, error.message))
        if not refused and (twice := _twice(forms)):
            words = "The workbook has two reports of {action} for {day}."
            raise BadRequestError(msg(words, action=twice[0], day=twice[1]), field="file")
        if not refused and reports:
            refused = [(rows[at], why) for at, why in self._reports.refusals(reports)]
        if refused:
            raise BadRequestError(_together(refused), field="file")
        return forms

    def _form(self, row: Mapping[str, str]) -> ReportForm:
        """A row as the form would have been sent."""
        values = {name: text for name, text in row.items() if text.strip()}
        filled = read_form(ReportForm, {"obstacle": "none", "evidence": "none", **values})
        if filled.form is None:
            name, why = next(iter(filled.errors.items()))
            raise BadRequestError(msg("{column}: {why}", column=name, why=why))
        number, seen = self._reports.own_draft(filled.form.action, filled.form.day)
        return filled.form.model_copy(update={"number": number, "seen": seen})


def _twice(forms: Sequence[ReportForm]) -> tuple[str, date] | None:
    """Action and day of which there are two reports."""
    keys = [(each.action, each.day) for each in forms]
    return next((key for key in keys if keys.count(key) > 1), None)


def _rows(table: RawTable) -> list[dict[str, str]]:
    """Rows as somebody would type them: what a workbook holds as a number has a decimal comma."""
    cells = table.cells[[name for name in COLUMNS if name in table.cells.columns]].astype(str)
    for name in NUMBERS:
        if name in cells.columns and table.exact is not None:
            cells[name] = [
                text.replace(".", ",") if number else text
                for text, number in zip(cells[name], table.exact[name], strict=True)
            ]
    return [{str(name): str(text) for name, text in row.items()} for row in cells.to_dict("records")]


def _meaning(asked: Input, lang: str) -> list[str]:
    return [say(words, lang) if words is not None else "" for words in (asked.label, asked.help)]


def _together(refused: Sequence[tuple[int, Message]]) -> Message:
    """Rows that cannot be, as one sentence."""
    rows = [msg("row {n}: {why}", n=number, why=why) for number, why in refused]
    made = msg("Nothing was kept: {first}", first=rows[0])
    for each in rows[1:MOST_TOLD]:
        made = msg("{before}; {next}", before=made, next=each)
    if len(rows) > MOST_TOLD:
        made = msg("{before}; and {n} more", before=made, n=len(rows) - MOST_TOLD)
    return made
