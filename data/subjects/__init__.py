"""One file a subject; everything generic reads this registry.

The built-in subjects are the modules named in `BUILT_IN`; ``DECOR_SUBJECTS`` adds others by their module's name.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property

from data.contracts import Contract
from data.contracts.rules import AlertRule, Criterion, Target
from data.domain.access import Access, strictest
from data.domain.errors import DecorError, Message, NotFoundError, msg
from data.domain.pages import Page
from data.domain.states import carried_days
from data.indicators.declaration import PEOPLE, Indicator
from data.settings import subject_modules
from data.subjects.declaration import CountSource, Dataset, Subject

BUILT_IN = ("covid", "wifi", "waste", "programme", "services")
PEOPLE_DATASET = "population"
MOST_CATEGORIES = 5
OVERVIEW = ""
"""The overview's subject: none."""
MISSING = re.compile(r"^(\w+)\.__init__\(\) missing \d+ required keyword-only arguments?: (.+)$")


class DeclarationError(DecorError):
    """A declaration is not complete or contradicts itself; nothing starts."""


def _refused(where: str, why: str) -> DeclarationError:
    return DeclarationError(msg("The declaration of {where} is not complete: {why}.", where=where, why=why))


@dataclass(frozen=True)
class Registry:
    """Every subject, and what all of them declare together.

    Parameters
    ----------
    subjects : tuple of Subject
        In the order of the navigation.
    base : tuple of Dataset
        Datasets that belong to no subject: areas and people.
    overview : Page
        The page of all subjects.

    Raises
    ------
    DeclarationError
        Names what is missing or contradicts itself.
    """

    subjects: tuple[Subject, ...]
    base: tuple[Dataset, ...]
    overview: Page

    def __post_init__(self) -> None:
        for kind, names in _names(self).items():
            if twice := {name for name in names if names.count(name) > 1}:
                raise _refused(min(twice), f"{kind} “{min(twice)}” is declared twice")
        for subject in self.subjects:
            _check(self, subject)

    @cached_property
    def by_id(self) -> dict[str, Subject]:
        """Subjects by id."""
        return {subject.id: subject for subject in self.subjects}

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Pages by their subject's id; "" is the overview."""
        return {OVERVIEW: self.overview, **{subject.id: subject.page for subject in self.subjects}}

    @cached_property
    def slugs(self) -> dict[str, str]:
        """Address → subject's id."""
        return {page.slug: name for name, page in self.pages.items()}

    @cached_property
    def datasets(self) -> dict[str, Dataset]:
        """Datasets by id."""
        return {dataset.id: dataset for dataset in (*self.base, *(d for s in self.subjects for d in s.datasets))}

    @cached_property
    def contracts(self) -> dict[str, Contract]:
        """Contracts by dataset."""
        return {name: dataset.contract for name, dataset in self.datasets.items()}

    @cached_property
    def sources(self) -> dict[str, CountSource]:
        """Count sources by the name of each of their panels."""
        return {panel: source for s in self.subjects for source in s.counts for panel in source.panels}

    def access_to(self, source: CountSource) -> Access:
        """The protection of what is counted from several datasets."""
        return strictest(self.contracts[name].access for name in source.datasets)

    def access_to_subject(self, subject: Subject) -> Access:
        """The protection of what is shown of a subject as a whole: of its datasets and of all that it counts from."""
        counted = (name for source in subject.counts for name in source.datasets)
        return strictest(
            self.contracts[name].access for name in {*(dataset.id for dataset in subject.datasets), *counted}
        )

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Indicators by id, each with its subject and the protection of the datasets behind it."""
        indicators = {}
        for subject in self.subjects:
            for declared in subject.indicators:
                behind = [self.access_to(self.sources[declared.panel])]
                if declared.denominator == PEOPLE:
                    behind.append(self.contracts[PEOPLE_DATASET].access)
                access = strictest(behind).narrowed(declared.disclosure)
                own = self.contracts[declared.dataset]
                # What the room computes itself is written only where it changes.
                carried = 0 if own.derived else carried_days(own.cadence_hours)
                indicators[declared.id] = replace(declared, subject=subject.id, access=access, carried_days=carried)
        return indicators

    @cached_property
    def rules(self) -> dict[str, AlertRule]:
        """The alert rules that a room starts with, by id."""
        return {rule.id: rule for subject in self.subjects for rule in subject.rules}

    @cached_property
    def causes(self) -> dict[str, Message]:
        """Words of every cause of an alert."""
        return {name: words for subject in self.subjects for name, words in subject.causes.items()}

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """What adds to the city's stage."""
        return tuple(criterion for subject in self.subjects for criterion in subject.criteria)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """What the officials' brief holds each subject against."""
        return tuple(subject.target for subject in self.subjects if subject.target is not None)

    def public_processes(self) -> tuple[str, ...]:
        """Processes of the room whose steps change what is published."""
        return tuple(name for subject in self.subjects if subject.public for name in subject.public.processes)

    def tiles(self, subject: str) -> tuple[str, ...]:
        """Indicators of a page's tiles; the overview has each subject's headline."""
        if subject in self.by_id:
            return self.by_id[subject].tiles
        return tuple(declared.headline for declared in self.subjects if declared.headline)

    def default(self, subject: str) -> str:
        """Indicator that a page opens with; the overview opens with the first subject's."""
        return (self.by_id.get(subject) or self.subjects[0]).default

    def title(self, subject: str) -> Message:
        """A subject's name."""
        return self.pages[subject].title if subject in self.pages else msg("declared")


def _names(registry: Registry) -> dict[str, list[str]]:
    """What must be there once only."""
    all_ = registry.subjects
    return {
        "subject": [subject.id for subject in all_],
        "address": [registry.overview.slug, *(subject.page.slug for subject in all_)],
        "dataset": [dataset.id for dataset in registry.base] + [d.id for s in all_ for d in s.datasets],
        "indicator": [declared.id for s in all_ for declared in s.indicators],
        "count panel": [panel for s in all_ for source in s.counts for panel in source.panels],
        "scene": [scene.id for s in all_ for scene in s.scenes],
        "rule": [rule.id for s in all_ for rule in s.rules],
    }


def _check(registry: Registry, subject: Subject) -> None:
    """What the parts of a declaration say of each other must be true."""
    own = {declared.id for declared in subject.indicators}
    panels = {panel for source in subject.counts for panel in source.panels}

    def wanted(field: str, names: Iterable[str], known: Iterable[str]) -> None:
        if unknown := sorted({name for name in names if name} - set(known)):
            raise _refused(f"subject “{subject.id}”", f"{field} names “{unknown[0]}”, which it does not declare")

    wanted("default", [subject.default or "nothing"], own)
    wanted("headline", [subject.headline], own)
    wanted("tiles", subject.tiles, {declared.id for s in registry.subjects for declared in s.indicators})
    wanted("scenes", [scene.indicator for scene in subject.scenes], own)
    wanted("criteria", [criterion.indicator for criterion in subject.criteria], own)
    wanted("layer", subject.page.layer.datasets if subject.page.layer else (), registry.datasets)
    wanted("derived", [derived.dataset for derived in subject.derived], [d.id for d in subject.datasets])
    wanted("derived", [name for derived in subject.derived for name in derived.inputs], registry.datasets)
    wanted("derived", [derived.indicator for derived in subject.derived], own)
    for declared_dataset in subject.datasets:
        computed = declared_dataset.id in {derived.dataset for derived in subject.derived}
        if computed != declared_dataset.contract.derived:
            raise _refused(f"dataset “{declared_dataset.id}”", "its contract and “derived” do not say the same")
    for method in (*(d.method for d in subject.derived), *(i.method for i in subject.indicators)):
        if method and importlib.util.find_spec(method.partition(":")[0]) is None:
            raise _refused(f"subject “{subject.id}”", f"there is no module “{method.partition(':')[0]}”")
    wanted("target", [subject.target.indicator] if subject.target else [], own)
    wanted("rules", [rule.indicator for rule in subject.rules], own)
    wanted("causes", [rule.cause for rule in subject.rules], subject.causes)
    wanted("counts", [name for source in subject.counts for name in source.datasets], registry.datasets)
    wanted("indicators", [declared.panel for declared in subject.indicators], panels)
    wanted("indicators", [declared.dataset for declared in subject.indicators], registry.datasets)
    wanted("indicators", [declared.deviation for declared in subject.indicators], own)
    if subject.public is not None:
        wanted("public", (*subject.public.measures, subject.public.card, *subject.public.area), own)
    if not subject.tiles or not subject.page.panels:
        raise _refused(f"subject “{subject.id}”", "a page needs panels and tiles")
    for declared in subject.indicators:
        _check_indicator(registry, declared)


def _check_indicator(registry: Registry, indicator: Indicator) -> None:
    where = f"indicator “{indicator.id}”"
    if not indicator.formula or not indicator.source:
        raise _refused(where, "formula and source have to be said")
    if indicator.ramp == "diverging" and not indicator.breaks:
        raise _refused(where, "colours with a neutral middle need declared class edges")
    _check_categories(registry, indicator)
    source = registry.sources[indicator.panel]
    if indicator.dataset not in source.datasets:
        raise _refused(where, f"its panel is not made from “{indicator.dataset}”")
    try:
        registry.access_to(source).narrowed(indicator.disclosure)
    except ValueError as error:
        raise _refused(where, str(error)) from error


def _check_categories(registry: Registry, indicator: Indicator) -> None:
    """A category has words and a method, and stands only where words can stand."""
    if not indicator.categories:
        return
    where, own = f"indicator “{indicator.id}”", registry.by_id
    if len(indicator.categories) > MOST_CATEGORIES or indicator.breaks or not indicator.method:
        raise _refused(where, "a category has a method, at most five values and no class edges")
    for subject in own.values():
        amounts = (
            *(scene.indicator for scene in subject.scenes),
            *(criterion.indicator for criterion in subject.criteria),
            *(rule.indicator for rule in subject.rules),
            *((subject.target.indicator,) if subject.target else ()),
            *((*subject.public.measures, subject.public.card, *subject.public.area) if subject.public else ()),
        )
        if indicator.id in amounts:
            raise _refused(where, "walls, stages, rules, targets and the public edition need an amount")


def subject_of(module: str) -> Subject:
    """The subject that a module declares as ``SUBJECT``.

    Raises
    ------
    DeclarationError
        Names the field that was left out.
    """
    try:
        subject = importlib.import_module(module).SUBJECT
    except (TypeError, AttributeError) as error:
        missing = MISSING.match(str(error))
        why = f"{missing[1]} needs the field {missing[2]}" if missing else str(error)
        raise _refused(module, why) from error
    if not isinstance(subject, Subject):
        raise _refused(module, "SUBJECT is no Subject")
    return subject


@cache
def registry() -> Registry:
    """Every subject of this installation, read once."""
    from data.subjects.base import BASE, OVERVIEW_PAGE

    names = [*(f"{__name__}.{name}" for name in BUILT_IN), *subject_modules()]
    return Registry(tuple(subject_of(name) for name in names), BASE, OVERVIEW_PAGE)


def indicator(name: str) -> Indicator:
    """One built-in declaration.

    Raises
    ------
    NotFoundError
        When no indicator has that id.
    """
    indicators = registry().indicators
    if name not in indicators:
        raise NotFoundError(msg("There is no indicator “{name}”.", name=name[:60]))
    return indicators[name]
