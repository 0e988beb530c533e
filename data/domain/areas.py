"""Area codes and levels.

A code is the Kemendagri code with dots: ``32.76`` (city), ``32.76.02`` (kecamatan),
``32.76.02.1010`` (kelurahan), ``32.76.02.1010.006`` (RW: the kelurahan's code and the RW's number).
Areas are joined on the code, never on the name: "Curug" exists twice in Depok.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CITY = "32.76"
CODE_PATTERN = re.compile(r"^32\.76(\.\d{2}(\.\d{4}(\.\d{3})?)?)?$")


class Level(StrEnum):
    """Levels of the administrative tree, coarse to fine."""

    KOTA = "kota"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    RW = "rw"

    @property
    def depth(self) -> int:
        """0 for the city to 3 for the RW."""
        return DEPTHS[self]


DEPTHS = {level: depth for depth, level in enumerate(Level)}
LEVELS = tuple(Level)


def level_of(code: str) -> Level:
    """Level of a well-formed code.

    Raises
    ------
    ValueError
        When the text is not an area code of Depok.

    Examples
    --------
    >>> level_of("32.76.02.1010.006")
    <Level.RW: 'rw'>
    """
    if not CODE_PATTERN.match(code):
        raise ValueError(code)
    return LEVELS[code.count(".") - 1]


def parent_of(code: str) -> str | None:
    """Code of the parent, None for the city."""
    return None if code == CITY else code.rsplit(".", 1)[0]


def within(code: str, area: str) -> bool:
    """Whether an area is another, or lies in it.

    Examples
    --------
    >>> within("32.76.02.1010", "32.76.02"), within("32.76.02", "32.76.02.1010"), within("32.76.021", "32.76.02")
    (True, False, False)
    """
    return code == area or code.startswith(f"{area}.")


def ancestor_of(code: str, level: Level) -> str:
    """The ancestor of ``code`` at ``level`` (the code itself at its own level).

    Raises
    ------
    ValueError
        When ``level`` is finer than the code.
    """
    if level.depth > level_of(code).depth:
        raise ValueError(f"{code} has no ancestor at {level}")
    return ".".join(code.split(".")[: level.depth + 2])


@dataclass(frozen=True)
class Area:
    """One area as valid on the day it was asked for.

    Attributes
    ----------
    people : int or None
        Residents; None when no population has been loaded.
    simulated : bool
        True where the border is simulated (RW cells).
    """

    code: str
    name: str
    level: Level
    parent: str | None
    valid_from: date
    valid_to: date | None
    area_km2: float
    simulated: bool
    people: int | None = None


@dataclass(frozen=True)
class Life:
    """First and last day of an area (None: open), and what came before or after it."""

    code: str
    first: int | None
    last: int | None
    successors: tuple[str, ...] = ()


def full_names(areas: Mapping[str, Area]) -> dict[str, str]:
    """Names that cannot be confused with one another, by code.

    A kecamatan says that it is one; a kelurahan says so where a kecamatan or the city is called the same, and names its
    kecamatan where another kelurahan is; an RW names its kelurahan.

    Parameters
    ----------
    areas : mapping
        All areas of a register, by code.

    Returns
    -------
    dict of str to str
    """
    coarse = {area.name.removeprefix("Kota ") for area in areas.values() if area.level in (Level.KOTA, Level.KECAMATAN)}
    alike = Counter(area.name for area in areas.values() if area.level is Level.KELURAHAN)
    own = {code: _apart(area, areas, alike) for code, area in areas.items()}
    names = {}
    for code, area in areas.items():
        if area.level is Level.KECAMATAN:
            names[code] = f"Kecamatan {area.name}"
        elif area.level is Level.RW:
            names[code] = f"{area.name} {own[area.parent]}" if area.parent in own else area.name
        else:
            alone = area.level is Level.KELURAHAN and own[code] in coarse
            names[code] = f"Kelurahan {own[code]}" if alone else own[code]
    return names


def _apart(area: Area, areas: Mapping[str, Area], alike: Counter[str]) -> str:
    """A name, with the area above it where another kelurahan has the same."""
    above = areas.get(area.parent or "")
    repeated = area.level is Level.KELURAHAN and alike[area.name] > 1 and above is not None
    return f"{area.name}, {above.name}" if repeated and above is not None else area.name
