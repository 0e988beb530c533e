"""No personal data enters: a column or a cell that looks like it refuses the whole file."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from data.contracts import Contract
from data.domain.errors import DecorError, msg

HEADER = re.compile(
    r"(^|[^a-z])(nama|name|nik|no_?ktp|ktp|kk|telp|telepon|phone|ponsel|hp|no_?wa|whatsapp"
    r"|alamat|address|e-?mail|tgl_?lahir|birth|pasien|patient)([^a-z]|$)",
    re.IGNORECASE,
)
OF_A_PLACE = re.compile(
    r"^(nama|name)[_ ]?(kelurahan|kecamatan|rw|kota|area|wilayah|program|titik)$"
    r"|^(kelurahan|kecamatan|rw|kota|area|wilayah|program|titik)[_ ]?(nama|name)$",
    re.IGNORECASE,
)
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
SEPARATORS = re.compile(r"(?<=\d)[ .\-](?=\d)")
LINK = re.compile(r"^https?://\S+$")
DECIMAL = re.compile(r"^[-\u2212]?\d{1,3}[.,]\d+$")
"""A number with decimals: a mean or a coordinate may have sixteen digits and is nobody's."""
CELLS = {
    "NIK": re.compile(r"(?<!\d)\d{16}(?!\d)"),
    "phone": re.compile(r"(?<!\d)(\+?62|0)8\d{8,11}(?!\d)"),
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE),
}


class PersonalDataError(DecorError):
    """A file, a name or a text looks like data about a person."""


def refuse_personal_data(cells: pd.DataFrame, contract: Contract) -> None:
    """Refuse a table that seems to hold data about persons.

    Parameters
    ----------
    cells : DataFrame
        The file as texts.

    Raises
    ------
    PersonalDataError
        Names the column and what it looks like; the value itself is not repeated.
    """
    declared = {column.name for column in contract.columns}
    numbers = {column.name for column in contract.columns if column.numeric}
    for name in cells.columns:
        spelled = HUMP.sub("_", str(name))
        if name not in declared and HEADER.search(spelled) and not OF_A_PLACE.match(spelled):
            raise _refusal(str(name), "a column about persons")
        for value in pd.unique(cells[name]):
            refuse_personal_text(str(value), str(name), number=str(name) in numbers)


def refuse_personal_names(names: Iterable[str]) -> None:
    """Refuse names of measures or columns that look like data about persons.

    Raises
    ------
    PersonalDataError
        Names the first such name.
    """
    for name in names:
        spelled = HUMP.sub("_", name)
        if HEADER.search(spelled) and not OF_A_PLACE.match(spelled):
            raise _refusal(name, "a column about persons")


def refuse_personal_text(text: str, column: str, *, number: bool = False) -> None:
    """Refuse a text that holds a NIK, a phone number or an e-mail address; spaces and dashes hide nothing.

    Parameters
    ----------
    number : bool
        In a column of numbers only sixteen digits are suspicious: an amount may look like a phone number.

    Raises
    ------
    PersonalDataError
        Names the column; the text is not repeated.
    """
    if len(text) < 8 or LINK.match(text) or (number and DECIMAL.match(text.strip())):
        return
    text = text[:2_000]
    close = SEPARATORS.sub("", text)
    for kind, pattern in CELLS.items():
        if number and kind != "NIK":
            continue
        if pattern.search(text) or (kind != "e-mail" and pattern.search(close)):
            raise _refusal(column, kind)


KIND_NAMES = {"phone": msg("phone"), "e-mail": msg("e-mail"), "a column about persons": msg("a column about persons")}


def _refusal(column: str, kind: str) -> PersonalDataError:
    return PersonalDataError(
        msg(
            "Column “{column}” looks like personal data ({kind}). Nothing was loaded: remove it and send counts only.",
            column=column,
            kind=KIND_NAMES.get(kind, kind),
        )
    )
