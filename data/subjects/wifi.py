"""Public Wi-Fi: Wi-Fi Depok Bersahabat."""

from __future__ import annotations

from data.contracts import contract
from data.contracts.rules import causes_of, criteria_of, rules_of, target_of
from data.domain.areas import Level
from data.domain.errors import msg
from data.domain.pages import LayerMark, Page, PagePanel, PanelKind, PointLayer, common_panel
from data.domain.people import Right
from data.indicators.declaration import PEOPLE, RECOMPUTED, Indicator, MethodCard
from data.subjects.declaration import (
    CountSource,
    Dataset,
    DerivedDataset,
    Moves,
    OpenDataset,
    PublicSection,
    Subject,
    WallScene,
    measure_source,
)

INDICATORS = (
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
    Indicator(
        id="wifi-people-100m",
        card=MethodCard(
            why=msg("Counts people instead of points."),
            limits=msg(
                "People are spread evenly over their RW, also over water and rail; walls weaken a signal; 100 m "
                "is a convention."
            ),
            check=msg("Against circles of known area and layouts reckoned by hand."),
        ),
        title=msg("People within 100 m of a live Wi-Fi point"),
        short=msg("Wi-Fi, within 100 m"),
        unit=msg("% of residents"),
        count_unit=msg("people"),
        dataset="wifi-reach",
        panel="wifi-reach",
        numerator=(("people_100m", 1),),
        denominator=PEOPLE,
        window="latest",
        scale=100,
        decimals=1,
        direction="higher",
        level=Level.RW,
        breaks=(10.0, 20.0, 30.0, 50.0),
        formula="residents of the RW × its part within 100 m of a point live at the end of the day, summed / "
        "residents; people taken as spread evenly over their RW",
        source="Wi-Fi Depok Bersahabat, 100 m by convention",
    ),
)

POINTS = PointLayer(
    id="wifi",
    draws="pointMark",
    marks=(
        LayerMark(look="mark live", letter="l", title=msg("Live")),
        LayerMark(look="mark down", letter="d", title=msg("Down")),
        LayerMark(look="mark unknown", letter="u", title=msg("Not known")),
        LayerMark(look="mark refused", letter="r", title=msg("Refused by residents")),
        LayerMark(look="mark waiting", letter="w", title=msg("Not installed")),
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
                id="pipeline",
                kind=PanelKind.OWN,
                slot="fourth",
                title=msg("From promise to live"),
                right=Right.READ,
                depends=("areas", "date", "as_known_on"),
                datasets=("wifi-points", "wifi-outages"),
                chart=True,
                stands_for="",
            ),
        ),
        layer=POINTS,
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
            contract=contract("wifi-reach"),
            title=msg("Wi-Fi, people near a live point"),
            topic=msg("Wi-Fi"),
            completeness="",
            span="wifi-reach",
        ),
    ),
    derived=(
        DerivedDataset(
            dataset="wifi-reach",
            method="data.results.wifi_reach:people_near_points",
            inputs=("wifi-points", "wifi-outages"),
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
        measure_source(contract("wifi-reach")),
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
        measures=("wifi-two-per-rw", "wifi-uptime", "wifi-live", "wifi-people-100m"),
        card="wifi-two-per-rw",
        area=("wifi-uptime",),
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
