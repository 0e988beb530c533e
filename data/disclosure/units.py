"""RW that are too small to stand alone are shown together with a neighbour."""

from __future__ import annotations

from collections.abc import Mapping

from shapely.geometry import shape
from shapely.strtree import STRtree

FEWEST = 500


def merged(people: Mapping[str, int], shapes: Mapping[str, dict[str, object]]) -> dict[str, str]:
    """Name of the display unit of each RW.

    Parameters
    ----------
    people : mapping of str to int
        Residents by RW code; an RW without a figure counts as none.
    shapes : mapping of str to dict
        GeoJSON geometry by RW code.

    Returns
    -------
    dict of str to str
        RW → its own code, or the joint code ``32.76.06.1002.013-014`` (the numbers in order).

    Notes
    -----
    An RW with fewer than 500 people joins the neighbour in its kelurahan with the fewest people (the code decides
    between equals), and the pair is looked at again. An RW without a neighbour joins the next number. Checked by hand
    on four squares in a row.
    """
    groups: dict[str, frozenset[str]] = {code: frozenset([code]) for code in people}
    touching = _touching(shapes)
    for code in sorted(people):
        while sum(people[member] or 0 for member in groups[code]) < FEWEST:
            own = groups[code]
            same = [other for other in people if other[:13] == code[:13] and other not in own]
            if not same:
                break
            near = [other for other in same if any(other in touching.get(member, ()) for member in own)] or same
            best = min(near, key=lambda other: (sum(people[m] or 0 for m in groups[other]), other))
            joint = own | groups[best]
            groups |= dict.fromkeys(joint, joint)
    return {code: _name(members) for code, members in groups.items()}


def _touching(shapes: Mapping[str, dict[str, object]]) -> dict[str, set[str]]:
    codes = sorted(shapes)
    drawn = [shape(shapes[code]) for code in codes]
    neighbours: dict[str, set[str]] = {code: set() for code in codes}
    if drawn:
        queried, hit = STRtree(drawn).query(drawn, predicate="intersects")
        for a, b in zip(queried.tolist(), hit.tolist(), strict=True):
            if a != b:
                neighbours[codes[a]].add(codes[b])
    return neighbours


def _name(members: frozenset[str]) -> str:
    first, *others = sorted(members)
    return "-".join([first, *(code.rsplit(".", 1)[1] for code in others)])
