"""Every indicator, declared once. Map, trend, ranking, tiles, API, alerts and wall read this and nothing else.

A new dataset needs a contract and a declaration here; no screen code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.domain.areas import Level
from data.domain.errors import Message, NotFoundError, msg

Window = int | Literal["to_date", "latest"]
Direction = Literal["lower", "higher", "none"]


@dataclass(frozen=True)
class Indicator:
    """A quantity: additive counts first, the ratio after summing over area and window.

    Attributes
    ----------
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
    disclosure : str
        "health" (bands at RW level in public), "open".
    unstable_below : int
        Ratios on fewer events than this are marked unstable; 0 switches the mark off.
    breaks : tuple of float or None
        Four class edges; None takes them from the data's own history.
    rw_breaks : tuple of float or None
        Other edges at the RW level, where few events make few values.
    """

    id: str
    subject: str
    title: Message
    short: Message
    unit: Message
    dataset: str
    panel: str
    numerator: tuple[tuple[str, int], ...]
    denominator: tuple[tuple[str, int], ...] = ()
    window: Window = 7
    scale: float = 1.0
    per_day: bool = False
    yearly: bool = False
    decimals: int = 0
    direction: Direction = "none"
    disclosure: str = "open"
    level: Level = Level.RW
    unstable_below: int = 0
    breaks: tuple[float, ...] | None = None
    rw_breaks: tuple[float, ...] | None = None
    count_unit: Message | None = None
    formula: str = ""
    source: str = ""

    @property
    def ratio(self) -> bool:
        """True when the value is a ratio, not a count."""
        return bool(self.denominator)

    @property
    def percent(self) -> bool:
        """True when the value is a share in percent."""
        return self.ratio and self.scale == 100


PEOPLE = (("people", 1),)
SHARE_BREAKS = (80.0, 90.0, 95.0, 98.0)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="covid-incidence-7d",
        subject="covid",
        title=msg("COVID incidence, 7 days"),
        short=msg("COVID, incidence 7 days"),
        unit=msg("per 100,000"),
        count_unit=msg("cases"),
        dataset="covid-daily",
        panel="covid_by_event",
        numerator=(("confirmed", 1),),
        denominator=PEOPLE,
        window=7,
        scale=100_000,
        direction="lower",
        disclosure="health",
        unstable_below=20,
        breaks=(100.0, 300.0, 600.0, 1_000.0),
        formula="Σ new confirmed by event date over 7 days × 100,000 / residents of the RW that reported; crude",
        source="DOMAIN: incidence, 7 days",
    ),
    Indicator(
        id="covid-new-7d",
        subject="covid",
        title=msg("New COVID cases, 7 days"),
        short=msg("COVID, new cases 7 days"),
        unit=msg("cases"),
        dataset="covid-daily",
        panel="covid_by_event",
        numerator=(("confirmed", 1),),
        window=7,
        direction="lower",
        disclosure="health",
        formula="Σ new confirmed by event date over 7 days ending on the date",
        source="DOMAIN: dates",
    ),
    Indicator(
        id="covid-active",
        subject="covid",
        title=msg("Active COVID cases"),
        short=msg("COVID, active"),
        unit=msg("cases"),
        dataset="covid-daily",
        panel="covid_by_report",
        numerator=(("confirmed", 1), ("recovered", -1), ("deaths", -1)),
        window="to_date",
        direction="lower",
        disclosure="health",
        formula="cumulative confirmed − recovered − deaths, by report date",
        source="DOMAIN: active",
    ),
    Indicator(
        id="covid-confirmed-total",
        subject="covid",
        title=msg("Confirmed COVID cases in all"),
        short=msg("COVID, confirmed in all"),
        unit=msg("cases"),
        dataset="covid-daily",
        panel="covid_by_report",
        numerator=(("confirmed", 1),),
        window="to_date",
        direction="none",
        disclosure="health",
        formula="Σ confirmed up to the date, by report date",
        source="DOMAIN: dates",
    ),
    Indicator(
        id="covid-deaths-total",
        subject="covid",
        title=msg("COVID deaths in all"),
        short=msg("COVID, deaths in all"),
        unit=msg("deaths"),
        dataset="covid-daily",
        panel="covid_by_report",
        numerator=(("deaths", 1),),
        window="to_date",
        direction="lower",
        disclosure="health",
        formula="Σ deaths up to the date, by report date",
        source="DOMAIN: dates",
    ),
    Indicator(
        id="wifi-live",
        subject="wifi",
        title=msg("Wi-Fi points live"),
        short=msg("Wi-Fi, points live"),
        unit=msg("points"),
        dataset="wifi-outages",
        panel="wifi",
        numerator=(("live", 1),),
        window="latest",
        direction="higher",
        formula="points in service and not down at the end of the day (today: at the clock)",
        source="DOMAIN: Wi-Fi Depok Bersahabat",
    ),
    Indicator(
        id="wifi-two-per-rw",
        subject="wifi",
        title=msg("RW with at least two live points"),
        short=msg("Wi-Fi, two points per RW"),
        unit=msg("% of registered RW"),
        count_unit=msg("RW"),
        dataset="wifi-outages",
        panel="wifi",
        numerator=(("rw_met", 1),),
        denominator=(("rw_registered", 1),),
        window="latest",
        scale=100,
        decimals=1,
        direction="higher",
        breaks=(70.0, 80.0, 90.0, 95.0),
        formula="RW with ≥ 2 live points / RW registered on that date",
        source="DOMAIN: Wi-Fi compliance",
    ),
    Indicator(
        id="wifi-uptime",
        subject="wifi",
        title=msg("Wi-Fi uptime, 7 days"),
        short=msg("Wi-Fi, uptime 7 days"),
        unit=msg("% of known time"),
        count_unit=msg("minutes up"),
        dataset="wifi-outages",
        panel="wifi",
        numerator=(("up_minutes", 1),),
        denominator=(("up_minutes", 1), ("down_minutes", 1)),
        window=7,
        scale=100,
        decimals=1,
        direction="higher",
        breaks=(95.0, 98.0, 99.0, 99.8),
        formula="up minutes / (up + down) over 7 days; unknown minutes are in neither",
        source="DOMAIN: uptime",
    ),
    Indicator(
        id="waste-completion",
        subject="sampah",
        title=msg("Pick-up completion, 7 days"),
        short=msg("Waste, pick-ups done"),
        unit=msg("% of scheduled stops"),
        count_unit=msg("stops done"),
        dataset="waste-pickups",
        panel="waste",
        numerator=(("done", 1),),
        denominator=(("scheduled", 1),),
        window=7,
        scale=100,
        decimals=1,
        direction="higher",
        breaks=SHARE_BREAKS,
        rw_breaks=(30.0, 60.0, 90.0, 99.0),
        formula="pick-ups done / scheduled over 7 days, all streams",
        source="DOMAIN: pick-up completion",
    ),
    Indicator(
        id="waste-missed-per-10k",
        subject="sampah",
        title=msg("Missed stops, 28 days"),
        short=msg("Waste, missed per 10,000 stops"),
        unit=msg("per 10,000 stops"),
        count_unit=msg("missed stops"),
        dataset="waste-pickups",
        panel="waste",
        numerator=(("scheduled", 1), ("done", -1)),
        denominator=(("scheduled", 1),),
        window=28,
        scale=10_000,
        direction="lower",
        breaks=(100.0, 250.0, 500.0, 1_000.0),
        formula="missed / scheduled × 10,000 over 28 days; accepted reasons are in, and shown apart",
        source="DOMAIN: pick-up completion",
    ),
    Indicator(
        id="waste-kg-per-person",
        subject="sampah",
        title=msg("Waste collected per person and day"),
        short=msg("Waste, kg per person"),
        unit=msg("kg per person and day"),
        count_unit=msg("kg"),
        dataset="waste-pickups",
        panel="waste",
        numerator=(("collected_kg", 1),),
        denominator=PEOPLE,
        window=28,
        per_day=True,
        decimals=2,
        direction="none",
        breaks=(0.40, 0.48, 0.54, 0.60),
        formula="collected kg / residents / days over 28 days",
        source="DOMAIN: kg per person",
    ),
    Indicator(
        id="waste-sorted-share",
        subject="sampah",
        title=msg("Sorted share, 28 days"),
        short=msg("Waste, sorted share"),
        unit=msg("% of collected kg"),
        count_unit=msg("kg sorted"),
        dataset="waste-pickups",
        panel="waste",
        numerator=(("sorted_kg", 1),),
        denominator=(("collected_kg", 1),),
        window=28,
        scale=100,
        decimals=1,
        direction="higher",
        breaks=(4.0, 7.0, 10.0, 14.0),
        formula="sorted kg / collected kg over 28 days",
        source="DOMAIN: sorted share, diversion",
    ),
    Indicator(
        id="programme-progress",
        subject="program",
        title=msg("Action plan, progress"),
        short=msg("Programme, progress"),
        unit=msg("% of the 2019 plan"),
        count_unit=msg("weight points"),
        dataset="action-progress",
        panel="programme",
        numerator=(("reached", 1),),
        denominator=(("weight", 1),),
        window="latest",
        scale=100,
        decimals=1,
        direction="higher",
        level=Level.KOTA,
        breaks=(25.0, 50.0, 75.0, 90.0),
        formula="Σ weight × min(actual / final target, 1) / Σ weight, weights of the 2019 plan",
        source="DOMAIN: programme progress",
    ),
    Indicator(
        id="programme-deviation",
        subject="program",
        title=msg("Action plan, deviation from plan"),
        short=msg("Programme, deviation"),
        unit=msg("percentage points"),
        count_unit=msg("weight points"),
        dataset="action-progress",
        panel="programme",
        numerator=(("reached", 1), ("planned", -1)),
        denominator=(("weight", 1),),
        window="latest",
        scale=100,
        decimals=1,
        direction="higher",
        level=Level.KOTA,
        breaks=(-15.0, -8.0, -3.0, 3.0),
        formula="progress − planned progress to date, in points",
        source="DOMAIN: programme progress",
    ),
    Indicator(
        id="licensing-on-time",
        subject="data",
        title=msg("Permits issued on time"),
        short=msg("Licensing, on time"),
        unit=msg("% of issued permits"),
        count_unit=msg("permits"),
        dataset="licensing",
        panel="licensing",
        numerator=(("issued_on_time", 1),),
        denominator=(("issued", 1),),
        window="latest",
        scale=100,
        decimals=1,
        direction="higher",
        level=Level.KELURAHAN,
        breaks=(70.0, 80.0, 90.0, 95.0),
        formula="permits issued on time / permits issued in the last month reported",
        source="One Stop Data example",
    ),
    Indicator(
        id="budget-realised",
        subject="data",
        title=msg("Budget realised, year to date"),
        short=msg("Budget, realised"),
        unit=msg("% of the year's budget"),
        count_unit=msg("Rp"),
        dataset="budget",
        panel="budget",
        numerator=(("realised_rp", 1),),
        denominator=(("allocated_rp", 1),),
        window="latest",
        yearly=True,
        scale=100,
        decimals=1,
        direction="higher",
        level=Level.KECAMATAN,
        breaks=(25.0, 50.0, 75.0, 90.0),
        formula="realised to date / allocated for the year",
        source="One Stop Data example",
    ),
)

BY_ID = {indicator.id: indicator for indicator in INDICATORS}
SUBJECT_DEFAULTS = {
    "covid": "covid-incidence-7d",
    "wifi": "wifi-two-per-rw",
    "sampah": "waste-completion",
    "program": "programme-progress",
}


def indicator(name: str) -> Indicator:
    """One declaration.

    Raises
    ------
    NotFoundError
        When no indicator has that id.
    """
    if name not in BY_ID:
        raise NotFoundError(msg("There is no indicator “{name}”.", name=name[:60]))
    return BY_ID[name]
