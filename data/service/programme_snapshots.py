"""Closing a quarter: what was known is frozen, with its PDF and workbook; reports of it change no more."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from data.commands.audit import now
from data.commands.quarters import close_quarter
from data.commands.snapshots import frozen
from data.contracts.monev import programme_rules
from data.domain.dates import day_date, day_number, quarter_days, quarter_of
from data.domain.errors import BadRequestError, DecorError, NotFoundError, msg
from data.domain.monev import ActionChange, CloseQuarter, SnapshotsView, SnapshotView
from data.domain.people import ForbiddenError, Person, Right, person, require
from data.domain.programme_views import Progress
from data.ingest.programme import QUARTER
from data.queries.snapshots import snapshot, snapshots
from data.service.monev import Monev
from data.service.programme_plan import plan_of
from data.service.room import RoomService
from data.service.workbooks import workbook
from data.settings import Settings
from data.text import say

MOST_LISTED = 60
Printed = Callable[[dict[str, Any]], bytes]


class ProgrammeSnapshots:
    """Closed quarters for who sees the whole city; review offices close them."""

    def __init__(self, engine: Engine, settings: Settings, room: RoomService, monev: Monev) -> None:
        self._engine = engine
        self._folder = settings.data_dir / "snapshots"
        self._room = room
        self._monev = monev

    def view(self) -> SnapshotsView:
        """Every snapshot, the newest first, and the quarters that may be closed."""
        require(Right.CITY)
        rows = [self._view(row) for row in snapshots(self._engine, QUARTER, MOST_LISTED)]
        return SnapshotsView(rows, self._closable({row.quarter for row in rows}) if self.may_close() else [])

    def may_close(self) -> bool:
        """Whether the person's office closes quarters."""
        return person().may(Right.REVIEW) and programme_rules().reviews(person().opd)

    def snapshot(self, number: int) -> SnapshotView:
        """One snapshot.

        Raises
        ------
        NotFoundError
            When there is none of that number.
        """
        require(Right.CITY)
        row = snapshot(self._engine, QUARTER, number)
        if row is None:
            raise NotFoundError(msg("There is no snapshot {id}.", id=str(number)))
        return self._view(row)

    def file(self, number: int, kind: str) -> bytes:
        """The PDF or the workbook of a snapshot, byte for byte as it was made when the quarter was closed.

        Raises
        ------
        DecorError
            When the file is gone, or is not what was kept.
        """
        require(Right.EXPORT)
        digest = str(self.snapshot(number).content["files"][kind])
        path = self._folder / digest
        if not path.is_file():
            raise DecorError(msg("The file of snapshot {id} is gone from the data folder.", id=str(number)))
        body = path.read_bytes()
        if hashlib.sha256(body).hexdigest() != digest:
            raise DecorError(msg("The file of snapshot {id} was changed outside the application.", id=str(number)))
        return body

    def close(self, form: CloseQuarter, printed: Printed) -> int:
        """Freeze a quarter; gives the snapshot's number.

        Parameters
        ----------
        printed : callable
            Makes the PDF of the content.

        Raises
        ------
        BadRequestError
            For a quarter that is not over or closed already, and while its reports wait for review.
        ForbiddenError
            When the person's office closes none.
        """
        who = require(Right.REVIEW)
        if not self.may_close():
            offices = ", ".join(programme_rules().review_offices)
            raise ForbiddenError(msg("Only {offices} close a quarter.", offices=offices))
        closed = {row["key"] for row in snapshots(self._engine, QUARTER, MOST_LISTED)}
        if form.quarter not in self._closable(closed):
            words = "This quarter is not over, is closed already, or has no report."
            raise BadRequestError(msg(words), field="quarter")
        content = self._content(form.quarter, who, now())
        pdf, book = printed(content), snapshot_workbook(content)
        content["files"] = {kind: self._kept(body) for kind, body in (("pdf", pdf), ("xlsx", book))}
        return close_quarter(self._engine, who, form.quarter, content, content["data_version"])

    def changes(self, first: int, second: int) -> tuple[SnapshotView, SnapshotView, list[ActionChange]]:
        """Two snapshots by action, those that changed most first."""
        before, after = self.snapshot(first), self.snapshot(second)
        old, new = ({row["code"]: row for row in view.content["actions"]} for view in (before, after))
        made = [
            ActionChange(
                code=code,
                name=(new.get(code) or old[code])["name"],
                opd=(new.get(code) or old[code])["opd"],
                before=old[code]["claimed"] if code in old else None,
                after=new[code]["claimed"] if code in new else None,
                verified_before=old[code]["verified"] if code in old else None,
                verified_after=new[code]["verified"] if code in new else None,
            )
            for code in sorted({*old, *new})
        ]
        return before, after, sorted(made, key=lambda row: (-abs(row.change or 0.0), row.code))

    def _view(self, row: dict[str, Any]) -> SnapshotView:
        content = frozen(self._engine, row["id"])
        return SnapshotView(row["id"], row["key"], row["taken_by"], row["taken_at"], row["sha256"], content)

    def _closable(self, closed: set[str]) -> list[str]:
        """Quarters with reports that are over and not closed, the newest first."""
        plan = plan_of(self._room.filled_city())
        if plan.empty:
            return []
        today, reports = self._room.clock().date(), plan.data.reports["day"]
        names, day = [], day_date(int(reports.min()))
        while quarter_days(quarter_of(day))[1] < today:
            names.append(quarter_of(day))
            day = quarter_days(quarter_of(day))[1] + timedelta(days=1)
        return [name for name in reversed(names) if name not in closed]

    def _kept(self, body: bytes) -> str:
        """Keep a file by its hash, whole or not at all."""
        digest = hashlib.sha256(body).hexdigest()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / digest
        if not path.is_file():
            beside = path.with_suffix(f".{secrets.token_hex(6)}.part")
            beside.write_bytes(body)
            beside.replace(path)
        return digest

    def _content(self, quarter: str, who: Person, moment: datetime) -> dict[str, Any]:
        """What is known of a quarter at this moment, as plain values."""
        city = self._room.filled_city()
        plan, (first, last) = plan_of(city), quarter_days(quarter)
        state = plan.state(day_number(last))
        rows = plan.rows(state)
        reports = plan.data.reports
        inside = reports[(reports["day"] >= day_number(first)) & (reports["day"] <= day_number(last))]
        return {
            "quarter": quarter,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "taken_at": moment.isoformat(timespec="seconds"),
            "taken_by": who.name,
            "office": who.opd,
            "known_on": city.clock.date().isoformat(),
            "data_version": city.version,
            "progress": _plain(plan.progress(state, plan.headline.id)),
            "weight_sets": [
                {"id": rule.id, "name": say(rule.name, "id"), **_plain(plan.progress(state, rule.id))}
                for rule in plan.weight_sets
            ],
            "rule": say(plan.light_rule, "id"),
            "actions": [
                {
                    "code": row.code,
                    "name": row.name,
                    "example": not row.published_name,
                    "programme": row.programme,
                    "dimension": row.dimension,
                    "term": row.term,
                    "opd": row.opd,
                    "weight": row.weight,
                    "due": row.finish.isoformat(),
                    "planned": round(row.planned, 4),
                    "claimed": round(row.claimed, 4),
                    "evidenced": round(row.evidenced, 4),
                    "verified": round(row.verified, 4),
                    "points": round(row.pull, 4),
                    "light": row.light,
                    "reason": say(row.reason, "id"),
                }
                for row in rows
            ],
            "reports": len(inside),
            "verified_reports": int((inside["verified_by"].fillna("") != "").sum()),
            "findings": [
                {"code": f.code, "text": f.text, "opd": f.opd, "due": f.due.isoformat(), "state": f.state}
                for f in self._monev.findings()
                if f.found <= last
            ],
        }


def _plain(progress: Progress) -> dict[str, float]:
    return {name: round(value, 4) for name, value in vars(progress).items()}


def snapshot_workbook(content: dict[str, Any]) -> bytes:
    """A snapshot as a workbook: the headline, the weight sets, the actions, the findings.

    Parameters
    ----------
    content : dict
        As a snapshot holds it.
    """
    names = ("quarter", "first", "last", "taken_at", "taken_by", "office", "known_on", "data_version")
    head = [*((name, content[name]) for name in names), *content["progress"].items()]
    tables = [
        (title, list(content[rows][0]) if content[rows] else [], [list(row.values()) for row in content[rows]])
        for title, rows in (("Bobot", "weight_sets"), ("Aksi", "actions"), ("Temuan", "findings"))
    ]
    return workbook([("Ringkasan", ("name", "value"), head), *tables])
