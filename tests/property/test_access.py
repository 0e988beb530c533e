"""What may be seen, published and must be written down follows the declarations alone, whatever they are."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from data.domain.access import CLOSED, Access, Disclosure, access_of, strictest
from data.domain.areas import Level
from data.domain.people import RIGHTS, Person, Right, Role
from data.subjects import DeclarationError, Registry
from data.subjects.base import BASE, OVERVIEW_PAGE
from tests.subjects import parking

disclosures = st.sampled_from(list(Disclosure))
finest = st.dictionaries(st.sampled_from(list(Role)), st.sampled_from(list(Level)))
declared = st.builds(access_of, disclosures, finest)
roles = st.sampled_from(list(Role))
levels = st.sampled_from(list(Level))


@given(declared, roles, levels)
def test_a_class_says_all_four_answers(access: Access, role: Role, level: Level) -> None:
    assert access.published is (access.disclosure is Disclosure.OPEN)
    assert access.audited(level) is (access.disclosure is Disclosure.HEALTH and level in (Level.KELURAHAN, Level.RW))
    if access.disclosure is Disclosure.HEALTH and Right.HEALTH not in RIGHTS[role]:
        assert access.finest_for(Person("x", role)).depth <= Level.KELURAHAN.depth


@given(st.lists(declared, min_size=1, max_size=4), roles)
def test_a_figure_is_as_protected_as_the_most_protected_of_its_parts(parts: list[Access], role: Role) -> None:
    whole, who = strictest(parts), Person("x", role)
    assert whole.disclosure.rank == max(access.disclosure.rank for access in parts)
    assert whole.finest_for(who).depth <= min(access.finest_for(who).depth for access in parts)
    assert strictest([*parts, *parts]) == whole == strictest(parts[::-1])


@given(declared, st.none() | disclosures, st.none() | finest, roles)
def test_narrowing_never_opens(
    access: Access, to: Disclosure | None, levels_: dict[Role, Level] | None, role: Role
) -> None:
    who = Person("x", role)
    try:
        narrowed = access.narrowed(to, levels_)
    except ValueError:
        assert to is not None and to.rank < access.disclosure.rank
        return
    assert narrowed.disclosure.rank >= access.disclosure.rank
    assert narrowed.finest_for(who).depth <= access.finest_for(who).depth


@given(roles)
def test_what_was_never_declared_is_closed(role: Role) -> None:
    assert strictest([]) == CLOSED
    assert not CLOSED.published and CLOSED.health and CLOSED.finest_for(Person("x", role)) is Level.KOTA


@given(disclosures, finest, st.none() | disclosures)
def test_an_indicator_of_the_registry_is_what_its_contract_says_or_less(
    disclosure: Disclosure, levels_: dict[Role, Level], own: Disclosure | None
) -> None:
    contract = parking.CONTRACT.model_copy(update={"disclosure": disclosure, "finest": levels_})
    subject = replace(
        parking.SUBJECT,
        datasets=(replace(parking.SUBJECT.datasets[0], contract=contract),),
        indicators=(replace(parking.IN_USE, disclosure=own),),
    )
    try:
        made = Registry((subject,), BASE, OVERVIEW_PAGE).indicators["parking-in-use"]
    except DeclarationError as error:
        assert own is not None and own.rank < disclosure.rank and "parking-in-use" in str(error)
        return
    assert made.access.disclosure is (own or disclosure)
    for role in Role:
        who = Person("x", role)
        assert made.access.finest_for(who).depth <= access_of(disclosure, levels_).finest_for(who).depth
