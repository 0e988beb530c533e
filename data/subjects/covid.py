"""COVID counts and their spread to the RW (PICODEP, Kampung Siaga Covid)."""

from __future__ import annotations

from dataclasses import replace

from data.contracts import contract
from data.contracts.rules import causes_of, criteria_of, rules_of, target_of
from data.domain.areas import Level
from data.domain.errors import msg
from data.domain.pages import Page, PagePanel, PanelKind, common_panel
from data.domain.people import Right
from data.indicators.declaration import PEOPLE, Indicator
from data.subjects.declaration import (
    CountSource,
    Dataset,
    Moves,
    OpenDataset,
    PublicSection,
    Subject,
    WallScene,
)

INCIDENCE = Indicator(
    id="covid-incidence-7d",
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
    decimals=0,
    direction="lower",
    level=Level.RW,
    unstable_below=20,
    breaks=(100.0, 300.0, 600.0, 1_000.0),
    formula="Σ new confirmed by event date over 7 days × 100,000 / residents by the part of the days reported; crude",
    source="DOMAIN: incidence, 7 days",
)
RATE = replace(
    INCIDENCE,
    id="covid-rate-poisson",
    title=msg("COVID rate with its 95 % interval, 7 days"),
    short=msg("COVID, rate with interval"),
    # The interval says how far a rate on few cases can be trusted.
    unstable_below=0,
    formula="Σ new confirmed by event date over 7 days × 100,000 / residents by the part of the days reported; exact "
    "Poisson limits (Garwood 1936)",
    method="data.epi.rates:poisson_rate",
)
"""The rate with what is known of its uncertainty; the smoothed one is made from the same counts."""

INDICATORS = (
    INCIDENCE,
    Indicator(
        id="covid-new-7d",
        title=msg("New COVID cases, 7 days"),
        short=msg("COVID, new cases 7 days"),
        unit=msg("cases"),
        dataset="covid-daily",
        panel="covid_by_event",
        numerator=(("confirmed", 1),),
        denominator=(),
        window=7,
        scale=1.0,
        decimals=0,
        direction="lower",
        level=Level.RW,
        formula="Σ new confirmed by event date over 7 days ending on the date",
        source="DOMAIN: dates",
    ),
    Indicator(
        id="covid-active",
        title=msg("Active COVID cases"),
        short=msg("COVID, active"),
        unit=msg("cases"),
        dataset="covid-daily",
        panel="covid_by_report",
        numerator=(("confirmed", 1), ("recovered", -1), ("deaths", -1)),
        denominator=(),
        window="to_date",
        scale=1.0,
        decimals=0,
        direction="lower",
        level=Level.RW,
        formula="cumulative confirmed − recovered − deaths, by report date",
        source="DOMAIN: active",
    ),
    Indicator(
        id="covid-confirmed-total",
        title=msg("Confirmed COVID cases in all"),
        short=msg("COVID, confirmed in all"),
        unit=msg("cases"),
        dataset="covid-daily",
        panel="covid_by_report",
        numerator=(("confirmed", 1),),
        denominator=(),
        window="to_date",
        scale=1.0,
        decimals=0,
        direction="none",
        level=Level.RW,
        formula="Σ confirmed up to the date, by report date",
        source="DOMAIN: dates",
    ),
    Indicator(
        id="covid-deaths-total",
        title=msg("COVID deaths in all"),
        short=msg("COVID, deaths in all"),
        unit=msg("deaths"),
        dataset="covid-daily",
        panel="covid_by_report",
        numerator=(("deaths", 1),),
        denominator=(),
        window="to_date",
        scale=1.0,
        decimals=0,
        direction="lower",
        level=Level.RW,
        formula="Σ deaths up to the date, by report date",
        source="DOMAIN: dates",
    ),
    RATE,
    replace(
        RATE,
        id="covid-relative-risk",
        title=msg("COVID risk relative to the city, 7 days"),
        short=msg("COVID, relative risk"),
        unit=msg("times the city"),
        scale=1.0,
        decimals=2,
        ramp="diverging",
        breaks=(0.5, 0.8, 1.25, 2.0),
        formula="(Σ new confirmed by event date over 7 days / residents by the part of the days reported) / the same "
        "of the whole city; exact Poisson limits, the city taken as known",
        source="GeoDa: excess risk",
        method="data.epi.rates:relative_risk",
    ),
    replace(
        RATE,
        id="covid-rate-eb",
        title=msg("COVID rate, smoothed, 7 days"),
        short=msg("COVID, smoothed rate"),
        formula="the 7-day rate drawn towards the mean of all areas of the level, the more the fewer residents "
        "reported (Poisson–gamma empirical Bayes, Marshall 1991)",
        source="DOMAIN: smoothed rate",
        method="data.epi.rates:empirical_bayes_rate",
        basis="borrowed",
        basis_title=msg("borrowed from all areas"),
    ),
)

SUBJECT = Subject(
    id="covid",
    page=Page(
        slug="covid",
        title=msg("COVID"),
        right=Right.READ,
        look="page subject two-extra",
        panels=(
            common_panel(PanelKind.MAP),
            common_panel(PanelKind.RANKING),
            common_panel(PanelKind.TILES),
            common_panel(PanelKind.TREND),
            PagePanel(
                id="statuses",
                kind=PanelKind.OWN,
                slot="third",
                title=msg("Case statuses"),
                right=Right.CITY,
                depends=("as_known_on",),
                datasets=("covid-daily",),
                chart=True,
                stands_for="",
            ),
            PagePanel(
                id="releases",
                kind=PanelKind.OWN,
                slot="fourth",
                title=msg("City releases"),
                right=Right.CITY,
                depends=("as_known_on",),
                datasets=("covid-daily", "covid-release"),
                chart=False,
                stands_for="",
            ),
        ),
        layer=None,
    ),
    datasets=(
        Dataset(
            contract=contract("covid-daily"),
            title=msg("COVID, RW reports"),
            topic=msg("health"),
            completeness="covid_by_event",
            span="covid_by_event",
        ),
        Dataset(
            contract=contract("covid-release"),
            title=msg("COVID, city releases"),
            topic=msg("health"),
            completeness="",
            span="",
        ),
    ),
    derived=(),
    counts=(
        CountSource(
            id="covid",
            panels=("covid_by_event", "covid_by_report"),
            datasets=("covid-daily",),
            moves=Moves.DAY,
            level=Level.RW,
            by_report=("covid_by_report",),
            dated=True,
            generic=False,
        ),
    ),
    indicators=INDICATORS,
    default="covid-incidence-7d",
    tiles=("covid-new-7d", "covid-incidence-7d", "covid-active", "covid-deaths-total"),
    headline="covid-new-7d",
    scenes=(WallScene(id="covid", title=msg("COVID"), indicator="covid-incidence-7d"),),
    criteria=criteria_of("covid"),
    target=target_of("covid"),
    rules=rules_of(indicator.id for indicator in INDICATORS),
    causes=causes_of(indicator.id for indicator in INDICATORS),
    public=PublicSection(
        slug="covid",
        title=msg("COVID"),
        description=msg("New COVID cases by week, from the RW to the city."),
        measures=(),
        card="",
        area=(),
        open_data=(
            OpenDataset(
                id="covid",
                title=msg("COVID by week"),
                words=msg(
                    "Bands by RW and totals above them, for closed weeks and blocks of four weeks since March 2020."
                ),
                datasets=("covid-daily",),
                example="/api/v1/covid?level=kelurahan",
            ),
        ),
    ),
)
