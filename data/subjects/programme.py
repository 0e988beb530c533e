"""The smart-city programme against its action plan of 2019 (monev)."""

from __future__ import annotations

from data.contracts import contract
from data.contracts.rules import causes_of, criteria_of, rules_of, target_of
from data.domain.areas import Level
from data.domain.errors import Message, msg
from data.domain.pages import LayerMark, Page, PagePanel, PanelKind, PointLayer, common_panel
from data.domain.people import Right
from data.indicators.declaration import RECOMPUTED, Indicator, MethodCard
from data.subjects.declaration import (
    CountSource,
    Dataset,
    Moves,
    OpenDataset,
    PublicSection,
    Subject,
    WallScene,
)

PLANNED = ("actions", "action-targets", "action-progress")
SOURCES = (*PLANNED, "programme-places")


def _progress(
    name: str, counted: str, *, title: Message, short: Message, formula: str, why: Message, limits: Message
) -> Indicator:
    """One of the three percentages."""
    return Indicator(
        id=name,
        card=MethodCard(why=why, limits=limits, check=RECOMPUTED),
        title=title,
        short=short,
        unit=msg("% of the 2019 plan"),
        count_unit=msg("weight points"),
        dataset="action-progress",
        panel="programme",
        numerator=((counted, 1),),
        denominator=(("weight", 1),),
        window="latest",
        scale=100,
        decimals=1,
        direction="higher",
        level=Level.KOTA,
        breaks=(25.0, 50.0, 75.0, 90.0),
        formula=formula,
        source="smart-city action plan 2019 and the ministry's review",
        deviation="programme-deviation" if counted == "claimed" else "",
    )


INDICATORS = (
    _progress(
        "programme-progress",
        "claimed",
        title=msg("Action plan, progress"),
        short=msg("Programme, claimed"),
        formula="Σ weight × share of the way from baseline to final target, at most 1 / Σ weight; weights of the 2019 "
        "plan",
        why=msg("The figure of the ministry's review: what the offices claim."),
        limits=msg(
            "Weights and targets are those of 2019; what is over its target is not counted twice; the curve before the "
            "review is fitted to the published 75 %."
        ),
    ),
    _progress(
        "programme-evidenced",
        "evidenced",
        title=msg("Action plan, evidenced"),
        short=msg("Programme, evidenced"),
        formula="as the progress, of each action's last report with measured or audited evidence",
        why=msg("What is left of the claim where somebody can show a measurement."),
        limits=msg("A document alone is no measurement; evidence comes after its report, so the newest weeks lag."),
    ),
    _progress(
        "programme-verified",
        "verified",
        title=msg("Action plan, verified"),
        short=msg("Programme, verified"),
        formula="as the progress, of each action's last report that a second office accepted",
        why=msg("What a second office has accepted; nobody verifies his own report."),
        limits=msg(
            "A report waits for its reviewer, so the newest weeks lag; it says nothing of what was not looked at."
        ),
    ),
    Indicator(
        id="programme-deviation",
        card=MethodCard(
            why=msg("Says early where the plan slips."),
            limits=msg("The planned curve is a simulation; points say nothing of money or days."),
            check=RECOMPUTED,
        ),
        title=msg("Action plan, deviation from plan"),
        short=msg("Programme, deviation"),
        unit=msg("percentage points"),
        count_unit=msg("weight points"),
        dataset="action-progress",
        panel="programme",
        numerator=(("claimed", 1), ("planned", -1)),
        denominator=(("weight", 1),),
        window="latest",
        scale=100,
        decimals=1,
        direction="higher",
        level=Level.KOTA,
        breaks=(-15.0, -8.0, -3.0, 3.0),
        formula="progress − planned progress to the day of the report, in points; the plan goes straight between its "
        "targets",
        source="smart-city action plan 2019 and the ministry's review",
        signed=True,
    ),
)

PLACES = PointLayer(
    id="places",
    draws="placeMark",
    marks=(
        LayerMark(look="place dcomart", letter="", title=msg("D'Comart")),
        LayerMark(look="place tour", letter="", title=msg("Smart City Tour")),
    ),
    counted=False,
    note=msg("D'Comart: places simulated"),
    whole=True,
    datasets=("programme-places",),
)

SUBJECT = Subject(
    id="programme",
    page=Page(
        slug="program",
        title=msg("Programme"),
        right=Right.CITY,
        look="page programme",
        panels=(
            common_panel(PanelKind.TILES),
            PagePanel(
                id="curve",
                kind=PanelKind.OWN,
                slot="curve",
                title=msg("Plan and progress"),
                right=Right.CITY,
                depends=("areas", "level", "date", "window", "indicator", "as_known_on", "theme"),
                datasets=SOURCES,
                chart=True,
                stands_for="trend",
            ),
            PagePanel(
                id="matrix",
                kind=PanelKind.OWN,
                slot="matrix-panel",
                title=msg("Dimensions and terms"),
                right=Right.CITY,
                depends=("date", "as_known_on"),
                datasets=SOURCES,
                chart=False,
                stands_for="",
            ),
            PagePanel(
                id="weights",
                kind=PanelKind.OWN,
                slot="weights-panel",
                title=msg("What 75 % means"),
                right=Right.CITY,
                depends=("date", "as_known_on"),
                datasets=SOURCES,
                chart=False,
                stands_for="",
            ),
            PagePanel(
                id="waterfall",
                kind=PanelKind.OWN,
                slot="waterfall-panel",
                title=msg("What is missing"),
                right=Right.CITY,
                depends=("date", "as_known_on"),
                datasets=SOURCES,
                chart=False,
                stands_for="",
            ),
            PagePanel(
                id="actions",
                kind=PanelKind.OWN,
                slot="actions-panel",
                title=msg("Actions"),
                right=Right.CITY,
                depends=("areas", "level", "date", "indicator", "as_known_on"),
                datasets=SOURCES,
                chart=False,
                stands_for="ranking",
            ),
            common_panel(PanelKind.MAP),
        ),
        layer=PLACES,
        documents=(
            ("program/semua", msg("All programmes")),
            ("program/daftar", msg("Actions")),
            ("program/laporan", msg("Reports of offices")),
            ("program/sesi", msg("Sessions and findings")),
            ("program/rapat", msg("Meeting")),
            ("program/potret", msg("Snapshots")),
        ),
    ),
    datasets=(
        Dataset(
            contract=contract("actions"),
            title=msg("Action plan"),
            topic=msg("programme"),
            completeness="",
            span="",
        ),
        Dataset(
            contract=contract("action-targets"),
            title=msg("Action plan, targets by month"),
            topic=msg("programme"),
            completeness="",
            span="",
        ),
        Dataset(
            contract=contract("action-progress"),
            title=msg("Action plan, progress reports"),
            topic=msg("programme"),
            completeness="",
            span="programme",
        ),
        Dataset(
            contract=contract("monev-sessions"),
            title=msg("Monev sessions"),
            topic=msg("programme"),
            completeness="",
            span="",
        ),
        Dataset(
            contract=contract("monev-findings"),
            title=msg("Findings of monev"),
            topic=msg("programme"),
            completeness="",
            span="",
        ),
        Dataset(
            contract=contract("action-areas"),
            title=msg("Action plan, areas"),
            topic=msg("programme"),
            completeness="",
            span="",
        ),
        Dataset(
            contract=contract("programme-states"),
            title=msg("Systems, what sources say"),
            topic=msg("programme"),
            completeness="",
            span="",
        ),
        Dataset(
            contract=contract("programme-cohorts"),
            title=msg("Cohorts of the Sekolah Ayah Bunda"),
            topic=msg("programme"),
            completeness="",
            span="",
        ),
        Dataset(
            contract=contract("programme-places"),
            title=msg("Programme locations"),
            topic=msg("programme"),
            completeness="",
            span="",
        ),
    ),
    derived=(),
    documents=(),
    counts=(
        CountSource(
            id="programme",
            panels=("programme",),
            datasets=PLANNED,
            moves=Moves.DAY,
            level=Level.KOTA,
            by_report=(),
            dated=True,
            generic=False,
        ),
    ),
    indicators=INDICATORS,
    default="programme-progress",
    tiles=("programme-progress", "programme-evidenced", "programme-verified", "programme-deviation"),
    headline="programme-progress",
    scenes=(
        WallScene(id="programme", title=msg("Programme"), indicator=""),
        WallScene(id="monev", title=msg("Monev"), indicator=""),
    ),
    criteria=criteria_of("programme"),
    target=target_of("programme"),
    rules=rules_of(indicator.id for indicator in INDICATORS),
    causes=causes_of(indicator.id for indicator in INDICATORS),
    public=PublicSection(
        slug="program",
        title=msg("Programme"),
        description=msg("How far the smart-city programme has come against its action plan, and what 75 % means."),
        measures=(),
        card="",
        area=(),
        processes=("programme-report", "monev-finding"),
        open_data=(
            OpenDataset(
                id="programme",
                title=msg("Action plan"),
                words=msg("Progress by dimension and month, and every action of the plan."),
                datasets=(*PLANNED, "monev-findings", "programme-states"),
                example="/api/v1/programme",
            ),
        ),
    ),
)
