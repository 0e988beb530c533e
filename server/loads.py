"""Loading over the API: hand in, look, confirm, take back. The same commands as the data desk's pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from data.domain.desk_views import DeliveryView
from data.domain.errors import BadRequestError, msg
from data.domain.people import Right, require
from data.service import DataDesk
from data.service.desk import Handed
from data.text import say

CHUNK = 1 << 16
State = Literal["waiting", "checking", "checked", "refused", "loading", "loaded", "failed", "rolled_back", "withdrawn"]


class RejectionOut(BaseModel):
    """A row that would not be kept."""

    row: int
    column: str
    value: str
    reason: str


class ReportOut(BaseModel):
    """The dry run: rows read = kept + rejected, and what changes against today."""

    read: int
    kept: int
    rejected: int
    rejections: list[RejectionOut]
    more_rejections: int
    findings: list[str]
    new: int
    changed: int
    unchanged: int
    older: int


class LoadOut(BaseModel):
    """A delivery: handed in, checked, loaded or refused."""

    id: int
    dataset: str
    file: str
    sha256: str
    bytes: int
    by: str
    received: datetime
    state: State
    load: int | None = Field(description="number of the load that it became")
    problem: str
    progress: float | None = Field(description="0 to 1 while work is under way")
    report: ReportOut | None


class LoadsOut(BaseModel):
    """The newest deliveries."""

    loads: list[LoadOut]


class ReasonIn(BaseModel):
    """Why a load is taken back."""

    reason: str = Field(min_length=5, max_length=300)


def mount_loads(api: Blueprint, desk: DataDesk) -> None:
    """Add the routes to the API."""
    api.add_url_rule("/loads", "loads", lambda: newest(desk))
    api.add_url_rule("/loads", "load_post", lambda: hand_in(desk), methods=["POST"])
    api.add_url_rule("/loads/<int:number>", "load", lambda number: _answer(desk.delivery(number)))
    api.add_url_rule(
        "/loads/<int:number>/confirm", "load_confirm", lambda number: confirm(desk, number), methods=["POST"]
    )
    api.add_url_rule(
        "/loads/<int:number>/rollback", "load_rollback", lambda number: back(desk, number), methods=["POST"]
    )


def _out(view: DeliveryView) -> LoadOut:
    report: Any = view.report
    lang = "en" if request.args.get("lang") == "en" else "id"
    changes = report.get("changes", {})
    made = None
    if report:
        made = ReportOut(
            read=report["read"],
            kept=report["kept"],
            rejected=report["rejected"],
            rejections=[
                RejectionOut(row=r, column=c, value=v, reason=say(why, lang)) for r, c, v, why in report["rejections"]
            ],
            more_rejections=report["more_rejections"],
            findings=[say(words, lang) for words in report["findings"]],
            new=changes.get("new", 0),
            changed=changes.get("changed", 0),
            unchanged=changes.get("same", 0),
            older=changes.get("older", 0),
        )
    return LoadOut(
        id=view.id,
        dataset=view.dataset,
        file=view.file_name,
        sha256=view.sha256,
        bytes=view.size,
        by=view.owner,
        received=view.received,
        state=view.state,
        load=view.load_id,
        problem=say(view.problem, lang) if view.problem else "",
        progress=view.done / max(view.total, 1) if view.busy else None,
        report=made,
    )


def _answer(view: DeliveryView, code: int = 200) -> Response:
    return Response(_out(view).model_dump_json(), status=code, mimetype="application/json")


def newest(desk: DataDesk) -> Response:
    """The newest deliveries."""
    loads = LoadsOut(loads=[_out(view) for view in desk.deliveries()])
    return Response(loads.model_dump_json(), mimetype="application/json")


def hand_in(desk: DataDesk) -> Response:
    """Receive the body and put it to be checked; with ``confirm=true`` also loaded if nothing stands against it.

    The answer never waits for the work: it is 202, and its ``Location`` tells how far the work is.
    """
    require(Right.LOAD)

    def chunks() -> Iterator[bytes]:
        while chunk := request.stream.read(CHUNK):
            yield chunk

    handed = Handed(
        request.args.get("dataset", "")[:60],
        request.args.get("name", "file.csv")[:200],
        chunks(),
        request.headers.get("Idempotency-Key"),
        request.args.get("points", "")[:20],
    )
    number = desk.hand_in(handed, confirmed=request.args.get("confirm") == "true")
    answer = _answer_so_far(desk.delivery(number))
    answer.headers["Location"] = f"{request.path}/{number}"
    return answer


def _answer_so_far(view: DeliveryView) -> Response:
    return _answer(view, 202 if view.busy else (422 if view.state in ("refused", "failed") else 200))


def confirm(desk: DataDesk, number: int) -> Response:
    """Load what was checked; the answer does not wait for it."""
    desk.confirm(number)
    answer = _answer_so_far(desk.delivery(number))
    answer.headers["Location"] = request.path.rpartition("/")[0]
    return answer


def back(desk: DataDesk, number: int) -> Response:
    """Take the load of a delivery back, with a reason."""
    view = desk.delivery(number)
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
    reason = body.get("reason") if isinstance(body, dict) else None
    if not isinstance(reason, str):
        raise BadRequestError(msg("Say why, in 5 to 300 characters."))
    if view.load_id is None:
        raise BadRequestError(msg("This delivery was not loaded."))
    desk.take_back(view.load_id, reason)
    return _answer(desk.delivery(number))
