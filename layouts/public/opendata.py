"""Open data: datasets, dictionaries, licence, and how to ask by program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.domain.public_views import OpenDatasetPage, OpenFile, PublicDataset
from data.text import kilobytes, number, say
from layouts.markup import Tree, el
from layouts.public.site import Site, crumbs, search
from layouts.public.tables import Cell, section, table
from layouts.public.words import stamp

Dictionary = Mapping[str, Sequence[tuple[str, str]]]


def list_page(site: Site, pages: Mapping[str, OpenDatasetPage], files: Sequence[OpenFile]) -> list[Tree]:
    """All datasets and the API in short."""
    lang = site.lang
    items = [
        el("li", site.a(f"/data/{page.id}", el("b", page.title[lang]), el("span", page.words[lang], cls="where")))
        for page in pages.values()
    ]
    return [
        el(
            "div",
            search(site),
            el("h1", say("Open data", lang)),
            el(
                "p",
                say(
                    "Everything on these pages as files and over an API, free to use with the name of the source.", lang
                ),
                cls="lead",
            ),
            cls="top",
        ),
        section(say("Datasets", lang), el("ul", *items, cls="found"), id_="daftar"),
        section(
            say("For programs", lang),
            el(
                "p",
                say(
                    "The API answers JSON, CSV or GeoJSON at /api/v1. A hidden value is null, with its ends and "
                    "the state “hidden”.",
                    lang,
                ),
            ),
            el(
                "ul",
                el("li", el("a", "/api/v1/openapi.json", href="/api/v1/openapi.json")),
                el("li", el("a", "/api/v1/areas?level=kecamatan", href="/api/v1/areas?level=kecamatan")),
                cls="plain",
            ),
            id_="api",
        ),
        section(
            say("All files", lang),
            _files(site, files),
            el("p", el("a", "SHA256SUMS", href="/unduh/SHA256SUMS")),
            id_="berkas",
        ),
    ]


def _files(site: Site, files: Sequence[OpenFile]) -> Tree:
    lang = site.lang
    rows = [
        [
            Cell(el("a", open_file.name, href=f"/unduh/{open_file.name}"), open_file.name),
            Cell(number(open_file.rows, lang) if open_file.rows else "–", open_file.rows),
            Cell(f"{kilobytes(open_file.bytes, lang)} kB", open_file.bytes),
            el("code", open_file.sha256[:12], title=open_file.sha256),
        ]
        for open_file in files
    ]
    heads = [say("File", lang), say("Rows", lang), say("Size", lang), "SHA-256"]
    return table(say("Files for download", lang), heads, rows, numbers=(1, 2), lang=lang)


def dataset_page(
    site: Site,
    page: OpenDatasetPage,
    files: Sequence[OpenFile],
    sources: Mapping[str, PublicDataset],
    dictionary: Dictionary,
) -> list[Tree]:
    """One dataset: files, columns in words, licence, source, how to ask."""
    lang = site.lang
    title, example = page.title[lang], page.example
    own = [open_file for open_file in files if open_file.dataset == page.id]
    columns = [
        table(
            say("Columns of {file}", lang).format(file=file),
            [say("Column", lang), say("Meaning", lang)],
            [[el("code", column), meaning] for column, meaning in entries],
            lang=lang,
            sortable=False,
        )
        for file, entries in dictionary.items()
        if any(open_file.name == file for open_file in own)
    ]
    feet = [stamp(sources[dataset], lang) for dataset in page.datasets if dataset in sources]
    return [
        el(
            "div",
            search(site),
            crumbs(site, ("/data", say("Open data", lang)), here=title),
            el("h1", title),
            el("p", page.words[lang], cls="lead"),
            cls="top",
        ),
        section(say("Files", lang), _files(site, own), *feet, id_="berkas"),
        section(say("Columns", lang), *columns, id_="kolom"),
        section(
            say("Licence", lang),
            el(
                "p",
                say(
                    "Creative Commons Attribution 4.0 (CC BY 4.0). Name: “Depok City Operating Room (DeCOR), "
                    "edition {n} of {day}”.",
                    lang,
                ).format(n=site.edition.version if site.edition else "", day=site.published),
            ),
            el(
                "p",
                say(
                    "Borders of the kelurahan: measured on github.com/cahyadsn/wilayah_boundaries (MIT). Area "
                    "codes and names: github.com/fityannugroho/idn-area-data (ODbL).",
                    lang,
                ),
            ),
            el("p", el("a", "LISENSI.txt", href="/unduh/LISENSI.txt")),
            id_="lisensi",
        ),
        section(
            say("For programs", lang),
            el("p", el("a", example, href=example)),
            el("p", el("a", "/api/v1/openapi.json", href="/api/v1/openapi.json")),
            id_="api",
        ),
    ]
