"""Exports: a panel's table as a file."""

from __future__ import annotations

from flask import Flask, Response, abort, request

from data.service import Exports, registry
from layouts.files import csv_text, xlsx_bytes
from server.desk import Documents

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
}


def mount_exports(server: Flask, docs: Documents, exports: Exports) -> None:
    """Add the route."""
    rule = f"{docs.prefix}unduh/<panel>.<kind>"
    server.add_url_rule(rule, "export", lambda panel, kind: export(docs, exports, panel, kind))


def export(docs: Documents, exports: Exports, panel: str, kind: str) -> Response:
    """A panel's table as a file."""
    if kind not in (*KINDS, "png"):
        abort(404)
    state, page = docs.state(), request.args.get("page", "")
    if page not in registry().slugs:
        abort(404)
    subject = registry().slugs[page]
    view = exports.make(state, panel, subject)
    if kind == "png":
        # The browser draws the picture itself; here it only stands in the audit log.
        return Response(status=204)
    body = csv_text(view, state.lang).encode() if kind == "csv" else xlsx_bytes(view, state.lang)
    name = f"decor-{page or 'ringkasan'}-{panel}-{docs.room.clock():%Y%m%d}.{kind}"
    return Response(body, mimetype=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})
