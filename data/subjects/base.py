"""What belongs to no subject: areas, people, and the overview of all subjects."""

from __future__ import annotations

from data.contracts import contract
from data.domain.errors import msg
from data.domain.pages import Page, PagePanel, PanelKind, common_panel
from data.domain.people import Right
from data.subjects.declaration import Dataset

BASE = (
    Dataset(
        contract=contract("areas"),
        title=msg("Administrative areas"),
        topic=msg("population"),
        completeness="",
        span="",
    ),
    Dataset(
        contract=contract("population"),
        title=msg("Population"),
        topic=msg("population"),
        completeness="",
        span="",
    ),
)

OVERVIEW_PAGE = Page(
    slug="",
    title=msg("Overview"),
    right=Right.READ,
    look="page overview",
    panels=(
        PagePanel(
            id="stage",
            kind=PanelKind.OWN,
            slot="stage-panel",
            title=msg("City stage"),
            right=Right.CITY,
            depends=("date", "as_known_on"),
            datasets=(),
            chart=False,
            stands_for="",
        ),
        PagePanel(
            id="alerts",
            kind=PanelKind.OWN,
            slot="alerts-panel",
            title=msg("Alerts"),
            right=Right.READ,
            depends=("date", "as_known_on"),
            datasets=(),
            chart=False,
            stands_for="",
        ),
        common_panel(PanelKind.MAP),
        common_panel(PanelKind.TREND),
        common_panel(PanelKind.TILES),
        common_panel(PanelKind.RANKING),
    ),
    layer=None,
)
