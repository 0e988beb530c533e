"""Borders and people: real kelurahan borders, simulated RW cells, population from published totals."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from shapely import MultiPoint, Point, Polygon, unary_union, voronoi_polygons
from shapely.geometry import LineString, MultiPolygon, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize

from data.domain.areas import CITY, parent_of
from data.reference import fact, rows
from data.sample.plan import Floats, Ints, apportion, generator

VALID_FROM = "2017-01-01"
TO_METRES = Transformer.from_crs(4326, 32748, always_xy=True).transform
TO_DEGREES = Transformer.from_crs(32748, 4326, always_xy=True).transform
RELAXATIONS = 12
Geometry = TypeVar("Geometry", bound=BaseGeometry)


Projection = Callable[..., Any]


def moved(projection: Projection, geometry: Geometry) -> Geometry:
    """A geometry in another coordinate system."""
    result: Geometry = shapely.transform(geometry, projection, interleaved=False)
    return result


@dataclass(frozen=True)
class Register:
    """The simulated register of RW, sorted by code.

    Attributes
    ----------
    codes : list of str
        924 RW codes.
    people : array of int
        Residents of each RW; sums to the census total of 2020.
    cells : dict
        RW code → polygon in UTM 48S metres.
    """

    codes: list[str]
    people: Ints
    cells: dict[str, BaseGeometry]

    def of(self, area: str) -> Ints:
        """Positions of the RW inside ``area``."""
        return np.flatnonzero([code.startswith(area + ".") for code in self.codes])

    @property
    def middles(self) -> Floats:
        """Centroids of the RW in metres, RW × 2."""
        return np.array([self.cells[code].centroid.coords[0] for code in self.codes])

    def cell_at(self, x: float, y: float) -> str:
        """Code of the RW at a point in metres, the nearest where it lies outside by the borders' own error."""
        point = Point(x, y)
        return min(self.codes, key=lambda code: self.cells[code].distance(point))

    @property
    def kelurahan(self) -> list[str]:
        """Kelurahan code of each RW."""
        return [str(parent_of(code)) for code in self.codes]


def kelurahan_polygons() -> dict[str, Polygon]:
    """63 polygons (UTM 48S) from the measured border lines, named by the label points.

    Raises
    ------
    ValueError
        When the lines do not close to exactly one face for each kelurahan.
    """
    arcs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows("borders"):
        arcs[row["arc"]].append((float(row["lon"]), float(row["lat"])))
    lines = [moved(TO_METRES, LineString(points)) for points in arcs.values()]
    faces = list(polygonize(unary_union(lines)))
    named = {}
    for row in rows("kelurahan"):
        label = moved(TO_METRES, Point(float(row["lon_label"]), float(row["lat_label"])))
        named[row["kode"]] = next(face for face in faces if face.contains(label))
    if len(faces) != len(named) or len({id(face) for face in named.values()}) != len(named):
        raise ValueError(f"{len(faces)} faces for {len(named)} kelurahan")
    return named


def rw_counts(km2: dict[str, float]) -> dict[str, int]:
    """RW per kelurahan: sums per kecamatan as published, known counts and lower bounds kept."""
    bounds: dict[str, int] = defaultdict(lambda: 3)
    fixed: dict[str, int] = {}
    for row in rows("rw_kelurahan_bounds"):
        if row["indikator"] == "jumlah_rw":
            fixed[row["kode"]] = int(row["nilai"])
        bounds[row["kode"]] = max(bounds[row["kode"]], int(row["nilai"]))
    counts: dict[str, int] = {}
    for row in rows("rw_per_kecamatan"):
        codes = [code for code in km2 if parent_of(code) == row["kode_kec"]]
        free = [code for code in codes if code not in fixed]
        total = int(row["jumlah_rw"]) - sum(fixed.get(code, 0) for code in codes)
        weights = np.array([km2[code] ** 0.7 for code in free])
        lowest = np.array([bounds[code] for code in free])
        shares = apportion(total, weights, at_least=lowest)
        counts |= {code: fixed[code] for code in codes if code in fixed}
        counts |= dict(zip(free, map(int, shares), strict=True))
    return counts


def kecamatan_people(km2: dict[str, float], counts: dict[str, int]) -> dict[str, int]:
    """Residents per kecamatan: three from published figures, the rest simulated, the census total kept."""
    kecamatan = sorted({str(parent_of(code)) for code in km2})
    area = {k: sum(v for code, v in km2.items() if parent_of(code) == k) for k in kecamatan}
    known = {
        "32.76.10": int(fact("penduduk", "penduduk_kecamatan_tapos")),
        "32.76.05": int(fact("penduduk", "penduduk_kecamatan_sukmajaya")),
        "32.76.07": round(fact("penduduk", "kepadatan_kecamatan_cipayung") * area["32.76.07"]),
    }
    rest = [k for k in kecamatan if k not in known]
    rw = {k: sum(n for code, n in counts.items() if parent_of(code) == k) for k in rest}
    weights = np.array([(rw[k] * area[k]) ** 0.5 for k in rest])
    total = int(fact("penduduk", "sensus_penduduk_2020")) - sum(known.values())
    return known | dict(zip(rest, map(int, apportion(total, weights)), strict=True))


def make_register() -> tuple[Register, dict[str, Polygon]]:
    """The RW register and the kelurahan polygons it stands on."""
    polygons = kelurahan_polygons()
    km2 = {code: polygon.area / 1e6 for code, polygon in polygons.items()}
    counts = rw_counts(km2)
    totals = kecamatan_people(km2, counts)
    random = generator("areas")
    cells: dict[str, BaseGeometry] = {}
    for code in sorted(polygons):
        kelurahan_cells = _cells(polygons[code], counts[code], random)
        cells |= {f"{code}.{number:03d}": cell for number, cell in enumerate(kelurahan_cells, 1)}
    codes = sorted(cells)
    people = np.zeros(len(codes), dtype=np.int64)
    kecamatan = np.array([code[:8] for code in codes])
    size: Floats = random.lognormal(0.0, 0.42, len(codes))
    for code, total in totals.items():
        inside = np.flatnonzero(kecamatan == code)
        lowest = np.full(len(inside), 320)
        people[inside] = apportion(total, size[inside], at_least=lowest)
    return Register(codes, people, cells), polygons


def _cells(polygon: Polygon, count: int, random: np.random.Generator) -> list[BaseGeometry]:
    """Cells of similar size that fill a polygon: Voronoi cells after Lloyd's relaxation."""
    west, south, east, north = polygon.bounds
    points: list[Point] = []
    while len(points) < count:
        point = Point(random.uniform(west, east), random.uniform(south, north))
        if polygon.contains(point):
            points.append(point)
    for _ in range(RELAXATIONS if count > 1 else 0):
        cells = _clipped(points, polygon)
        points = [cell.representative_point() if not cell.contains(cell.centroid) else cell.centroid for cell in cells]
    cells = _without_islands(_clipped(points, polygon)) if count > 1 else [polygon]
    return sorted(cells, key=lambda cell: (-round(cell.centroid.y / 400), cell.centroid.x))


def _clipped(points: list[Point], polygon: Polygon) -> list[BaseGeometry]:
    cells = voronoi_polygons(MultiPoint(points), extend_to=polygon).geoms
    return [clipped for cell in cells if not (clipped := cell.intersection(polygon)).is_empty]


def _without_islands(cells: list[BaseGeometry]) -> list[BaseGeometry]:
    """Give every detached part of a cell to the neighbour it shares the longest border with."""
    mains: list[BaseGeometry] = []
    loose: list[BaseGeometry] = []
    for cell in cells:
        parts = sorted((p for p in getattr(cell, "geoms", [cell]) if p.area > 0), key=lambda p: -p.area)
        mains.append(parts[0])
        loose += parts[1:]
    for piece in sorted(loose, key=lambda p: -p.area):
        shared = [main.intersection(piece).length for main in mains]
        best = int(np.argmax(shared))
        mains[best] = unary_union([mains[best], piece])
    return mains


def _rounded(geometry: BaseGeometry) -> dict[str, Any]:
    """GeoJSON with five decimals (about a metre)."""
    text = json.dumps(mapping(geometry))
    document: dict[str, Any] = json.loads(text, parse_float=lambda number: round(float(number), 5))
    return document


def write_areas(folder: Path, register: Register, polygons: dict[str, Polygon]) -> Path:
    """``areas.geojson``: city, kecamatan, kelurahan and RW, dissolved upwards from the kelurahan."""
    degrees = {code: moved(TO_DEGREES, polygon) for code, polygon in polygons.items()}
    snapped = {code: _snap(polygon) for code, polygon in degrees.items()}
    names = {row["kode"]: row["kelurahan"] for row in rows("kelurahan")}
    names |= {row["kode_kec"]: row["kecamatan"] for row in rows("kelurahan")} | {CITY: "Kota Depok"}
    shapes: dict[str, tuple[str, BaseGeometry, float, str]] = {}
    for code in sorted({*names}):
        inside = [c for c in polygons if c == code or c.startswith(code + ".")]
        km2 = sum(polygons[c].area for c in inside) / 1e6
        shapes[code] = (names[code], unary_union([snapped[c] for c in inside]), km2, "0")
    for code, cell in register.cells.items():
        shapes[code] = (f"RW {code[-3:]}", moved(TO_DEGREES, cell), cell.area / 1e6, "1")
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": code,
                "name": name,
                "valid_from": VALID_FROM,
                "valid_to": None,
                "area_km2": round(km2, 5),
                "simulated": simulated,
            },
            "geometry": _rounded(shape),
        }
        for code, (name, shape, km2, simulated) in sorted(shapes.items())
    ]
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def _snap(polygon: Polygon) -> BaseGeometry:
    rounded = Polygon([(round(x, 5), round(y, 5)) for x, y in polygon.exterior.coords])
    return rounded if rounded.is_valid else MultiPolygon([rounded.buffer(0)])


def write_population(folder: Path, register: Register) -> Path:
    """``population.csv``: residents of each RW by the census of 2020, used from the start of that year."""
    frame = pd.DataFrame({"area": register.codes, "date": "2020-01-01", "people": register.people})
    path = folder / "population.csv"
    frame.to_csv(path, index=False)
    return path
