"""Maps as SVG inside the page: every area is a link; scripts add the arrow keys."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from data.domain.public_views import Point, PublicArea, PublicPlace
from data.text import say
from layouts.kit import legends
from layouts.kit.legends import Key
from layouts.markup import Tree, el

LETTER = 0.042
"""Size of a label as a part of the map's width."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Paint:
    """How an area is drawn: its class ("class-0" …, "band-0" …, "none"), and what it says."""

    look: str
    words: str


def area_map(
    label: str,
    areas: Sequence[PublicArea],
    paint: Mapping[str, Paint],
    address: Callable[[str], str],
    *,
    box: Box,
    lang: str,
    outlines: Sequence[PublicArea] = (),
    labels: Sequence[PublicArea] = (),
    chosen: str = "",
    points: Sequence[Point] = (),
    places: Sequence[PublicPlace] = (),
    id_: str,
    spoken: Callable[[Point], str] | None = None,
) -> Tree:
    """A map.

    Parameters
    ----------
    areas : sequence
        Cells, each a link; ``outlines`` are drawn over them without fill.
    box : tuple
        Left, top, right, bottom of what is shown.
    chosen : str
        Code of the area with the double line.
    spoken : callable or None
        Words for a point; with them the arrow keys stop at points too.
    """
    left, top, right, bottom = box
    size = max(right - left, (bottom - top) * 1.25)
    cells = []
    for area in areas:
        look = paint.get(area.code, Paint("none", say("No report", lang)))
        shape = el("path", d=area.path, cls=f"cell {look.look}{' made' if area.simulated else ''}")
        cells.append(
            el(
                "a",
                shape,
                href=address(area.code),
                aria_label=f"{area.full_name}: {look.words}",
                data_x=round(area.x),
                data_y=round(area.y),
                data_here=area.code == chosen,
            )
        )
    over = [el("path", d=area.path, cls=f"outline {area.level.value}") for area in outlines if overlaps(area, box)]
    selected = [area for area in areas if area.code == chosen]
    frame = [el("path", d=area.path, cls=name) for area in selected for name in ("casing", "core")]
    reached = [_reached(point, size, spoken(point), address(point.area)) for point in points] if spoken else []
    marks = [_place(facility, size) for facility in places] + (
        [] if spoken else [_point(point, size) for point in points]
    )
    names = [
        el(
            "text",
            area.name,
            x=round(area.x),
            y=round(area.y),
            font_size=round(size * LETTER),
            text_anchor="middle",
            cls="name",
        )
        for area in _apart(labels, size * LETTER)
    ]
    over_all = el("g", *over, *frame, *marks, *names, aria_hidden="true", cls="over")
    picture = el(
        "svg",
        *cells,
        over_all,
        *reached,
        view_box=f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}",
        role="group",
        aria_label=label,
        preserveAspectRatio="xMidYMid meet",
    )
    words = say("Map; arrow keys go from area to area, Enter opens, Esc ends", lang)
    skip = el("a", say("Skip the map", lang), href=f"#{id_}-akhir", cls="skip-map")
    return [
        skip,
        el("div", picture, cls="map", id=id_, data_map="", data_words=words),
        el("span", id=f"{id_}-akhir", tabindex="-1"),
    ]


def _apart(labels: Sequence[PublicArea], letter: float) -> list[PublicArea]:
    """Labels that do not touch each other: the larger area keeps its name."""
    kept: list[PublicArea] = []
    for area in sorted(labels, key=lambda labelled: -labelled.area_km2):
        for line in (0.0, 1.1, -1.1):
            moved = replace(area, y=area.y + line * letter)
            if not any(_touch(moved, other, letter) for other in kept):
                kept.append(moved)
                break
    return kept


def _touch(area: PublicArea, other: PublicArea, letter: float) -> bool:
    wide = (len(area.name) + len(other.name)) * letter * 0.25
    return abs(area.x - other.x) < wide and abs(area.y - other.y) < letter * 1.05


def _reached(point: Point, size: float, words: str, to: str) -> Tree:
    """A point that can be read out; Enter opens its RW."""
    shape = _point(point, size * 1.6)
    return el(
        "g",
        shape,
        role="img",
        tabindex="-1",
        aria_label=words,
        data_x=round(point.x),
        data_y=round(point.y),
        data_to=to,
        cls="point",
    )


def _point(point: Point, size: float) -> Tree:
    r, x, y = size * 0.006, point.x, point.y
    if point.status == "live":
        return el("circle", cx=round(x), cy=round(y), r=round(r), cls="point-live")
    if point.status == "down":
        return el("path", d=f"M{x:.0f} {y - 1.6 * r:.0f}l{1.6 * r:.0f} {2.8 * r:.0f}h{-3.2 * r:.0f}z", cls="point-down")
    if point.status == "refused":
        # A square with one of its diagonals.
        half, side = 1.2 * r, 2.4 * r
        d = f"M{x - half:.0f} {y - half:.0f}h{side:.0f}v{side:.0f}h{-side:.0f}zl{side:.0f} {side:.0f}"
        return el("path", d=d, cls="point-refused")
    name = "point-unknown" if point.status == "unknown" else "point-waiting"
    return el("circle", cx=round(x), cy=round(y), r=round(r), cls=name)


def _place(facility: PublicPlace, size: float) -> Tree:
    r = size * 0.011
    return el(
        "path",
        d=f"M{facility.x:.0f} {facility.y - r:.0f}l{r:.0f} {r:.0f}l{-r:.0f} {r:.0f}l{-r:.0f} {-r:.0f}z",
        cls=f"place {facility.kind}",
    )


def around_box(areas: Sequence[PublicArea], margin: float = 0.06) -> Box:
    """The box that holds areas, with a margin."""
    left, top = min(a.box[0] for a in areas), min(a.box[1] for a in areas)
    right, bottom = max(a.box[2] for a in areas), max(a.box[3] for a in areas)
    pad = max(right - left, bottom - top) * margin
    return left - pad, top - pad, right + pad, bottom + pad


def near_box(area: PublicArea, ratio: float = 2.1, times: float = 4.2) -> Box:
    """A box around one area, wide as the phone's map."""
    wide = max(area.box[2] - area.box[0], (area.box[3] - area.box[1]) * ratio) * times / 2
    return area.x - wide / 2, area.y - wide / ratio / 2, area.x + wide / 2, area.y + wide / ratio / 2


def overlaps(area: PublicArea, box: Box) -> bool:
    """Whether an area's bounds touch a box."""
    return area.box[0] < box[2] and area.box[2] > box[0] and area.box[1] < box[3] and area.box[3] > box[1]


def class_names(edges: Sequence[str]) -> list[str]:
    """Words for the classes between written edges.

    Examples
    --------
    >>> class_names(["100", "300"])
    ['< 100', '100 – 300', '≥ 300']
    """
    return [f"< {edges[0]}", *(f"{low} – {high}" for low, high in itertools.pairwise(edges)), f"≥ {edges[-1]}"]


def look_of(name: str, kind: str = "class") -> str:
    """How an area of a class is drawn; "hidden" and "none" are looks of their own."""
    return f"{kind}-{name}" if name.isdigit() else name


def legend(title: str, items: Sequence[tuple[str, str, int]], lang: str) -> Tree:
    """Class, words and how many areas are in it; what is in none is left out."""
    keys = (Key(f"swatch {look}", words, count) for look, words, count in items)
    return el("div", el("p", title, cls="kicker"), legends.legend(keys, "legend", lang, hide_empty=True))
