"""COVID counts and their spread to the RW (PICODEP, Kampung Siaga Covid)."""

from __future__ import annotations

from dataclasses import replace

from data.contracts import contract
from data.contracts.rules import causes_of, criteria_of, rules_of, target_of
from data.domain.areas import Level
from data.domain.categories import Category
from data.domain.errors import msg
from data.domain.pages import Page, PagePanel, PanelKind, common_panel
from data.domain.people import Right
from data.indicators.declaration import PEOPLE, RECOMPUTED, Indicator, MethodCard
from data.subjects.declaration import (
    CountSource,
    Dataset,
    DerivedDocument,
    Moves,
    OpenDataset,
    PublicSection,
    Subject,
    WallScene,
    measure_source,
)

INCIDENCE = Indicator(
    id="covid-incidence-7d",
    card=MethodCard(
        why=msg("Compares the pressure of new infections between areas of different size."),
        limits=msg(
            "Crude, not by age; one case in an average RW is 45 per 100,000; the last days still fill up; "
            "only who was tested is counted; residents are those of one census date."
        ),
        check=RECOMPUTED,
    ),
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
    source="WHO and KMK HK.01.07/MENKES/4805/2021, cases per 100,000 a week",
)
RATE = replace(
    INCIDENCE,
    id="covid-rate-poisson",
    source="F. Garwood, Biometrika 28 (1936) 437",
    card=MethodCard(
        why=msg("Says how far a rate on few cases can be trusted."),
        limits=msg(
            "The interval is about chance alone, not about late or missing reports; cases that infect each "
            "other vary more than it allows."
        ),
        check=msg("Against printed limits (Ulm 1990; Garwood 1936) and the tails of SciPy's Poisson distribution."),
    ),
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
        card=MethodCard(
            why=msg("How many people newly need contact tracing and care."),
            limits=msg("Larger areas have more; the last days still fill up; only who was tested is counted."),
            check=RECOMPUTED,
        ),
        title=msg("New COVID cases, 7 days"),
        short=msg("COVID, new cases 7 days"),
        span_title=msg("New COVID cases"),
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
        source="releases of the city, PICODEP",
    ),
    replace(
        INCIDENCE,
        id="covid-deaths-7d",
        card=MethodCard(
            why=msg("One of the three measures of the ministry's transmission level."),
            limits=msg(
                "By the day of the report, which may lie weeks after the death; few deaths make an unsteady rate."
            ),
            check=RECOMPUTED,
        ),
        title=msg("COVID deaths per 100,000, 7 days"),
        short=msg("COVID, deaths 7 days"),
        count_unit=msg("deaths"),
        panel="covid_by_report",
        numerator=(("deaths", 1),),
        decimals=1,
        level=Level.KELURAHAN,
        breaks=(1.0, 2.0, 5.0, 10.0),
        formula="Σ deaths by report date over 7 days × 100,000 / residents of the RW that reported; crude",
        source="KMK HK.01.07/MENKES/4805/2021, deaths per 100,000 a week",
    ),
    Indicator(
        id="covid-active",
        card=MethodCard(
            why=msg("How many people are ill or in isolation now: beds, medicine, food parcels."),
            limits=msg(
                "A recovery that is reported late keeps a case active; below zero reports contradict each other, "
                "which is a finding."
            ),
            check=RECOMPUTED,
        ),
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
        source="releases of the city, PICODEP: confirmed − recovered − deaths",
    ),
    Indicator(
        id="covid-confirmed-total",
        card=MethodCard(
            why=msg("The figure of the city's releases, so that both can be compared."),
            limits=msg("Says nothing about today; definitions changed on 13 July 2020."),
            check=RECOMPUTED,
        ),
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
        source="releases of the city, PICODEP",
    ),
    Indicator(
        id="covid-deaths-total",
        card=MethodCard(
            why=msg("What the epidemic cost so far."),
            limits=msg("Deaths among the confirmed only; by the day of the report."),
            check=RECOMPUTED,
        ),
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
        source="releases of the city, PICODEP",
    ),
    RATE,
    replace(
        RATE,
        id="covid-relative-risk",
        card=MethodCard(
            why=msg("Shows where the rate is a multiple of the city's, whatever the wave."),
            limits=msg(
                "Without age groups; the city's own rate is taken as known; in small areas far from 1 by chance."
            ),
            check=msg("Against esda's excess risk and printed Poisson limits."),
        ),
        title=msg("COVID risk relative to the city, 7 days"),
        short=msg("COVID, relative risk"),
        unit=msg("times the city"),
        scale=1.0,
        decimals=2,
        ramp="diverging",
        relative=True,
        breaks=(0.5, 0.8, 1.25, 2.0),
        formula="(Σ new confirmed by event date over 7 days / residents by the part of the days reported) / the same "
        "of the whole city; exact Poisson limits, the city taken as known",
        source="GeoDa: excess risk",
        method="data.epi.rates:relative_risk",
    ),
    replace(
        RATE,
        id="covid-against-city",
        card=MethodCard(
            why=msg("Tells a signal from noise: which areas differ from the city by more than chance."),
            limits=msg(
                "“Like” is not “the same”: in a small area even a large difference may not show; clustering of "
                "cases is not allowed for."
            ),
            check=msg(
                "Against SciPy's Poisson distribution and Benjamini–Hochberg; of 200 simulated days without any "
                "difference at most 5 % show one."
            ),
        ),
        title=msg("COVID rate against the city, 7 days"),
        short=msg("COVID, against the city"),
        unit=msg("the city's rate"),
        scale=1.0,
        direction="higher",
        relative=True,
        breaks=None,
        categories=(
            Category(msg("above"), "bad"),
            Category(msg("like"), "neutral"),
            Category(msg("below"), "good"),
        ),
        formula="above or below where the exact Poisson probability of a count so far from residents × city rate, "
        "adjusted over the areas of the level (Benjamini–Hochberg), is at most 5 %",
        source="Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57 (1995) 289",
        method="data.epi.rates:against_city",
        basis="p",
        basis_title=msg("adjusted p"),
    ),
    replace(
        RATE,
        id="covid-rate-eb",
        card=MethodCard(
            why=msg("Keeps a map of RW from being a map of chance."),
            limits=msg("Draws every area to the mean of all, also a true small cluster; neighbours are not looked at."),
            check=msg(
                "Against esda's empirical Bayes and the posterior mean; the limits hold the true rate in 91 to "
                "100 % of simulated areas."
            ),
        ),
        title=msg("COVID rate, smoothed, 7 days"),
        short=msg("COVID, smoothed rate"),
        formula="the 7-day rate drawn towards the mean of all areas of the level, the more the fewer residents "
        "reported (Poisson–gamma empirical Bayes, Marshall 1991)",
        source="R. J. Marshall, Applied Statistics 40 (1991) 283",
        method="data.epi.rates:empirical_bayes_rate",
        basis="borrowed",
        basis_title=msg("borrowed from all areas"),
    ),
    replace(
        RATE,
        id="covid-rate-spatial",
        card=MethodCard(
            why=msg("Shows a pocket of several RW that the mean of the whole city would smooth away."),
            limits=msg("A single RW that differs from all its neighbours is drawn to them; an island has only itself."),
            check=msg(
                "Against esda's spatial empirical Bayes; the limits hold the true rate in 93 to 100 % of "
                "simulated areas."
            ),
        ),
        title=msg("COVID rate, smoothed with the neighbours, 7 days"),
        short=msg("COVID, rate smoothed locally"),
        formula="the 7-day rate drawn towards the mean of the area and the areas that touch it, the more the fewer "
        "residents reported (Poisson–gamma empirical Bayes, Marshall 1991, local)",
        source="R. J. Marshall, Applied Statistics 40 (1991) 283",
        method="data.epi.spatial:spatial_bayes_rate",
        needs=("neighbours",),
        basis="borrowed",
        basis_title=msg("borrowed from the surroundings"),
    ),
    replace(
        RATE,
        id="covid-twice-city",
        card=MethodCard(
            why=msg("What an alert may use: it asks for a rate that is high, and surely so."),
            limits=msg("Of a small area even a high rate stays uncertain; neighbours are not looked at."),
            check=msg("Against SciPy's gamma distribution."),
        ),
        title=msg("Probability of more than twice the city's COVID rate"),
        short=msg("COVID, twice the city"),
        unit=msg("% probability"),
        scale=100.0,
        relative=True,
        breaks=(5.0, 20.0, 50.0, 80.0),
        formula="P(rate > 2 × the city's rate) of the posterior whose limits the smoothed rate has (Poisson–gamma "
        "empirical Bayes)",
        source="S. Richardson et al., Environ. Health Perspect. 112 (2004) 1016",
        method="data.epi.spatial:chance_of_twice",
    ),
    replace(
        RATE,
        id="covid-zone",
        card=MethodCard(
            why=msg("The zone decides what an RW may do; a past day keeps the zone that it had then."),
            limits=msg(
                "The decrees count houses with cases by RT; the reports are of cases by RW, which stand in for them "
                "and make an RW look worse than its RT."
            ),
            check=msg("Against the thresholds of the decrees."),
        ),
        title=msg("COVID zone, cases for houses"),
        short=msg("COVID"),
        unit=msg("by PPKM mikro"),
        count_unit=msg("cases"),
        panel="covid_by_report",
        scale=1.0,
        direction="higher",
        relative=True,
        breaks=None,
        categories=(
            Category(msg("red zone"), "worst"),
            Category(msg("orange zone"), "bad"),
            Category(msg("yellow zone"), "neutral"),
            Category(msg("green zone"), "best"),
        ),
        formula="cases of 7 days by the day on which they became known: from 9 Feb 2021 green 0, yellow 1–5, orange "
        "6–10, red more; from 6 Apr 2021 green 0, yellow 1–2, orange 3–5, red more",
        source="Inmendagri 3/2021, Inmendagri 7/2021",
        method="data.epi.zones:zones",
        needs=("first_day", "level"),
    ),
    Indicator(
        id="covid-positivity",
        card=MethodCard(
            why=msg("Whether testing keeps up: a high share means that many cases are not seen."),
            limits=msg("By the kecamatan of residence; who pays for a test himself and who is sent differ."),
            check=RECOMPUTED,
        ),
        title=msg("COVID tests that were positive, 7 days"),
        short=msg("COVID, positive tests"),
        span_title=msg("COVID tests that were positive"),
        unit=msg("% of tests"),
        count_unit=msg("positive tests"),
        dataset="covid-tests",
        panel="covid-tests",
        numerator=(("positives", 1),),
        denominator=(("tests", 1),),
        window=7,
        scale=100.0,
        decimals=1,
        direction="lower",
        level=Level.KECAMATAN,
        breaks=(5.0, 15.0, 25.0, 35.0),
        formula="Σ people found positive over 7 days / Σ people tested, by the day of the result",
        source="KMK HK.01.07/MENKES/4805/2021, testing: below 5 % adequate, 5 to 15 % moderate, above limited",
    ),
    Indicator(
        id="covid-tests-per-1000",
        card=MethodCard(
            why=msg("Without enough tests few cases mean little."),
            limits=msg("People tested, not tests made; residents are those of one census date."),
            check=RECOMPUTED,
        ),
        title=msg("People tested for COVID per 1,000, 7 days"),
        short=msg("COVID, tested"),
        unit=msg("per 1,000"),
        count_unit=msg("people"),
        dataset="covid-tests",
        panel="covid-tests",
        numerator=(("tests", 1),),
        denominator=PEOPLE,
        window=7,
        scale=1_000.0,
        decimals=1,
        direction="higher",
        level=Level.KECAMATAN,
        breaks=(0.5, 1.0, 2.0, 5.0),
        formula="Σ people tested over 7 days × 1,000 / residents",
        source="WHO, 12 May 2020: at least one person tested per 1,000 a week",
    ),
    Indicator(
        id="covid-bed-occupancy",
        card=MethodCard(
            why=msg("Whether hospitals can still take who falls ill."),
            limits=msg("By where the hospital is, not where patients live; beds are opened and closed."),
            check=RECOMPUTED,
        ),
        title=msg("COVID beds that are occupied"),
        short=msg("COVID, beds occupied"),
        unit=msg("% of beds"),
        count_unit=msg("beds"),
        dataset="covid-beds",
        panel="covid-beds",
        numerator=(("occupied", 1),),
        denominator=(("beds", 1),),
        window="latest",
        scale=100.0,
        decimals=0,
        direction="lower",
        level=Level.KECAMATAN,
        breaks=(40.0, 60.0, 80.0, 95.0),
        formula="beds occupied / beds for COVID on the last day reported",
        source="KMK HK.01.07/MENKES/4805/2021, treatment: below 60 % adequate, 60 to 80 % moderate, above limited",
    ),
    Indicator(
        id="covid-admissions-7d",
        card=MethodCard(
            why=msg("Severe illness, whatever is tested; one of the measures of the transmission level."),
            limits=msg("By where the hospital is: only the city's figure is about its residents."),
            check=RECOMPUTED,
        ),
        title=msg("People admitted with COVID per 100,000, 7 days"),
        short=msg("COVID, admitted"),
        unit=msg("per 100,000"),
        count_unit=msg("people"),
        dataset="covid-beds",
        panel="covid-beds",
        numerator=(("admitted", 1),),
        denominator=PEOPLE,
        window=7,
        scale=100_000.0,
        decimals=1,
        direction="lower",
        level=Level.KOTA,
        breaks=(5.0, 10.0, 30.0, 60.0),
        formula="Σ people admitted over 7 days × 100,000 / residents",
        source="KMK HK.01.07/MENKES/4805/2021, hospital admissions per 100,000 a week",
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
                id="clusters",
                kind=PanelKind.OWN,
                slot="third",
                title=msg("Clusters"),
                right=Right.CITY,
                depends=("as_known_on",),
                datasets=("covid-daily",),
                chart=False,
                stands_for="",
            ),
            PagePanel(
                id="spread",
                kind=PanelKind.OWN,
                slot="fourth",
                title=msg("Spread"),
                right=Right.CITY,
                depends=("window", "as_known_on"),
                datasets=("covid-daily",),
                chart=True,
                stands_for="",
            ),
            PagePanel(
                id="statuses",
                kind=PanelKind.OWN,
                slot="fifth",
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
                slot="sixth",
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
            contract=contract("covid-tests"),
            title=msg("COVID, laboratories"),
            topic=msg("health"),
            completeness="covid-tests",
            span="covid-tests",
        ),
        Dataset(
            contract=contract("covid-beds"),
            title=msg("COVID, hospitals"),
            topic=msg("health"),
            completeness="",
            span="covid-beds",
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
    documents=(
        DerivedDocument(
            id="covid-spread",
            method="data.results.covid:reproduction_document",
            inputs=("covid-daily",),
            indicator="covid-incidence-7d",
        ),
        DerivedDocument(
            id="covid-clusters",
            method="data.results.covid:clusters_document",
            inputs=("covid-daily",),
            indicator="covid-incidence-7d",
        ),
    ),
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
        measure_source(contract("covid-tests")),
        measure_source(contract("covid-beds")),
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
