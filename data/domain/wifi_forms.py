"""Forms about Wi-Fi points: a ticket, a step with it, a plan's name, one point of the register."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from data.domain.errors import msg
from data.domain.forms import Form, Input, Number, Whole
from data.domain.room_forms import NO_NAMES


class NewTicket(Form):
    """What a provider is asked to mend."""

    points: Annotated[
        str,
        Input(label=msg("Points, by comma"), placeholder="32.76.02.1010.012-W1"),
        Field(min_length=1, max_length=12_000),
    ]
    provider: Annotated[
        str,
        Input(label=msg("Provider"), help=msg("empty: the provider that the register names")),
        Field(max_length=80),
    ] = ""
    cause: Annotated[str, Input(label=msg("Likely cause"), control="choice"), Field(max_length=12)] = "unknown"
    note: Annotated[str, Input(label=msg("What is seen"), help=NO_NAMES), Field(max_length=300)] = ""


class TicketStep(Form):
    """A step with a ticket; ``seen`` is the version that was looked at."""

    seen: Annotated[Whole, Input(label=msg("Version"), control="hidden")]
    step: Annotated[str, Input(label=msg("What has happened"), control="choice"), Field(min_length=1, max_length=20)]
    note: Annotated[
        str,
        Input(label=msg("Note"), control="long", help=NO_NAMES),
        Field(max_length=300),
    ] = ""


class PlanName(Form):
    """The name under which a plan is kept."""

    name: Annotated[str, Input(label=msg("Name of the plan")), Field(min_length=3, max_length=60)]


class PointForm(Form):
    """A point of the register, as its contract has it; what is empty is not known."""

    point: Annotated[str, Input(label=msg("Code of the point")), Field(min_length=1, max_length=40)]
    lon: Annotated[Number, Input(label=msg("Longitude"), control="number"), Field(ge=106.6, le=107.0)]
    lat: Annotated[Number, Input(label=msg("Latitude"), control="number"), Field(ge=-6.6, le=-6.2)]
    area: Annotated[
        str, Input(label=msg("RW"), help=msg("empty: the RW in which the point lies")), Field(max_length=20)
    ] = ""
    technology: Annotated[str, Input(label=msg("Technology"), control="choice"), Field(max_length=8)] = ""
    radius_class: Annotated[str, Input(label=msg("Radius class, m"), control="choice"), Field(max_length=4)] = ""
    seats: Annotated[Whole | None, Input(label=msg("Seats"), control="number"), Field(ge=0, le=1_000)] = None
    bandwidth_mbps: Annotated[
        Number | None, Input(label=msg("Bandwidth, Mbps"), control="number"), Field(ge=0, le=10_000)
    ] = None
    provider: Annotated[str, Input(label=msg("Provider")), Field(max_length=80)] = ""
    place_type: Annotated[str, Input(label=msg("Kind of building"), control="choice"), Field(max_length=12)] = ""
    post: Annotated[
        str, Input(label=msg("Responsible post"), help=msg("a post, never a person")), Field(max_length=120)
    ] = ""
    proposed_on: Annotated[date | None, Input(label=msg("Proposed on"), control="date")] = None
    surveyed_on: Annotated[date | None, Input(label=msg("Surveyed on"), control="date")] = None
    validated_on: Annotated[date | None, Input(label=msg("Validated on"), control="date")] = None
    registered_on: Annotated[date | None, Input(label=msg("Registered on"), control="date")] = None
    installed_on: Annotated[date | None, Input(label=msg("Installed on"), control="date")] = None
    live_on: Annotated[date | None, Input(label=msg("Live on"), control="date")] = None
    refused_on: Annotated[date | None, Input(label=msg("Refused on"), control="date")] = None
    reallocated_on: Annotated[date | None, Input(label=msg("Given to another site on"), control="date")] = None
    removed_on: Annotated[date | None, Input(label=msg("Removed on"), control="date")] = None
