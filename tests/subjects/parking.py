"""A subject that is nothing but a declaration: the tests open it wherever a subject can be opened."""

from pathlib import Path

from data.contracts import contracts
from data.contracts.rules import AlertRule, Steps
from data.domain.areas import Level
from data.domain.errors import msg
from data.domain.pages import Page, PanelKind, common_panel
from data.domain.people import Right
from data.indicators.declaration import Indicator, MethodCard
from data.subjects.declaration import Dataset, PublicSection, Subject, WallScene, measure_source

CONTRACT = contracts(Path(__file__).parent / "contracts")["parking"]

IN_USE = Indicator(
    id="parking-in-use",
    card=MethodCard(
        why=msg("Shows where kerbs are full."),
        limits=msg("Counted once a day."),
        check=msg("By hand."),
    ),
    title=msg("Kerbside spaces in use"),
    short=msg("Parking, in use"),
    unit=msg("% of spaces"),
    count_unit=msg("spaces"),
    dataset="parking",
    panel="parking",
    numerator=(("taken", 1),),
    denominator=(("spaces", 1),),
    window="latest",
    scale=100,
    decimals=1,
    direction="lower",
    level=Level.KELURAHAN,
    breaks=(40.0, 60.0, 75.0, 90.0),
    formula="spaces taken / spaces at the kerb",
    source="Dishub",
)

RULE = AlertRule(
    id="parking-full",
    indicator="parking-in-use",
    level=Level.KELURAHAN,
    measure="value",
    side="above",
    fire=95.0,
    fire_for=2,
    clear=80.0,
    clear_for=2,
    least=0,
    stage=2,
    cause="parking-full",
    group=Level.KECAMATAN,
    owner="Dishub",
    review_on="2022-06-01",
    reason={"id": "Petak yang penuh menghambat angkot.", "en": "Full kerbs hold up the minibuses."},
    action=Steps(id=("Hubungi petugas lapangan.",), en=("Call the attendants.",)),
)

SUBJECT = Subject(
    id="parking",
    page=Page(
        slug="parkir",
        title=msg("Parking"),
        right=Right.READ,
        look="page subject wide-map",
        panels=(
            common_panel(PanelKind.MAP),
            common_panel(PanelKind.TILES),
            common_panel(PanelKind.TREND),
            common_panel(PanelKind.RANKING),
        ),
        layer=None,
    ),
    datasets=(
        Dataset(contract=CONTRACT, title=msg("Parking"), topic=msg("parking"), completeness="parking", span="parking"),
    ),
    derived=(),
    documents=(),
    counts=(measure_source(CONTRACT),),
    indicators=(IN_USE,),
    default="parking-in-use",
    tiles=("parking-in-use",),
    headline="parking-in-use",
    scenes=(WallScene(id="parking", title=msg("Parking"), indicator="parking-in-use"),),
    criteria=(),
    target=None,
    rules=(RULE,),
    causes={"parking-full": msg("Kerbs are full")},
    public=PublicSection(
        slug="parkir",
        title=msg("Parking"),
        description=msg("How many of the spaces at the kerb are taken."),
        measures=("parking-in-use",),
        card="parking-in-use",
        area=("parking-in-use",),
        open_data=(),
    ),
)
