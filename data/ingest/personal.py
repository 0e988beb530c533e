"""No personal data enters: a column or a cell that looks like it refuses the whole file."""

from __future__ import annotations

import re

import pandas as pd

from data.contracts import Contract
from data.domain.errors import DecorError, msg

HEADER = re.compile(
    r"(^|[^a-z])(nama|name|nik|no_?ktp|ktp|kk|telp|telepon|phone|ponsel|hp|no_?wa|whatsapp"
    r"|alamat|address|e-?mail|tgl_?lahir|birth|pasien|patient)([^a-z]|$)",
    re.IGNORECASE,
)
OF_A_PLACE = re.compile(r"(kelurahan|kecamatan|rw|kota|area|wilayah|program|titik)", re.IGNORECASE)
CELLS = {
    "NIK": re.compile(r"(?<!\d)\d{16}(?!\d)"),
    "phone": re.compile(r"(?<!\d)(\+?62|0)8\d{8,11}(?!\d)"),
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE),
}


def refuse_personal_data(cells: pd.DataFrame, contract: Contract) -> None:
    """Refuse a table that seems to hold data about persons.

    Parameters
    ----------
    cells : DataFrame
        The file as texts.

    Raises
    ------
    DecorError
        Names the column and what it looks like; the value itself is not repeated.
    """
    declared = {column.name: column for column in contract.columns}
    for name in cells.columns:
        if name not in declared and HEADER.search(name) and not OF_A_PLACE.search(name):
            raise _refusal(name, "a column about persons")
        if name in declared and declared[name].type not in ("text", "choice", "ref"):
            continue
        for value in pd.unique(cells[name]):
            for kind, pattern in CELLS.items():
                if pattern.search(str(value)) and not str(value).startswith("http"):
                    raise _refusal(name, kind)


def _refusal(column: str, kind: str) -> DecorError:
    return DecorError(
        msg(
            "Column “{column}” looks like personal data ({kind}). Nothing was loaded: remove it and send counts only.",
            column=column,
            kind=kind,
        )
    )
