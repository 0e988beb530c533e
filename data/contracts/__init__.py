"""One TOML a dataset: columns, types, units, cadence, owner, tolerance. Read and checked here."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from data.domain.access import Access, Disclosure, access_of
from data.domain.areas import Level
from data.domain.errors import DecorError, NotFoundError, msg
from data.domain.people import Role

HERE = Path(__file__).parent

ColumnType = Literal["area", "date", "datetime", "count", "amount", "number", "text", "choice", "ref"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ContractColumn(_Strict):
    """One column of a file.

    Attributes
    ----------
    name : str
        Header in the file, and the table's column unless ``column`` says otherwise.
    type : str
        area (Kemendagri code), date (YYYY-MM-DD), datetime (ISO, WIB), count (whole, not negative),
        amount (not negative), number, text, choice, ref (a key that another dataset has loaded).
    level : Level or None
        For an area column: the level its codes must have.
    required : bool
        False lets the cell be empty (kept as missing, never as zero).
    several : bool
        For a choice: several of them by comma.
    past : bool
        False allows dates after the clock's today.
    """

    name: str
    type: ColumnType
    column: str | None = None
    level: Level | None = None
    required: bool = True
    unit: str = ""
    choices: tuple[str, ...] = ()
    several: bool = False
    ref: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    past: bool = True
    note: str = ""

    @property
    def numeric(self) -> bool:
        """True for a column of numbers."""
        return self.type in ("count", "amount", "number")

    @property
    def target(self) -> str:
        """Column of the table."""
        renamed = {"area": "area_id", "date": "day", "datetime": self.name}
        return self.column or (renamed[self.type] if self.name == self.type else self.name)


class Order(_Strict):
    """A row rule: ``low`` must not exceed ``high`` (both columns of the file)."""

    low: str
    high: str


class Needs(_Strict):
    """A row rule: where ``when`` is filled (always, if it is ""), one of ``any_of`` must be, too."""

    when: str = ""
    any_of: tuple[str, ...]


class Condensing(_Strict):
    """How a raw file of a dataset is condensed to its rows before they are checked.

    Attributes
    ----------
    method : str
        ``module:function``, called with the file, the clock and the running rows; None from it says that the file is
        not raw.
    beside : str
        Dataset to which the same file brings rows; they are loaded with its own or not at all.
    running : str
        Column of that dataset which is empty as long as a row is not over.
    """

    method: str
    beside: str
    running: str


class Contract(_Strict):
    """What a dataset promises.

    Attributes
    ----------
    kind : str
        table (rows go to ``table``), areas (borders with geometry), measures (the generic
        One Stop Data table: one row an area, date and measure).
    key : tuple of str
        File columns that identify one observation (beside the knowledge date).
    disclosure : Disclosure
        What the dataset may be used for; required, since what is forgotten would be public.
    finest : dict
        Role → finest level, where a role may see less than the class allows.
    tolerance : float
        Share of rejected rows up to which the good rows are still loaded.
    published : str
        How much of the sample city's rows are published figures: none (all are simulated), some, all.
    derived : bool
        Whether the room computes its rows itself; nobody loads a file of it.
    condensed : Condensing or None
        For a dataset whose files may be raw.
    plain : bool
        Whether a workbook is refused that holds more than the eye sees (formulas, merged cells, hidden rows or sheets,
        macros), where others are told what was read of it.
    check : str
        ``module:function`` with rules that need what is on record: called with the engine, the checked rows and the
        numbers of the file's rows; it refuses rows, or the file as a whole. "" for none.
    lock : str
        ``module:function`` called with the connection and a load's number before the load comes into force, and before
        it is taken back: raises where it would change what is closed. "" for none.
    """

    id: str
    title: str
    owner: str
    source: str
    cadence_hours: float
    disclosure: Disclosure
    finest: dict[Role, Level] = {}
    kind: Literal["table", "areas", "measures"] = "table"
    table: str
    key: tuple[str, ...]
    tolerance: float = 0.02
    published: Literal["none", "some", "all"] = "none"
    derived: bool = False
    condensed: Condensing | None = None
    plain: bool = False
    check: str = ""
    lock: str = ""
    columns: tuple[ContractColumn, ...]
    orders: tuple[Order, ...] = ()
    needs: tuple[Needs, ...] = ()
    strip: bool = True
    note: str = ""

    @model_validator(mode="after")
    def _names_exist(self) -> Contract:
        names = {column.name for column in self.columns}
        used = {*self.key, *(rule.low for rule in self.orders), *(rule.high for rule in self.orders)}
        used |= {name for rule in self.needs for name in (*rule.any_of, *([rule.when] if rule.when else []))}
        if missing := used - names:
            raise ValueError(f"{self.id}: no column {sorted(missing)}")
        return self

    @property
    def access(self) -> Access:
        """Who may see how much of it."""
        return access_of(self.disclosure, self.finest)

    @property
    def reported_on(self) -> bool:
        """Whether rows bring their own knowledge date."""
        return any(column.name == "reported_on" for column in self.columns)


@lru_cache
def contracts(folder: Path = HERE) -> dict[str, Contract]:
    """Every contract by dataset id.

    Parameters
    ----------
    folder : Path
        Folder with one TOML file a dataset.

    Returns
    -------
    dict of str to Contract
        In the order of the file names; read once for each folder.

    Raises
    ------
    DecorError
        Names the file, and the first field in it that is missing or wrong.
    """
    loaded = (read_contract(path) for path in sorted(folder.glob("*.toml")))
    return {contract.id: contract for contract in loaded}


def read_contract(path: Path) -> Contract:
    """One contract from its file.

    Parameters
    ----------
    path : Path
        TOML file in UTF-8.

    Returns
    -------
    Contract

    Raises
    ------
    DecorError
        Names the file, and the first field that is missing or wrong.
    """
    try:
        return Contract.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise DecorError(
            msg("The contract {file} is not complete: {why}.", file=path.name, why=first_problem(error))
        ) from error


def first_problem(error: Exception) -> str:
    """The first thing that pydantic complains of; other errors in their own words.

    Parameters
    ----------
    error : Exception

    Returns
    -------
    str
        ``field: why``; "–" stands for the field where the whole is wrong. Both are cut to a readable length.
    """
    if not isinstance(error, ValidationError):
        return str(error)[:200]
    first = error.errors()[0]
    where = ".".join(str(step) for step in first["loc"]) or "–"
    return f"{where[:80]}: {str(first['msg']).removeprefix('Value error, ')[:200]}"


def contract(dataset: str) -> Contract:
    """The contract of one dataset.

    Parameters
    ----------
    dataset : str
        Id of the dataset.

    Returns
    -------
    Contract

    Raises
    ------
    NotFoundError
        When no contract has that id.
    """
    known = contracts()
    if dataset not in known:
        raise NotFoundError(
            msg(
                "There is no dataset “{name}”; known are: {known}.",
                name=dataset,
                known=", ".join(known),
            )
        )
    return known[dataset]
