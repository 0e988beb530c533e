"""Wi-Fi in the public edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Literal

from flask import Blueprint, Response, abort, request
from pydantic import BaseModel

from data.domain.errors import NotFoundError, msg
from data.public import PublicService, api
from data.public.pages import wifi_view
from data.text import say
from layouts.markup import el
from layouts.public.site import Site
from layouts.public.site import page as render
from layouts.public.wifi_page import wifi_page
from server.public_endpoint import Body, EditionOut, Endpoint, PlacesQuery, filters_of, rows_answer
from server.public_parts import Made
from server.query import read_query


class PointOut(BaseModel):
    """A Wi-Fi point."""

    code: str
    area: str
    lon: float
    lat: float
    status: Literal["live", "down", "unknown", "refused", "waiting", "proposed"]
    live_on: dt.date | None


class PointsOut(EditionOut):
    """Wi-Fi points."""

    points: list[PointOut]


def page(service: PublicService, site: Site) -> Made:
    """Public Wi-Fi."""
    body = wifi_page(site, wifi_view(service, "wifi"))
    return Made("Wi-Fi", say("Where Depok's public Wi-Fi points are, and how many are live.", site.lang), body)


def points(service: PublicService) -> Body:
    """Wi-Fi points."""
    query = read_query(PlacesQuery, strict=True)
    rows = api.wifi_points(service, filters_of(service, query))
    return rows_answer(service, "points", rows, query.format, point=True, dataset="wifi-points")


def mount(routes: Blueprint, edition: Any) -> None:
    """Add the route that takes reports."""
    routes.add_url_rule("/wifi/lapor", "wifi_report", lambda: report(edition), methods=["POST"])


def report(edition: Any) -> Response:
    """Count that a point does not work, and say so.

    A form of another site is refused, since it would count without its reader's will.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    service: PublicService = edition.service
    code = request.form.get("titik", "")[:40]
    point = next((point for point in service.points() if point.code == code), None)
    if point is None:
        raise NotFoundError(msg("There is no point “{code}”.", code=code))
    service.reports.add(code, request.remote_addr or "")
    english = request.form.get("lang") == "en"
    site = replace(edition.site(service.edition()), lang="en" if english else "id")
    area = service.area(point.area)
    title = say("Thank you, it is counted", site.lang)
    words = say("A report says: {code} in {area} does not work.", site.lang)
    body = el(
        "div",
        el("h1", title),
        el("p", words.format(code=code, area=area.full_name)),
        el(
            "p",
            say("The room sees how many reports a point has, from three on, and looks after it.", site.lang),
            cls="muted",
        ),
        el("p", el("a", area.full_name, href=site.to(f"/rw/{area.code}#wifi"))),
        cls="top",
    )
    response = Response(render(site, title, title, body, index=False), mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


ENDPOINTS = {"wifi-points": Endpoint("Public Wi-Fi points", PlacesQuery, PointsOut, points)}
"""Addresses of the open-data API."""
