"""What a subject declares. Every field without a default has to be said; what is forgotten is refused at start."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.contracts import Contract
from data.contracts.rules import AlertRule, Criterion, Target
from data.domain.areas import Level
from data.domain.errors import Message
from data.domain.pages import Page
from data.indicators.declaration import Indicator


class Moves(StrEnum):
    """When the counts of a source must be made anew although nothing was loaded."""

    LOAD = "load"
    DAY = "day"
    MINUTE = "minute"


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A dataset of One Stop Data.

    Attributes
    ----------
    topic : Message
        The word of One Stop Data under which the catalogue lists it.
    completeness : str
        Count panel whose reports say how complete it is; "" where no area owes a report.
    span : str
        Count panel that knows its first and last day; "" for none.
    """

    contract: Contract
    title: Message
    topic: Message
    completeness: str
    span: str

    @property
    def id(self) -> str:
        """The contract's id."""
        return self.contract.id


@dataclass(frozen=True, kw_only=True)
class CountSource:
    """Count panels that are made together from the same datasets.

    Attributes
    ----------
    panels : tuple of str
        Names of the panels; indicators name one of them.
    datasets : tuple of str
        What they are made from; their strictest class is that of every indicator on them.
    level : Level
        Finest level at which the counts exist.
    by_report : tuple of str
        Those of the panels that count by report date.
    dated : bool
        Whether its rows are about days; False for things that last (a point, an outage).
    generic : bool
        Made from the generic table of measures, without code of its own.
    """

    id: str
    panels: tuple[str, ...]
    datasets: tuple[str, ...]
    moves: Moves
    level: Level
    by_report: tuple[str, ...]
    dated: bool
    generic: bool


def measure_source(contract: Contract) -> CountSource:
    """The counts of a dataset of measures (area, date, measure, value), at the level of its areas."""
    name = contract.id
    level = next(column.level for column in contract.columns if column.type == "area") or Level.RW
    return CountSource(
        id=name,
        panels=(name,),
        datasets=(name,),
        moves=Moves.DAY,
        level=level,
        by_report=(),
        dated=True,
        generic=True,
    )


@dataclass(frozen=True, kw_only=True)
class DerivedDataset:
    """A dataset whose rows a job computes and loads.

    Attributes
    ----------
    dataset : str
        Its contract says that it is derived.
    method : str
        ``module:function``, called with the city in the worker's process; gives a count panel.
    inputs : tuple of str
        Datasets that it is computed from; a new load of one of them makes it out of date.
    indicator : str
        One of those that count its inputs; its days are the days that it is computed for.
    """

    dataset: str
    method: str
    inputs: tuple[str, ...]
    indicator: str


@dataclass(frozen=True, kw_only=True)
class DerivedDocument:
    """What a job computes and keeps as bytes for its subject's own questions.

    Attributes
    ----------
    id : str
        Names it among the results.
    method : str
        ``module:function``, called with the city in the worker's process; gives bytes.
    inputs : tuple of str
        Datasets that it is computed from.
    indicator : str
        One of those that count its inputs; its last day is the last that it is about.
    """

    id: str
    method: str
    inputs: tuple[str, ...]
    indicator: str


@dataclass(frozen=True, kw_only=True)
class WallScene:
    """A scene of the wall.

    Attributes
    ----------
    indicator : str
        Shown by kelurahan; "" where the subject draws the scene by itself.
    """

    id: str
    title: Message
    indicator: str


@dataclass(frozen=True, kw_only=True)
class OpenDataset:
    """A page of the open data: what it is, the datasets behind it, and how a program asks for it."""

    id: str
    title: Message
    words: Message
    datasets: tuple[str, ...]
    example: str


@dataclass(frozen=True, kw_only=True)
class PublicSection:
    """What the public edition shows of a subject.

    Attributes
    ----------
    slug : str
        Its page under ``/``.
    description : Message
        One sentence for shared links and the page's lead.
    measures : tuple of str
        Indicators on its page, the first with a map.
    card : str
        Indicator on the front page's card; "" where the subject's own page function makes the card, or none.
    area : tuple of str
        Indicators on every area's page.
    open_data : tuple of OpenDataset
        Its datasets under open data beside the indicators, which are there already.
    processes : tuple of str
        Processes of the room whose steps change what is published.
    """

    slug: str
    title: Message
    description: Message
    measures: tuple[str, ...]
    card: str
    area: tuple[str, ...]
    open_data: tuple[OpenDataset, ...]
    processes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Everything that is generic about a subject.

    Attributes
    ----------
    id : str
        English; names its modules.
    default : str
        Indicator that its page opens with.
    headline : str
        Indicator of its tile on the overview; "" for none.
    criteria, target, rules, causes
        What adds to the city's stage, what the brief holds it against (None: nothing), what makes an alert, and the
        words of the alerts' causes.
    public : PublicSection or None
        None keeps it in the room.
    """

    id: str
    page: Page
    datasets: tuple[Dataset, ...]
    derived: tuple[DerivedDataset, ...]
    documents: tuple[DerivedDocument, ...]
    counts: tuple[CountSource, ...]
    indicators: tuple[Indicator, ...]
    default: str
    tiles: tuple[str, ...]
    headline: str
    scenes: tuple[WallScene, ...]
    criteria: tuple[Criterion, ...]
    target: Target | None
    rules: tuple[AlertRule, ...]
    causes: dict[str, Message]
    public: PublicSection | None

    def document(self, name: str) -> DerivedDocument:
        """One of its documents by its id."""
        return next(each for each in self.documents if each.id == name)
