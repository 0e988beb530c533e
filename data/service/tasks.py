"""What waits for the person who acts: a reminder in the bar of every page."""

from __future__ import annotations

from data.domain.errors import Num, msg
from data.domain.people import Right, person
from data.domain.tasks import Task
from data.service.programme_reports import ProgrammeReports


class Tasks:
    """What waits for a person; thread-safe."""

    def __init__(self, reports: ProgrammeReports) -> None:
        self._reports = reports

    def waiting(self) -> list[Task]:
        """Reports that the person's office owes or has begun, and those to review; nothing without an office."""
        who = person()
        if not who.opd or not who.may(Right.CITY):
            return []
        owed, late, review = self._reports.waiting()
        made = []
        if owed:
            made.append(Task(msg("{n} reports to write", n=Num(owed)), "program/laporan", late))
        if review:
            made.append(Task(msg("{n} reports to review", n=Num(review)), "program/laporan", False))
        return made
