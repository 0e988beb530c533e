"""View models of the plan's systems: what sources say of them, their cohorts, lists of actions, courses by office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from data.domain.errors import Message, msg
from data.domain.programme import DIMENSION_NAMES, LIGHTS, OBSTACLES, TERM_WORDS
from data.domain.programme_views import ActionRow, Measured, Progress


@dataclass(frozen=True)
class SourceStatement:
    """What a source says of a programme.

    Attributes
    ----------
    state : str
        One of `data.domain.programme.SYSTEM_STATES`, read from the sentence.
    source : str
        Address of the article; "" for a composed line.
    published : bool
        Whether an article says so; otherwise it is an example.
    """

    day: date
    state: str
    text: str
    source: str
    published: bool


@dataclass(frozen=True)
class Cohort:
    """A cohort of a programme; None where no source tells how many couples."""

    name: str
    kind: str
    ended: date
    couples: float | None
    finished: float | None
    source: str
    published: bool


@dataclass(frozen=True)
class ActionCourse:
    """Plan and reports of an action, or of an office's, in per cent of the way.

    Attributes
    ----------
    code : str
        Of the action; "" for several.
    """

    code: str
    name: str
    days: list[date]
    planned: list[float]
    report_days: list[date]
    claimed: list[float]
    verified: list[float]

    @property
    def behind(self) -> bool:
        """Whether less is claimed than planned, as both are shown."""
        return bool(self.claimed) and round(self.planned_now - self.claimed[-1], 1) > 0

    @property
    def planned_now(self) -> float:
        """What was planned for the day of the newest report; the whole plan without a report."""
        if not self.report_days:
            return self.planned[-1] if self.planned else 0.0
        now, before = self.report_days[-1], [at for at, day in enumerate(self.days) if day <= self.report_days[-1]]
        if not before:
            return self.planned[0] if self.planned else 0.0
        at = before[-1]
        if at + 1 == len(self.days):
            return self.planned[at]
        share = (now - self.days[at]) / (self.days[at + 1] - self.days[at])
        return self.planned[at] + share * (self.planned[at + 1] - self.planned[at])


@dataclass(frozen=True)
class ActionFilter:
    """Which actions are listed; "" is any.

    Attributes
    ----------
    obstacle : str
        Of an action's newest report.
    """

    dimension: str = ""
    term: str = ""
    opd: str = ""
    light: str = ""
    obstacle: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> ActionFilter:
        """From an address; what no field knows is any."""
        given = {each.name: query.get(PARAMETERS[each.name], "").strip()[:60] for each in fields(cls)}
        return cls(**{name: value for name, value in given.items() if name == "opd" or value in MEANINGS[name]})

    def to_query(self) -> dict[str, str]:
        """As parameters of an address; what is any is left out."""
        return {PARAMETERS[name]: value for name, value in asdict(self).items() if value}

    def words(self) -> list[Message]:
        """What it asks for, in words."""
        made = [msg("{name}", name=self.opd)] if self.opd else []
        return made + [MEANINGS[name][value] for name, value in asdict(self).items() if name != "opd" and value]


PARAMETERS = {"dimension": "dimensi", "term": "jangka", "opd": "opd", "light": "keadaan", "obstacle": "hambatan"}
"""Field of `ActionFilter` → its name in an address."""
MEANINGS = {"dimension": DIMENSION_NAMES, "term": TERM_WORDS, "light": LIGHTS, "obstacle": OBSTACLES}
"""Field of `ActionFilter` → what its values mean; an office is called by its name."""


@dataclass(frozen=True)
class ActionListing:
    """Actions that a filter and the selected areas leave.

    Attributes
    ----------
    areas : dict
        Kelurahan → listed actions that are carried out there by name; those of the whole city are not in it.
    everywhere : int
        Listed actions of the whole city.
    offices : list of str
        To choose from.
    """

    day: date
    asked: ActionFilter
    rows: list[ActionRow]
    total: int
    areas: dict[str, int]
    everywhere: int
    offices: list[str]


@dataclass(frozen=True)
class ProgrammeView:
    """One programme of the plan.

    Attributes
    ----------
    published : bool
        Whether a source names it; otherwise it is an example.
    progress : Progress
        Of its actions alone, by the weights of the plan.
    units : list of (unit, reached, target)
        Of each action; reached is None before its first report.
    places : list of (name, area, lon, lat)
    statements, cohorts : list
        Newest first.
    areas : dict
        Kelurahan → actions carried out there; empty where every one is of the whole city.
    courses : list of ActionCourse
        Of each action.
    """

    name: str
    published: bool
    sources: list[str]
    progress: Progress
    rows: list[ActionRow]
    units: list[tuple[str, float | None, float]]
    places: list[tuple[str, str, float, float]]
    measured: list[Measured]
    statements: list[SourceStatement]
    cohorts: list[Cohort]
    areas: dict[str, int]
    courses: list[ActionCourse]

    @property
    def state(self) -> str:
        """The newest state that a source gives; "" where nobody has said anything."""
        return self.statements[0].state if self.statements else ""


@dataclass(frozen=True)
class OfficeStanding:
    """An office in the league.

    Attributes
    ----------
    weight : float
        Per cent of the plan that it answers for.
    lost : float
        Points of the plan by which its actions are behind.
    held : int
        Its actions that are held, or that nobody reports.
    """

    opd: str
    actions: int
    weight: float
    progress: Progress
    lost: float
    held: int
    reports: int
    late: int

    @property
    def late_share(self) -> float | None:
        """Per cent of the reports of the last twelve months that came late, or not at all; None without any due."""
        return 100.0 * self.late / self.reports if self.reports else None


@dataclass(frozen=True)
class ObstacleShare:
    """An obstacle of the newest reports.

    Attributes
    ----------
    actions : int
        That name it.
    lost, share, cumulated : float
        Points that they are behind, per cent of all such points, and the sum up to it, the largest first.
    """

    name: str
    actions: int
    lost: float
    share: float
    cumulated: float


@dataclass(frozen=True)
class ActionSpan:
    """An action in time; ``first_end`` is None where the end of its curve was never moved."""

    code: str
    name: str
    light: str
    start: date
    end: date
    first_end: date | None
    share: float

    @property
    def claimed(self) -> float:
        """Per cent of its way."""
        return 100 * self.share


@dataclass(frozen=True)
class Schedule:
    """Every action in time, and the day on which they are looked at."""

    spans: list[ActionSpan]
    today: date

    @property
    def moved(self) -> int:
        """Actions whose end was moved."""
        return sum(span.first_end is not None for span in self.spans)

    @property
    def years(self) -> range:
        """Years that the actions lie in."""
        return range(min(s.start.year for s in self.spans), max(s.end.year for s in self.spans) + 1)


@dataclass(frozen=True)
class ProgrammeSummary:
    """A programme in the list of all; ``state`` is one of its `SYSTEM_STATES`, "" where no source says."""

    slug: str
    name: str
    progress: Progress
    actions: int
    opds: tuple[str, ...]
    published: bool
    state: str
