"""The data desk: catalogue, loading by hand, lineage, datasets without code."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from data.commands import declare, deliveries
from data.commands.audit import now as audit_now
from data.commands.deliveries import Handed as Handed
from data.domain.desk_views import ChangeMap, DatasetRow, DatasetView, DeliveryView, LoadRow
from data.domain.errors import NotFoundError, declared, msg, unpacked
from data.domain.jobs import OPEN_STATES, JobState
from data.domain.people import Right, person, require
from data.indicators.breaks import spread_classes
from data.ingest.numbers import ANSWERS, NumberForm
from data.jobs import queue
from data.jobs.registry import KINDS
from data.queries import desk as queries
from data.service import catalogue
from data.service.room import RoomService
from data.settings import Settings

STEP_SECONDS = 0.02
SMALL_BYTES = 1_000_000
"""A file up to so many is checked in the lane of the small ones."""
DELIVERY = KINDS["delivery"]
TASKS = ("check", "load")
GRACE = timedelta(seconds=30)


def _report(text: str | None) -> dict[str, Any]:
    """The dry run's report with its sentences ready to be worded."""
    if not text:
        return {}
    report: dict[str, Any] = json.loads(text)
    report["rejections"] = [[row, column, value, unpacked(why)] for row, column, value, why in report["rejections"]]
    report["findings"] = [unpacked(words) for words in report["findings"]]
    return report


def _change_map(report: dict[str, Any]) -> ChangeMap | None:
    """The differences of the first numeric column by area; None where there are none."""
    changes = report.get("changes", {})
    for column in changes.get("columns", [])[:1]:
        values = {code: float(value) for code, value in changes["by_area"][column].items()}
        return ChangeMap(column, values, *spread_classes(values))
    return None


class DataDesk:
    """Answers and commands about datasets and loads; thread-safe."""

    def __init__(self, engine: Engine, settings: Settings, room: RoomService) -> None:
        self._engine = engine
        self._settings = settings
        self._room = room
        self._lock = threading.Lock()
        self._scorecard: tuple[Any, list[DatasetRow]] = (None, [])

    # -- catalogue -----------------------------------------------------------------------------

    def datasets(self) -> list[DatasetRow]:
        """The scorecard of every dataset."""
        require(Right.CATALOGUE)
        feeds, version, clock = self._room.feeds(), self._room.version(), self._room.clock()
        key = (version, clock.replace(second=0, microsecond=0))
        with self._lock:
            if self._scorecard[0] != key:
                self._scorecard = (key, catalogue.dataset_rows(self._engine, self._room.city(), feeds))
            return self._scorecard[1]

    def dataset(self, name: str) -> DatasetView:
        """One dataset's page."""
        require(Right.CATALOGUE)
        return catalogue.dataset_view(self._engine, self._room.city(), self._room.feeds(), name)

    def loads(self, dataset: str | None = None) -> list[LoadRow]:
        """The newest loads."""
        require(Right.CATALOGUE)
        return catalogue.load_rows(self._engine, dataset)

    # -- loading by hand -----------------------------------------------------------------------

    def hand_in(self, handed: Handed, *, confirmed: bool = False) -> int:
        """Receive a file and begin its dry run; gives the delivery's number.

        Parameters
        ----------
        confirmed : bool
            Load it when nothing stands against it, without another decision.
        """
        who = require(Right.LOAD)
        number = deliveries.receive(self._engine, self._settings, who, handed)
        row = queries.delivery(self._engine, number)
        if row is not None and row["state"] == "waiting":
            self._ask(row, "check", confirmed=confirmed)
        elif row is not None and row["state"] == "checked" and confirmed:
            self.confirm(number)
        return number

    def _ask(self, row: Mapping[str, Any], task: str, *, confirmed: bool) -> None:
        """Have the worker check or load a delivery; a large file goes where it holds up no small one."""
        who, number = person(), int(row["id"])
        by = [who.name, who.role.value, who.via] if confirmed else None
        deliveries.Progress(self._settings, number).tell(task, 0, 6)
        queue.ask(
            self._engine,
            DELIVERY,
            f"{number} {task}",
            {"number": number, "task": task, "who": by},
            asked_by=who.name,
            lane="small" if row["size"] <= SMALL_BYTES else "large",
        )

    def check_again(self, number: int, points: str = "") -> None:
        """Repeat the dry run against what is current now.

        Parameters
        ----------
        points : str
            "thousands" or "decimals": what points mean in its numbers; anything else leaves what was said before.
        """
        who = require(Right.LOAD)
        said = NumberForm(points) if points in ANSWERS else None
        if deliveries.ask_check(self._engine, self._settings, who, number, said):
            self._ask(self._row(number), "check", confirmed=False)

    def confirm(self, number: int) -> None:
        """Load a checked delivery."""
        who = require(Right.LOAD)
        row = self._row(number)
        deliveries.confirm(self._engine, who, number)
        self._ask(row, "load", confirmed=True)

    def _row(self, number: int) -> dict[str, Any]:
        row = queries.delivery(self._engine, number)
        if row is None:
            raise NotFoundError(msg("There is no delivery {id}.", id=str(number)))
        return row

    def withdraw(self, number: int) -> None:
        """Put a delivery away."""
        deliveries.withdraw(self._engine, self._settings, require(Right.LOAD), number)

    def take_back(self, load_id: int, reason: str) -> str:
        """Roll a load back with its reason; gives the dataset."""
        dataset = deliveries.take_back(self._engine, require(Right.LOAD), load_id, reason)
        self._room.invalidate()
        return dataset

    def deliveries(self) -> list[DeliveryView]:
        """The newest deliveries."""
        require(Right.LOAD)
        return [self._view(row) for row in queries.deliveries(self._engine)]

    def delivery(self, number: int) -> DeliveryView:
        """One delivery with how far it is and its report.

        Raises
        ------
        NotFoundError
            When there is none of that number.
        """
        require(Right.LOAD)
        row = self._row(number)
        view = self._view(row)
        if view.busy:
            self._nudge(row)
            view = self._view(self._row(number))
        else:
            self._room.invalidate()  # what it brought is to be seen by who was just told
        return view

    def _nudge(self, row: Mapping[str, Any]) -> None:
        """A delivery at work without an open job is put to work, or can be decided on again.

        Not at once: between a step and the job that follows it there is a moment without a job.
        """
        number = int(row["id"])
        newest = queue.newest_state(self._engine, DELIVERY.id, [f"{number} {task}" for task in TASKS])
        since = queries.last_step_at(self._engine, "delivery", number)
        if newest in OPEN_STATES or (since is not None and audit_now() - since < GRACE):
            return
        if row["state"] == "waiting" and newest in (None, JobState.DONE):
            self._ask(row, "check", confirmed=False)
        else:
            deliveries.interrupted(self._engine, self._settings, number)

    def wait(self, number: int, seconds: float) -> DeliveryView:
        """The delivery when nothing is under way any more, or after some seconds."""
        end = time.monotonic() + seconds
        view = self.delivery(number)
        while view.busy and time.monotonic() < end:
            time.sleep(STEP_SECONDS)
            view = self.delivery(number)
        return view

    def _view(self, row: Any) -> DeliveryView:
        feeds, report = self._room.feeds(), _report(row.get("report"))
        feed = feeds.get(row["dataset"])
        step, done, total = "", 0, 0
        if row["state"] in deliveries.BUSY:
            step, done, total = deliveries.Progress(self._settings, int(row["id"])).read()
        return DeliveryView(
            id=int(row["id"]),
            dataset=row["dataset"],
            title=feed.title if feed else declared(row["dataset"], ""),
            file_name=row["file_name"],
            size=int(row["size"]),
            sha256=row.get("sha256", ""),
            owner=row["owner"],
            received=row["received_at"],
            state=row["state"],
            load_id=row["load_id"],
            problem=unpacked(row["problem"]) if row["problem"] else None,
            step=step,
            done=done,
            total=total,
            report=report,
            change=_change_map(report),
            points=row.get("points") or "",
        )

    # -- datasets without code -----------------------------------------------------------------

    def declare(self, text: str) -> str:
        """Keep a declaration; gives the dataset's id."""
        dataset = declare.declare(self._engine, require(Right.LOAD), text)
        self._room.invalidate()
        return dataset

    def withdraw_declaration(self, dataset: str) -> None:
        """Take a declaration back while nothing of it is loaded."""
        declare.withdraw(self._engine, require(Right.LOAD), dataset)
        self._room.invalidate()
