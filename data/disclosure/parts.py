"""What a product is made of: the parts that are in every product, and how a subject adds its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.disclosure.shapes import MapPlane
from data.service.city import City

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class OpenTable:
    """An open file with its columns in words.

    Attributes
    ----------
    dataset : str
        The open dataset that it belongs to.
    question : str
        SQL on the product.
    columns : tuple of (name, Indonesian, English)
        The dictionary. Where it has no column "simulated" one is added that says it of the dataset.
    """

    dataset: str
    question: str
    columns: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, kw_only=True)
class ProductPart:
    """What a subject adds to the product.

    Attributes
    ----------
    datasets : tuple of str
        What its rows are taken from: while one of them is not open its tables and files stay empty.
    schema : str
        Its tables.
    rows : callable
        City and plane of the maps → table → rows in the order of the columns.
    files : mapping
        Open files by name.
    features : mapping
        Open GeoJSON files by name: the dataset, and SQL giving ``code, lon, lat, area, status``.
    """

    datasets: tuple[str, ...]
    schema: str
    rows: Callable[[City, MapPlane], dict[str, Rows]]
    files: Mapping[str, OpenTable]
    features: Mapping[str, tuple[str, str]] = field(default_factory=dict)


AREA = (
    "area",
    "kode wilayah Kemendagri; RW: kode kelurahan dan nomor RW",
    "Kemendagri area code; RW: the kelurahan's code and the RW's number",
)
LEVEL = ("level", "tingkat wilayah: kota, kecamatan, kelurahan, rw", "level: kota, kecamatan, kelurahan, rw")
STATE = (
    "state",
    "ok: nilai tepat; hidden: hanya rentang; no_report: tidak ada laporan; incomplete: laporan belum lengkap; "
    "not_applicable: tidak berlaku",
    "ok: exact; hidden: an interval only; no_report: nothing was reported; incomplete: reports are missing; "
    "not_applicable: does not apply",
)
VALUE = (
    "value",
    "kasus baru terkonfirmasi menurut tanggal kejadian; kosong bila disembunyikan",
    "new confirmed cases by event date; empty when hidden",
)
LOW = ("low", "batas bawah rentang, termasuk", "lower end of the interval, included")
HIGH = (
    "high",
    "batas atas rentang, termasuk; kosong berarti tanpa batas atas",
    "upper end of the interval, included; empty means no upper end",
)
SHARE = ("share_reported", "bagian laporan RW yang masuk, 0 sampai 1", "part of the RW reports that came in, 0 to 1")
KNOWN = (
    "known_on",
    "laporan sampai hari ini termasuk; angka pekan tidak diubah sesudahnya",
    "reports up to this day are in; a week's figure is not changed afterwards",
)
