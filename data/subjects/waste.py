"""Waste collection: Zero Waste of the environment office."""

from __future__ import annotations

from data.contracts import contract
from data.contracts.rules import causes_of, criteria_of, rules_of, target_of
from data.domain.areas import Level
from data.domain.errors import msg
from data.domain.pages import Page, PagePanel, PanelKind, common_panel
from data.domain.people import Right
from data.indicators.declaration import PEOPLE, RECOMPUTED, SHARE_BREAKS, Indicator, MethodCard
from data.subjects.declaration import (
    CountSource,
    Dataset,
    Moves,
    OpenDataset,
    PublicSection,
    Subject,
    WallScene,
)

INDICATORS = (
    Indicator(
        id="waste-completion",
        card=MethodCard(
            why=msg("Whether the trucks came when they were due."),
            limits=msg(
                "A round that was not reported is not a missed one; under 90 % of reports the value is incomplete."
            ),
            check=RECOMPUTED,
        ),
        title=msg("Pick-up completion, 7 days"),
        short=msg("Waste, pick-ups done in 7 days"),
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
        level=Level.RW,
        breaks=SHARE_BREAKS,
        rw_breaks=(30.0, 60.0, 90.0, 99.0),
        formula="pick-ups done / scheduled over 7 days, all streams",
        source="DLHK, pick-up schedule",
    ),
    Indicator(
        id="waste-missed-per-10k",
        card=MethodCard(
            why=msg("Finds places where rounds fall out again and again."),
            limits=msg("Accepted reasons, such as floods, are in it; 28 days smooth over a bad week."),
            check=RECOMPUTED,
        ),
        title=msg("Missed stops, 28 days"),
        short=msg("Waste, missed in 28 days"),
        unit=msg("per 10,000 stops"),
        count_unit=msg("missed stops"),
        dataset="waste-pickups",
        panel="waste",
        numerator=(("scheduled", 1), ("done", -1)),
        denominator=(("scheduled", 1),),
        window=28,
        scale=10_000,
        decimals=0,
        direction="lower",
        level=Level.RW,
        breaks=(100.0, 250.0, 500.0, 1_000.0),
        formula="missed / scheduled × 10,000 over 28 days; accepted reasons are in, and shown apart",
        source="DLHK, pick-up schedule",
    ),
    Indicator(
        id="waste-kg-per-person",
        card=MethodCard(
            why=msg("What the landfill has to take, by who throws it away."),
            limits=msg(
                "Weighed at the truck, not at home; visitors and markets count for residents; silent rounds are "
                "not zero kg."
            ),
            check=RECOMPUTED,
        ),
        title=msg("Waste collected per person and day"),
        short=msg("Waste, kg per person, 28 days"),
        unit=msg("kg per person and day"),
        count_unit=msg("kg"),
        dataset="waste-pickups",
        panel="waste",
        numerator=(("collected_kg", 1),),
        denominator=PEOPLE,
        window=28,
        scale=1.0,
        per_day=True,
        decimals=2,
        direction="none",
        level=Level.RW,
        breaks=(0.45, 0.55, 0.65, 0.80),
        formula="collected kg / residents / days over 28 days",
        source="DLHK, weighing at the truck",
    ),
    Indicator(
        id="waste-sorted-share",
        card=MethodCard(
            why=msg("Whether sorting at home takes hold."),
            limits=msg("Sorted is what the truck kept apart, not what was recycled."),
            check=RECOMPUTED,
        ),
        title=msg("Sorted share, 28 days"),
        short=msg("Waste, sorted in 28 days"),
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
        level=Level.RW,
        breaks=(4.0, 7.0, 10.0, 14.0),
        formula="sorted kg / collected kg over 28 days",
        source="Zero Waste programme, DLHK",
    ),
)

SUBJECT = Subject(
    id="waste",
    page=Page(
        slug="sampah",
        title=msg("Waste"),
        right=Right.READ,
        look="page subject wide-map",
        panels=(
            common_panel(PanelKind.MAP),
            common_panel(PanelKind.TILES),
            common_panel(PanelKind.TREND),
            common_panel(PanelKind.RANKING),
            PagePanel(
                id="reasons",
                kind=PanelKind.OWN,
                slot="third",
                title=msg("Missed stops"),
                right=Right.READ,
                depends=("areas", "date", "indicator", "as_known_on"),
                datasets=("waste-pickups",),
                chart=False,
                stands_for="",
            ),
        ),
        layer=None,
    ),
    datasets=(
        Dataset(
            contract=contract("waste-pickups"),
            title=msg("Waste, pick-ups"),
            topic=msg("waste"),
            completeness="waste",
            span="waste",
        ),
        Dataset(
            contract=contract("waste-tonnage"),
            title=msg("Waste, tonnage"),
            topic=msg("waste"),
            completeness="",
            span="",
        ),
    ),
    derived=(),
    documents=(),
    counts=(
        CountSource(
            id="waste",
            panels=("waste",),
            datasets=("waste-pickups",),
            moves=Moves.LOAD,
            level=Level.RW,
            by_report=(),
            dated=True,
            generic=False,
        ),
    ),
    indicators=INDICATORS,
    default="waste-completion",
    tiles=("waste-completion", "waste-missed-per-10k", "waste-kg-per-person", "waste-sorted-share"),
    headline="waste-completion",
    scenes=(WallScene(id="waste", title=msg("Waste"), indicator="waste-completion"),),
    criteria=criteria_of("waste"),
    target=target_of("waste"),
    rules=rules_of(indicator.id for indicator in INDICATORS),
    causes=causes_of(indicator.id for indicator in INDICATORS),
    public=PublicSection(
        slug="sampah",
        title=msg("Waste"),
        description=msg("How much of the scheduled waste collection was done, by kelurahan."),
        measures=("waste-completion", "waste-sorted-share", "waste-missed-per-10k", "waste-kg-per-person"),
        card="waste-completion",
        area=("waste-completion", "waste-sorted-share"),
        open_data=(
            OpenDataset(
                id="waste",
                title=msg("Pick-ups by RW"),
                words=msg("Last and expected next round of every RW and stream."),
                datasets=("waste-pickups",),
                example="/api/v1/pickups?area=32.76.02.1010",
            ),
        ),
    ),
)
