"""Public Wi-Fi: Wi-Fi Depok Bersahabat."""

from __future__ import annotations

from typing import Any

from data.contracts import contract
from data.contracts.rules import causes_of, criteria_of, rules_of, target_of
from data.domain.areas import Level
from data.domain.errors import Message, Num, msg
from data.domain.pages import LayerMark, Page, PagePanel, PanelKind, PointLayer, common_panel
from data.domain.people import Right
from data.indicators.declaration import PEOPLE, RECOMPUTED, Indicator, MethodCard
from data.subjects.declaration import (
    CountSource,
    Dataset,
    DerivedDataset,
    DerivedDocument,
    Moves,
    OpenDataset,
    PublicSection,
    Subject,
    WallScene,
    measure_source,
)

COUNTED = (
    Indicator(
        id="wifi-live",
        card=MethodCard(
            why=msg("What people can use now, as against what was promised and registered."),
            limits=msg(
                "A point counts as live when its monitor says so; whether the internet behind it works is not measured."
            ),
            check=RECOMPUTED,
        ),
        title=msg("Wi-Fi points live"),
        short=msg("Wi-Fi, points live"),
        unit=msg("points"),
        dataset="wifi-outages",
        panel="wifi",
        numerator=(("live", 1),),
        denominator=(),
        window="latest",
        scale=1.0,
        decimals=0,
        direction="higher",
        level=Level.RW,
        formula="points in service and known to be up at the end of the day (today: at the clock); a point without a "
        "sign of its monitor is not",
        source="Wi-Fi Depok Bersahabat, Diskominfo",
        total="registered",
    ),
    Indicator(
        id="wifi-two-per-rw",
        card=MethodCard(
            why=msg("The promise of the programme: two points in every RW."),
            limits=msg(
                "Says nothing of how many people live near; a point at the border serves both sides and counts for one."
            ),
            check=RECOMPUTED,
        ),
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
        level=Level.RW,
        breaks=(70.0, 80.0, 90.0, 95.0),
        formula="RW with ≥ 2 points known to be live / RW registered on that date",
        source="Wi-Fi Depok Bersahabat: two points in every RW",
    ),
    Indicator(
        id="wifi-uptime",
        card=MethodCard(
            why=msg("Shows whether the provider keeps the contract's 99.8 %."),
            limits=msg(
                "Minutes that the monitor did not see are in neither part; many of them make a good value worth little."
            ),
            check=RECOMPUTED,
        ),
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
        level=Level.RW,
        breaks=(95.0, 98.0, 99.0, 99.8),
        formula="up minutes / (up + down) over 7 days; unknown minutes are in neither",
        source="the provider's contract, 99.8 %",
    ),
    Indicator(
        id="wifi-unknown",
        card=MethodCard(
            why=msg("Says how far the other figures of this page can be trusted."),
            limits=msg("Silence of the monitor says nothing of the point: it may have been up all the time."),
            check=RECOMPUTED,
        ),
        title=msg("Wi-Fi, time without a sign of the monitor, 7 days"),
        short=msg("Wi-Fi, not known in 7 days"),
        unit=msg("% of time in service"),
        count_unit=msg("minutes not known"),
        dataset="wifi-outages",
        panel="wifi",
        numerator=(("unknown_minutes", 1),),
        denominator=(("up_minutes", 1), ("down_minutes", 1), ("unknown_minutes", 1)),
        window=7,
        scale=100,
        decimals=1,
        direction="lower",
        level=Level.RW,
        breaks=(1.0, 2.0, 5.0, 10.0),
        formula="minutes without a sign of the monitor / (up + down + such) over 7 days",
        source="Wi-Fi Depok Bersahabat, Diskominfo",
    ),
)

GROUND = msg(
    "People are spread evenly over their RW without rivers and rail, but also over situ and fields; walls weaken it."
)


def _people_near(
    name: str, measure: str, *, title: Message, short: Message, formula: str, why: Message, **other: Any
) -> Indicator:
    """Share of the residents that a measure of a derived dataset counts."""
    reach: dict[str, Any] = {
        "dataset": "wifi-reach",
        "limits": GROUND,
        "breaks": (10.0, 20.0, 30.0, 50.0),
        "check": msg("Against circles of known area and layouts reckoned by hand."),
        **other,
    }
    return Indicator(
        id=name,
        card=MethodCard(why=why, limits=reach["limits"], check=reach["check"]),
        title=title,
        short=short,
        unit=msg("% of residents"),
        count_unit=msg("people"),
        dataset=reach["dataset"],
        panel=reach["dataset"],
        numerator=((measure, 1),),
        denominator=PEOPLE,
        window="latest",
        scale=100,
        decimals=1,
        direction="higher",
        level=Level.RW,
        breaks=reach["breaks"],
        formula=formula,
        source="Wi-Fi Depok Bersahabat",
    )


RADII: tuple[tuple[int, tuple[float, ...]], ...] = (
    (50, (2.0, 5.0, 10.0, 20.0)),
    (100, (10.0, 20.0, 30.0, 50.0)),
    (150, (20.0, 40.0, 60.0, 80.0)),
    (200, (40.0, 60.0, 80.0, 95.0)),
)
"""Metres, and the classes of the map."""
NEAR = tuple(
    _people_near(
        f"wifi-people-{metres}m",
        f"people_{metres}m",
        title=msg("People within {n} m of a live Wi-Fi point", n=Num(metres)),
        short=msg("Wi-Fi, within {n} m", n=Num(metres)),
        formula=f"residents of the RW × the part of its ground within {metres} m of a point live at the end of the "
        "day, summed / residents; people taken as spread evenly over their RW without rivers, river banks and rail",
        why=msg("Counts people instead of points; how far a point reaches is not known, so four radii stand together."),
        breaks=breaks,
    )
    for metres, breaks in RADII
)
OTHER_REACH = (
    _people_near(
        "wifi-people-effective-100m",
        "people_effective_100m",
        title=msg("People within 100 m of a Wi-Fi point, by its uptime"),
        short=msg("Wi-Fi, effective within 100 m"),
        dataset="wifi-effective",
        formula="residents within 100 m of points × the greatest share of the 28 days to the last Sunday that one of "
        "them was known to be up, summed / residents",
        why=msg("A point that is off half the time serves half; what nobody saw up does not count."),
        limits=msg("Written each Sunday; with points that fail one by one it is somewhat more; this takes the best."),
    ),
    _people_near(
        "wifi-k2-people-100m",
        "people_k2_100m",
        title=msg("People within 100 m of two live Wi-Fi points"),
        short=msg("Wi-Fi, two within 100 m"),
        formula="residents of the RW × the part of its ground within 100 m of at least two points live at the end of "
        "the day, summed / residents",
        why=msg("Who has two points near stays on line when one fails."),
        breaks=(1.0, 2.0, 5.0, 10.0),
    ),
    _people_near(
        "wifi-people-own-radius",
        "people_own_radius",
        title=msg("People within the radius class of a live Wi-Fi point"),
        short=msg("Wi-Fi, within its radius class"),
        formula="residents of the RW × the part of its ground within the radius class of a point live at the end of "
        "the day, summed / residents; 100 m where the register says none",
        why=msg("A mast reaches farther than a hall; the register says for which distance each point was built."),
    ),
)
SEATS = Indicator(
    id="wifi-seats-per-100-pupils",
    card=MethodCard(
        why=msg("A point is shared by all who are near: where many pupils share few seats, most find none."),
        limits=msg(
            "Pupils are drawn around the city's published ages and spread evenly; 200 m and the decay are conventions, "
            "see the table of other choices."
        ),
        check=msg("Against a case reckoned by hand; all seats near anybody add up."),
    ),
    title=msg("Wi-Fi seats within reach for 100 pupils"),
    short=msg("Wi-Fi, seats for 100 pupils"),
    unit=msg("seats for 100 pupils"),
    count_unit=msg("thousandths of a seat"),
    shown_scale=1_000,
    shown_unit=msg("seats"),
    dataset="wifi-access",
    panel="wifi-access",
    numerator=(("seats_milli", 1),),
    denominator=(("pupils", 1),),
    window="latest",
    scale=0.1,
    decimals=1,
    direction="higher",
    level=Level.RW,
    breaks=(2.0, 4.0, 8.0, 16.0),
    formula="two-step floating catchment area (E2SFCA, PySAL access): seats × uptime of 28 days of each live point "
    "shared among the people of 6 to 18 years within 200 m by exp(−d² / 2·100²), summed for the RW's / them × 100; "
    "on the last day of each month and of the data",
    source="Wi-Fi Depok Bersahabat; people of school age simulated",
)
INDICATORS = (*COUNTED, *NEAR, *OTHER_REACH, SEATS)

POINTS = PointLayer(
    id="wifi",
    draws="pointMark",
    marks=(
        LayerMark(look="mark live", letter="l", title=msg("Live")),
        LayerMark(look="mark down", letter="d", title=msg("Down")),
        LayerMark(look="mark unknown", letter="u", title=msg("Not known")),
        LayerMark(look="mark refused", letter="r", title=msg("Refused by residents")),
        LayerMark(look="mark waiting", letter="w", title=msg("Not installed")),
        LayerMark(look="mark proposed", letter="p", title=msg("Proposed")),
    ),
    counted=True,
    note=None,
    whole=False,
    datasets=("wifi-points",),
)

SUBJECT = Subject(
    id="wifi",
    page=Page(
        slug="wifi",
        title=msg("Wi-Fi"),
        right=Right.READ,
        look="page subject wide-map",
        panels=(
            common_panel(PanelKind.MAP, inside=True),
            common_panel(PanelKind.TILES),
            common_panel(PanelKind.TREND),
            common_panel(PanelKind.RANKING),
            PagePanel(
                id="points",
                kind=PanelKind.OWN,
                slot="third",
                title=msg("Points and RW"),
                right=Right.READ,
                depends=("areas", "date", "indicator", "as_known_on"),
                datasets=("wifi-points", "wifi-outages"),
                chart=False,
                stands_for="",
            ),
            PagePanel(
                id="coverage",
                kind=PanelKind.OWN,
                slot="fourth",
                title=msg("People near a live point"),
                right=Right.READ,
                depends=("areas", "date", "as_known_on"),
                datasets=("wifi-reach", "wifi-effective"),
                chart=True,
                stands_for="",
            ),
            PagePanel(
                id="pipeline",
                kind=PanelKind.OWN,
                slot="fifth",
                title=msg("From promise to live"),
                right=Right.READ,
                depends=("areas", "date", "as_known_on"),
                datasets=("wifi-points", "wifi-outages"),
                chart=True,
                stands_for="",
            ),
        ),
        layer=POINTS,
        documents=(
            ("wifi/rencana", msg("Plans")),
            ("wifi/gangguan", msg("Outages")),
            ("wifi/tiket", msg("Tickets")),
            ("wifi/daftar", msg("Register")),
        ),
    ),
    datasets=(
        Dataset(
            contract=contract("wifi-points"),
            title=msg("Wi-Fi, register"),
            topic=msg("Wi-Fi"),
            completeness="",
            span="wifi",
        ),
        Dataset(
            contract=contract("wifi-outages"),
            title=msg("Wi-Fi, monitor"),
            topic=msg("Wi-Fi"),
            completeness="",
            span="wifi",
        ),
        Dataset(
            contract=contract("wifi-candidates"),
            title=msg("Wi-Fi, sites to choose from"),
            topic=msg("Wi-Fi"),
            completeness="",
            span="",
        ),
        Dataset(
            contract=contract("wifi-log"),
            title=msg("Wi-Fi, monitor's log"),
            topic=msg("Wi-Fi"),
            completeness="",
            span="",
        ),
        Dataset(
            contract=contract("wifi-tickets"),
            title=msg("Wi-Fi, tickets to the providers"),
            topic=msg("Wi-Fi"),
            completeness="",
            span="",
        ),
        Dataset(
            contract=contract("school-age"),
            title=msg("People of school age"),
            topic=msg("Wi-Fi"),
            completeness="",
            span="school-age",
        ),
        Dataset(
            contract=contract("wifi-reach"),
            title=msg("Wi-Fi, people near a live point"),
            topic=msg("Wi-Fi"),
            completeness="",
            span="wifi-reach",
        ),
        Dataset(
            contract=contract("wifi-access"),
            title=msg("Wi-Fi, seats for pupils"),
            topic=msg("Wi-Fi"),
            completeness="",
            span="wifi-access",
        ),
        Dataset(
            contract=contract("wifi-effective"),
            title=msg("Wi-Fi, people near a point by its uptime"),
            topic=msg("Wi-Fi"),
            completeness="",
            span="wifi-effective",
        ),
    ),
    derived=(
        DerivedDataset(
            dataset="wifi-reach",
            method="data.results.wifi_reach:people_near_points",
            inputs=("wifi-points", "wifi-outages"),
            indicator="wifi-live",
        ),
        DerivedDataset(
            dataset="wifi-access",
            method="data.results.wifi_access:seats_for_pupils",
            inputs=("wifi-points", "wifi-outages", "school-age"),
            indicator="wifi-live",
        ),
        DerivedDataset(
            dataset="wifi-effective",
            method="data.results.wifi_reach:people_by_uptime",
            inputs=("wifi-points", "wifi-outages"),
            indicator="wifi-live",
        ),
    ),
    documents=(
        DerivedDocument(
            id="wifi-ground",
            method="data.results.wifi_reach:ground_document",
            inputs=("wifi-points",),
            indicator="wifi-live",
        ),
        DerivedDocument(
            id="wifi-access-table",
            method="data.results.wifi_access:sensitivity_document",
            inputs=("wifi-points", "wifi-outages", "school-age"),
            indicator="wifi-live",
        ),
        DerivedDocument(
            id="wifi-events",
            method="data.results.wifi_events:events_document",
            inputs=("wifi-points", "wifi-outages", "school-age"),
            indicator="wifi-live",
        ),
    ),
    counts=(
        CountSource(
            id="wifi",
            panels=("wifi",),
            datasets=("wifi-points", "wifi-outages"),
            moves=Moves.MINUTE,
            level=Level.RW,
            by_report=(),
            dated=False,
            generic=False,
        ),
        measure_source(contract("school-age")),
        measure_source(contract("wifi-reach")),
        measure_source(contract("wifi-effective")),
        measure_source(contract("wifi-access")),
    ),
    indicators=INDICATORS,
    default="wifi-two-per-rw",
    tiles=("wifi-live", "wifi-two-per-rw", "wifi-people-100m", "wifi-uptime"),
    headline="wifi-live",
    scenes=(WallScene(id="wifi", title=msg("Wi-Fi"), indicator="wifi-two-per-rw"),),
    criteria=criteria_of("wifi"),
    target=target_of("wifi"),
    rules=rules_of(indicator.id for indicator in INDICATORS),
    causes=causes_of(indicator.id for indicator in INDICATORS),
    public=PublicSection(
        slug="wifi",
        title=msg("Wi-Fi"),
        description=msg("Where Depok's public Wi-Fi points are, and how many are live."),
        measures=("wifi-two-per-rw", "wifi-uptime", "wifi-live", "wifi-people-100m", "wifi-people-effective-100m"),
        card="wifi-two-per-rw",
        area=("wifi-uptime", "wifi-people-100m"),
        open_data=(
            OpenDataset(
                id="wifi",
                title=msg("Public Wi-Fi points"),
                words=msg("Every registered point with its place and state."),
                datasets=("wifi-points", "wifi-outages"),
                example="/api/v1/wifi-points",
            ),
        ),
    ),
)
