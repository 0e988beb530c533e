"""How an indicator is declared. The declarations stand with their subjects (`data.subjects`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.domain.access import CLOSED, Access, Disclosure
from data.domain.areas import Level
from data.domain.categories import Category
from data.domain.errors import Message, msg
from data.domain.states import Ramp

Window = int | Literal["to_date", "latest"]
Direction = Literal["lower", "higher", "none"]
Need = Literal["neighbours", "first_day", "level"]


@dataclass(frozen=True, kw_only=True)
class MethodCard:
    """What who uses a figure should know beside its formula and source.

    Attributes
    ----------
    why : Message
        What it is for.
    limits : Message
        What it does not say.
    check : Message
        Against what its computation was checked.
    """

    why: Message
    limits: Message
    check: Message


RECOMPUTED = msg(
    "Reckoned anew from the sample's files by independent code, on six days, at every level that it exists at."
)
"""`tests/golden/test_recomputed.py`."""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A quantity: additive counts first, the ratio after summing over area and window.

    Attributes
    ----------
    card : MethodCard
        Why, limits, check.
    numerator, denominator : tuple of (count, sign)
        Names of counts in ``panel``; the denominator may be "people" (residents of the
        areas that reported) or empty for a plain count.
    window : int, "to_date" or "latest"
        Days summed up to the date, everything up to the date, or the last report up to it.
    scale : float
        Factor after the ratio (100,000 for a rate, 100 for percent, 1).
    per_day : bool
        Divide by the window's days as well.
    yearly : bool
        The figure starts anew on 1 January and is not carried over it.
    direction : str
        Which way is better: "lower", "higher" or "none".
    disclosure : Disclosure or None
        Narrows its datasets' class; None takes it as it is. It can never widen it.
    access : Access
        Filled in by the registry from the datasets behind it; closed until then.
    relative : bool
        Its value is a multiple of the whole city's: what makes both too low, as late reports do, cancels in it.
    signed : bool
        Written with its sign, also a plus.
    carried_days : int
        Days that the last report of a "latest" figure stands for those after it; filled in by the registry from the
        dataset's cadence (`data.domain.states.carried_days`), 0 without end.
    total : str
        Count of the panel that stands beside the value as "of n"; "" for none.
    deviation : str
        Indicator that says how far it is from its plan; "" where there is no plan.
    span_title : Message or None
        Its name over any run of days; needed where the declared name says how long its window is and the figure is a
        plain count, which a longer run makes greater.
    shown_scale, shown_unit : float, Message or None
        Its count is written in this unit, divided by this (billions of rupiah).
    unstable_below : int
        Ratios on fewer events than this are marked unstable; 0 switches the mark off.
    ramp : str
        Colours of its classes: "sequential" grows heavier toward the bad end; "diverging" has a neutral middle class,
        good on one side and bad on the other, and needs ``breaks``.
    breaks : tuple of float or None
        Four class edges; None takes them from the data's own history.
    categories : tuple of Category
        Words and colours of the values 1, 2, … (at most five) where the figure is a category, which a ``method`` makes;
        empty for an amount. They run from worst to best, so that higher is better. A category is of one area: several
        taken together have none.
    rw_breaks : tuple of float or None
        Other edges at the RW level, where few events make few values.
    method : str
        ``module:function`` that makes value, limits and basis from the sums, in a job (`data.indicators.field`); ""
        where the value is the ratio of the sums.
    needs : tuple of str
        What the method is also given: "neighbours" (which areas touch), "first_day" (day number of the first
        row), "level".
    basis : str
        Name of what else the method says of each value, as the interface calls it; "" for nothing.
    basis_title : Message or None
        The same in words; its number is a share.
    """

    id: str
    card: MethodCard
    title: Message
    short: Message
    unit: Message
    dataset: str
    panel: str
    numerator: tuple[tuple[str, int], ...]
    denominator: tuple[tuple[str, int], ...]
    window: Window
    scale: float
    decimals: int
    direction: Direction
    level: Level
    formula: str
    source: str
    per_day: bool = False
    yearly: bool = False
    unstable_below: int = 0
    ramp: Ramp = "sequential"
    breaks: tuple[float, ...] | None = None
    categories: tuple[Category, ...] = ()
    rw_breaks: tuple[float, ...] | None = None
    count_unit: Message | None = None
    relative: bool = False
    signed: bool = False
    carried_days: int = 0
    total: str = ""
    deviation: str = ""
    span_title: Message | None = None
    shown_scale: float = 1.0
    shown_unit: Message | None = None
    method: str = ""
    needs: tuple[Need, ...] = ()
    basis: str = ""
    basis_title: Message | None = None
    disclosure: Disclosure | None = None
    subject: str = ""
    access: Access = CLOSED

    @property
    def ratio(self) -> bool:
        """True when the value is a ratio, not a count."""
        return bool(self.denominator)

    @property
    def definition(self) -> str:
        """What its sums depend on, as a text that differs when they do."""
        parts = (self.panel, self.numerator, self.denominator, self.window, self.scale, self.per_day, self.yearly)
        return repr((*parts, self.level.value))

    @property
    def daily_count(self) -> bool:
        """True when the value is a sum of daily counts over a window of days."""
        return not self.ratio and isinstance(self.window, int)

    @property
    def stock(self) -> bool:
        """True for what is in at a time: all that came less all that left; it cannot be below zero."""
        return self.window == "to_date" and any(sign < 0 for _, sign in self.numerator) and not self.ratio

    @property
    def percent(self) -> bool:
        """True when the value is a share in percent."""
        return self.ratio and self.scale == 100


PEOPLE = (("people", 1),)
SHARE_BREAKS = (80.0, 90.0, 95.0, 98.0)
