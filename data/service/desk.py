"""The data desk: catalogue, loading by hand, lineage, datasets without code."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

from sqlalchemy import Engine

from data.commands import declare, deliveries
from data.commands.deliveries import Handed as Handed
from data.domain.desk_views import ChangeMap, DatasetRow, DatasetView, DeliveryView, LoadRow
from data.domain.errors import NotFoundError, declared, msg, unpacked
from data.domain.people import Person, Right, person, require
from data.indicators.breaks import spread_classes
from data.queries import desk as queries
from data.service import catalogue
from data.service.loader import Loader
from data.service.room import RoomService
from data.settings import Settings

STEP_SECONDS = 0.02


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


def _words_of(who: Person) -> tuple[str, ...]:
    """A person as the loader's process reads it."""
    return who.name.replace(" ", "+"), who.role.value, who.via


class DataDesk:
    """Answers and commands about datasets and loads; thread-safe."""

    def __init__(self, engine: Engine, settings: Settings, room: RoomService) -> None:
        self._engine = engine
        self._settings = settings
        self._room = room
        self._loader = Loader(settings)
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

    def wake(self) -> None:
        """Somebody is about to load: start the loader's process now."""
        require(Right.LOAD)
        self._loader.wake()

    def hand_in(self, handed: Handed, *, confirmed: bool = False) -> int:
        """Receive a file and begin its dry run; gives the delivery's number.

        Parameters
        ----------
        confirmed : bool
            Load it when nothing stands against it, without another decision.
        """
        who = require(Right.LOAD)
        self._loader.wake()
        number = deliveries.receive(self._engine, self._settings, who, handed)
        row = queries.delivery(self._engine, number)
        if row is not None and row["state"] == "waiting":
            self._tell_check(number, confirmed=confirmed)
        elif row is not None and row["state"] == "checked" and confirmed:
            self.confirm(number)
        return number

    def _tell_check(self, number: int, *, confirmed: bool = False) -> None:
        deliveries.Progress(self._settings, number).tell("check", 0, 6)
        self._loader.tell("check", str(number), *(_words_of(person()) if confirmed else ()))

    def check_again(self, number: int) -> None:
        """Repeat the dry run against what is current now."""
        require(Right.LOAD)
        if deliveries.ask_check(self._engine, self._settings, number):
            self._tell_check(number)

    def confirm(self, number: int) -> None:
        """Load a checked delivery."""
        who = require(Right.LOAD)
        self.delivery(number)
        deliveries.Progress(self._settings, number).tell("load", 0, 2)
        deliveries.confirm(self._engine, who, number)
        self._tell_load(number)

    def _tell_load(self, number: int) -> None:
        self._loader.tell("load", str(number), *_words_of(person()))

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
        row = queries.delivery(self._engine, number)
        if row is None:
            raise NotFoundError(msg("There is no delivery {id}.", id=str(number)))
        view = self._view(row)
        if view.busy:
            self._nudge(view)
        else:
            self._room.invalidate()  # what it brought is to be seen by who was just told
        return view

    def _nudge(self, view: DeliveryView) -> None:
        """Work that fell silent (its process was ended) is begun again, or can be decided on again."""
        *_, silent = deliveries.Progress(self._settings, view.id).read()
        if silent <= deliveries.STALLED_SECONDS:
            return
        if view.state == "waiting":
            self._tell_check(view.id)
        else:
            deliveries.recover(self._engine, self._settings)

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
            step, done, total, _ = deliveries.Progress(self._settings, int(row["id"])).read()
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

    def close(self) -> None:
        """End the loader's process."""
        self._loader.stop()
