"""The public edition over HTTP: pages, files, and answers that a CDN can carry. Reads the product, nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, redirect, request, send_from_directory
from werkzeug.exceptions import HTTPException

from data.domain.errors import DecorError, NotFoundError, msg
from data.domain.public_views import Edition
from data.public import NotPublishedError, PublicService
from data.public.reports import TooOftenError
from data.text import say
from layouts.public import home
from layouts.public.site import Site, page
from server import public_pages
from server.answer_cache import PAGE_SECONDS, AnswerCache, StoredAnswer, answer, kept, takes_gzip
from server.public_api import mount_public_api
from server.public_parts import Made
from server.public_subjects import mount_own_routes, own_addresses

ASSETS = Path(__file__).parents[1] / "assets"
FILES = {
    "public.css": "public/public.css",
    "public.js": "public/public.js",
    "near.js": "public/near.js",
    "font": "fonts/encode-sans-latin-standard-normal.woff2",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src "
    "'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@lru_cache(maxsize=1)
def assets() -> dict[str, str]:
    """Name → address with the content's hash."""
    addresses = {}
    for name, path in FILES.items():
        digest = hashlib.sha256((ASSETS / path).read_bytes()).hexdigest()[:12]
        addresses[name] = f"/aset/{digest}/{Path(path).name}"
    return addresses


class PublicEdition:
    """The routes of the public edition on a server."""

    def __init__(self, service: PublicService, *, room: bool) -> None:
        self.service = service
        self.room = room
        self.cache = AnswerCache()

    def site(self, edition: Edition | None) -> Site:
        """The frame of the page that is asked for; without an edition before the first one."""
        lang = "en" if request.args.get("lang") == "en" else "id"
        return Site(
            lang,
            request.path,
            request.host_url.rstrip("/"),
            assets(),
            edition,
            self.room,
            self.service.subjects() if edition is not None else (),
        )

    def html(self, make: Callable[[PublicService, Site], Made], key: str = "") -> Response:
        """A page, from the shelf where it was made before."""
        edition = self.service.edition()
        site = self.site(edition)
        # Besides the edition a page depends on the present hour, because freshness ages.
        name = f"{edition.now:%Y-%m-%d %H} {request.host_url} {site.lang} {request.path} {key}"
        return answer(self.cache.get(self.service.stamp(), name, lambda: self._made(make, site)))

    def _made(self, make: Callable[[PublicService, Site], Made], site: Site) -> StoredAnswer:
        made = make(self.service, site)
        return kept(page(site, made.title, made.description, *made.body, index=made.index), "text/html")

    def failure(self, error: Exception) -> Response:
        """One sentence and the ways on."""
        code, words = _code_and_words(error)
        lang = "en" if request.args.get("lang") == "en" else "id"
        if request.path.startswith("/api/"):
            stored = kept(json.dumps({"error": say(words, lang)}, ensure_ascii=False), "application/json", code)
        elif isinstance(error, NotPublishedError):
            site = self.site(None)
            body = home.no_edition(site, say(words, lang))
            text = page(site, say("One moment", lang), say(words, lang), *body, index=False)
            stored = kept(text, "text/html", code, {"Retry-After": "20", "Refresh": "10"})
        else:
            site = self._site_or_bare()
            title = say("There is no such page.", lang) if code == 404 else say("That did not work", lang)
            text = page(
                site,
                title,
                say(words, lang),
                *home.problem(
                    site,
                    title,
                    say("Check the address, or look for your RW above.", lang)
                    if isinstance(error, HTTPException) and code == 404
                    else say(words, lang),
                ),
                index=False,
            )
            stored = kept(text, "text/html", code)
        return answer(stored)

    def _site_or_bare(self) -> Site:
        try:
            return self.site(self.service.edition())
        except NotPublishedError:
            return self.site(None)


SENTENCES = {
    400: msg("The request cannot be understood."),
    404: msg("There is no such page."),
    403: msg("This was sent by another page and not counted."),
    405: msg("This method is not allowed here."),
    413: msg("The request is too large."),
    416: msg("The file has no such part."),
    500: msg("Something went wrong here; it has been noted."),
}


def _code_and_words(error: Exception) -> tuple[int, Any]:
    if isinstance(error, NotPublishedError):
        return 503, error.message
    if isinstance(error, NotFoundError):
        return 404, error.message
    if isinstance(error, TooOftenError):
        return 429, error.message
    if isinstance(error, DecorError):
        return 400, error.message
    if isinstance(error, HTTPException) and (error.code or 0) >= 400:
        return int(error.code or 500), SENTENCES.get(error.code or 500, SENTENCES[400])
    raise error


def mount_public(server: Flask, service: PublicService, *, room: bool) -> PublicEdition:
    """Add the public edition at ``/``.

    Parameters
    ----------
    room : bool
        True where the room's edition runs beside it; its door is then in the menu.
    """
    edition = PublicEdition(service, room=room)
    routes = Blueprint("public", __name__)
    for path, name, make in public_pages.PAGES:
        routes.add_url_rule(path, name, _page_of(edition, make))
    routes.add_url_rule(
        "/rw/<code>", "rw", lambda code: edition.html(lambda s, site: public_pages.area(s, site, code, rw=True))
    )
    routes.add_url_rule(
        "/wilayah/<code>", "area", lambda code: edition.html(lambda s, site: public_pages.area(s, site, code, rw=False))
    )
    routes.add_url_rule(
        "/data/<name>", "dataset", lambda name: edition.html(lambda s, site: public_pages.dataset(s, site, name))
    )
    routes.add_url_rule(
        "/<slug>", "subject", lambda slug: edition.html(lambda s, site: public_pages.subject(s, site, slug))
    )
    routes.add_url_rule("/cari", "search", lambda: search(edition))
    routes.add_url_rule("/unduh/<name>", "download", lambda name: download(edition, name))
    routes.add_url_rule("/aset/<digest>/<name>", "asset", asset)
    routes.add_url_rule("/sitemap.xml", "sitemap", lambda: sitemap(edition))
    routes.add_url_rule("/robots.txt", "robots", robots)
    mount_public_api(routes, service, edition.cache)
    mount_own_routes(routes, edition)
    routes.after_request(lambda response: _headers(response))
    for kind in (DecorError, HTTPException):
        routes.register_error_handler(kind, edition.failure)
    server.register_blueprint(routes)
    server.extensions["decor-public"] = edition
    return edition


def _page_of(edition: PublicEdition, make: Callable[[PublicService, Site], Made]) -> Callable[[], Response]:
    return lambda: edition.html(make)


def _headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=()"
    if request.path.startswith(("/api/", "/unduh/")):
        response.headers["Access-Control-Allow-Origin"] = "*"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def search(edition: PublicEdition) -> Any:
    """Areas by name; a single one is opened at once."""
    asked = " ".join(request.args.get("q", "").split())[:60]
    areas = edition.service.search(asked)
    if len(areas) == 1:
        return redirect(edition.site(None).to(home.address(areas[0])), 302)
    return edition.html(lambda service, site: public_pages.search_results(service, site, asked, areas), asked)


def download(edition: PublicEdition, name: str) -> Response:
    """An open file of the edition in force."""
    known = {file.name: file.sha256 for file in edition.service.files()}
    if name != "SHA256SUMS" and name not in known:
        abort(404)
    mimetype = (
        "application/geo+json" if name.endswith(".geojson") else "text/csv" if name.endswith(".csv") else "text/plain"
    )
    folder = edition.service.files_dir
    if takes_gzip() and "Range" not in request.headers and name in known:
        # Packed once an edition; a part of a file is a part of it as it lies on disk.
        stored = edition.cache.get(
            edition.service.stamp(), f"file {name}", lambda: kept((folder / name).read_bytes(), mimetype)
        )
        response = answer(stored)
        response.headers["Content-Disposition"] = f"attachment; filename={name}"
    else:
        response = send_from_directory(
            folder, name, mimetype=mimetype, as_attachment=True, etag=known.get(name, "")[:20] or True
        )
        response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = f"public, max-age={PAGE_SECONDS}"
    return response


def asset(digest: str, name: str) -> Response:
    """A file of the pages, by its content's hash: kept for good."""
    paths = {Path(path).name: path for path in FILES.values()}
    if name not in paths or f"/aset/{digest}/{name}" not in assets().values():
        abort(404)
    return _packed_asset(paths[name])


def _packed_asset(path: str) -> Response:
    mimetype = {"css": "text/css", "js": "text/javascript", "woff2": "font/woff2"}[path.rsplit(".", 1)[1]]
    stored = _asset_file(path, mimetype)
    response = answer(stored)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@lru_cache(maxsize=8)
def _asset_file(path: str, mimetype: str) -> StoredAnswer:
    body = (ASSETS / path).read_bytes()
    if mimetype == "font/woff2":
        return StoredAnswer(b"", body, hashlib.sha256(body).hexdigest()[:20], mimetype)
    return kept(body, mimetype)


def sitemap(edition: PublicEdition) -> Response:
    """Every page in both languages."""
    origin = request.host_url.rstrip("/")
    made = edition.cache.get(
        edition.service.stamp(), f"sitemap {origin}", lambda: kept(_sitemap(edition.service, origin), "application/xml")
    )
    return answer(made)


def _sitemap(service: PublicService, host: str) -> str:
    origin, when = escape(host), service.edition().clock.date().isoformat()
    paths = [path for path, _, _ in public_pages.PAGES]
    paths += [f"/{subject.slug}" for subject in service.subjects()]
    paths += own_addresses(service)
    paths += [f"/data/{name}" for name in service.open_datasets()]
    paths += [home.address(area) for area in service.areas()]
    entries = "".join(
        f"<url><loc>{origin}{path}</loc><lastmod>{when}</lastmod>"
        f'<xhtml:link rel="alternate" hreflang="en" href="{origin}{path}?lang=en"/></url>'
        for path in paths
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">{entries}</urlset>'
    )


def robots() -> Response:
    """Everything public may be read by robots."""
    return answer(
        kept(
            f"User-agent: *\nDisallow: /ruang/\nDisallow: /masuk\nSitemap: {request.host_url}sitemap.xml\n",
            "text/plain",
        )
    )
