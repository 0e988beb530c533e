"""How a file writes its numbers, taken from all of its cells.

"850.000" is 850 thousand where points separate thousands, and 850 where they separate decimals. A cell alone cannot
tell; its neighbours often can. Where they cannot, nothing is guessed: such cells are refused with what they may mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

SIGN = "[-\u2212]?"
PLAIN = re.compile(rf"^{SIGN}[0-9]+(\.[0-9]+)?$")
COMMA = re.compile(rf"^{SIGN}([0-9]{{1,3}}(\.[0-9]{{3}})+|[0-9]+),[0-9]+$")
"""A decimal comma, with or without points between thousands."""
GROUPS = re.compile(rf"^{SIGN}[1-9][0-9]{{0,2}}(\.[0-9]{{3}})+$")
"""Points that may separate thousands; with one of them alone it may be a decimal point as well."""
SEVERAL_GROUPS = re.compile(rf"^{SIGN}[1-9][0-9]{{0,2}}(\.[0-9]{{3}}){{2,}}$")


class NumberForm(StrEnum):
    """What a point means."""

    THOUSANDS = "thousands"
    DECIMALS = "decimals"
    OPEN = "open"


ANSWERS = (NumberForm.THOUSANDS, NumberForm.DECIMALS)
"""What somebody may say of a file that leaves it open."""


def number_form(texts: Iterable[str]) -> NumberForm:
    """The form of a file's numbers.

    Parameters
    ----------
    texts : iterable of str
        Every cell of the columns that hold numbers; what is no number says nothing.

    Returns
    -------
    NumberForm
        ``THOUSANDS`` where a comma separates decimals or points separate several groups, and nothing speaks against it;
        ``DECIMALS`` where a point cannot separate thousands, and nothing speaks against it; else ``OPEN``.

    Examples
    --------
    >>> [str(number_form(cells)) for cells in (["850.000", "1.250,5"], ["1.105", "12.5"], ["850.000", "12"])]
    ['thousands', 'decimals', 'open']
    """
    thousands = decimals = False
    for text in texts:
        if COMMA.match(text) or SEVERAL_GROUPS.match(text):
            thousands = True
        elif "." in text and PLAIN.match(text) and not GROUPS.match(text):
            decimals = True
    if thousands == decimals:
        return NumberForm.OPEN
    return NumberForm.THOUSANDS if thousands else NumberForm.DECIMALS


def form_within(texts: Iterable[str], least: float, most: float) -> NumberForm:
    """The form in which every cell that can be read in two ways lies between limits, if no such cell does in the other.

    Examples
    --------
    >>> str(form_within(["106.871", "106.9"], 106.6, 107.0)), str(form_within(["1.105"], 0.0, 5_000.0))
    ('decimals', 'open')
    """
    cells = [text for text in texts if two_ways(text, NumberForm.OPEN)]
    fitting = {
        form: [least <= (number_of(text, form) or 0.0) <= most for text in cells]
        for form in (NumberForm.DECIMALS, NumberForm.THOUSANDS)
    }
    sure = [form for form, fits in fitting.items() if cells and all(fits)]
    others = [any(fits) for form, fits in fitting.items() if form not in sure]
    return sure[0] if len(sure) == 1 and not any(others) else NumberForm.OPEN


Limits = tuple[float, float]


def forms_of(
    columns: Mapping[str, Iterable[str]],
    answer: NumberForm = NumberForm.OPEN,
    limits: Mapping[str, Limits] | None = None,
) -> dict[str, NumberForm]:
    """The form of each column of a file.

    Parameters
    ----------
    columns : mapping
        Texts of each column of numbers; without those that a workbook holds as numbers.
    answer : NumberForm
        What somebody said of the file; it holds where the file itself leaves it open, and nowhere else.
    limits : mapping, optional
        Least and greatest value that the contract allows in a column: a longitude of 106.871 is no hundred thousand.

    Returns
    -------
    dict of str to NumberForm

    Notes
    -----
    A decimal comma anywhere tells what points are in the whole file. A decimal point tells it for its own column alone:
    whole amounts with points for thousands stand beside computed shares with a decimal point.
    """
    texts = {name: [*cells] for name, cells in columns.items()}
    own = {name: number_form(cells) for name, cells in texts.items()}
    whole = number_form(text for cells in texts.values() for text in cells)
    comma = whole is NumberForm.THOUSANDS
    unsaid = NumberForm.THOUSANDS if comma else answer
    for name, (least, most) in (limits or {}).items():
        if own.get(name) is NumberForm.OPEN:
            own[name] = form_within(texts[name], least, most)
    return {name: unsaid if form is NumberForm.OPEN else form for name, form in own.items()}


def number_of(text: str, form: NumberForm) -> float | None:
    """A number as its file writes it.

    Returns
    -------
    float or None
        None for what is no number, and for what can be read in two ways (`two_ways`).

    Examples
    --------
    >>> number_of("850.000", NumberForm.THOUSANDS), number_of("1.105", NumberForm.DECIMALS)
    (850000.0, 1.105)
    """
    if two_ways(text, form):
        return None
    if COMMA.match(text) or SEVERAL_GROUPS.match(text) or (form is NumberForm.THOUSANDS and GROUPS.match(text)):
        return float(text.replace(".", "").replace(",", ".").replace("\u2212", "-"))
    return float(text.replace("\u2212", "-")) if PLAIN.match(text) else None


def two_ways(text: str, form: NumberForm, *, whole: bool = False) -> bool:
    """Whether a cell means one number with points for thousands, and another with a decimal point.

    Parameters
    ----------
    whole : bool
        Of a column of whole numbers: what was said of decimals elsewhere says nothing about it.
    """
    unsaid = form is NumberForm.OPEN or (whole and form is NumberForm.DECIMALS)
    return unsaid and bool(GROUPS.match(text)) and not SEVERAL_GROUPS.match(text)


@dataclass(frozen=True)
class OpenNumber:
    """A cell that means two numbers, of which the file does not say which.

    Attributes
    ----------
    decimals : float or None
        None where the column holds whole numbers: then only one of the two can be meant, and somebody has to say so.
    """

    text: str
    column: str
    thousands: float
    decimals: float | None


def open_number(text: str, column: str, *, whole: bool) -> OpenNumber:
    """Both readings of a cell (`two_ways`)."""
    readings = (number_of(text, form) or 0.0 for form in (NumberForm.THOUSANDS, NumberForm.DECIMALS))
    thousands, decimals = readings
    return OpenNumber(text, column, thousands, None if whole else decimals)


def exact(text: str) -> str:
    """A number of a workbook, which is known exactly, as a text that cannot be read in two ways.

    Examples
    --------
    >>> exact("1.105"), exact("12.5")
    ('1.1050', '12.5')
    """
    return f"{text}0" if GROUPS.match(text) else text
