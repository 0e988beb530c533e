"""The room's forms: what each asks, and within which limits."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from data.domain.errors import msg
from data.domain.forms import File, Form, Input, Number, Secret, Whole

NO_NAMES = msg("what is being done, no names of persons")
OFFICER_ONLY = msg("only for an area officer")
OFFICIAL_ONLY = msg("for officials only: whose actions they report, and never review")


class SignIn(Form):
    """Coming in with an account; ``next`` is the page one wanted."""

    next: Annotated[str, Input(label=msg("Page"), control="hidden"), Field(max_length=2_000)] = ""
    username: Annotated[str, Input(label=msg("Name"), autocomplete="username"), Field(min_length=1, max_length=40)]
    password: Annotated[
        Secret,
        Input(label=msg("Password"), control="password", autocomplete="current-password"),
        Field(min_length=1, max_length=200),
    ]


class DeviceSignIn(Form):
    """Coming in with a device's token."""

    next: Annotated[str, Input(label=msg("Page"), control="hidden"), Field(max_length=2_000)] = ""
    token: Annotated[
        Secret,
        Input(label=msg("Device token"), control="password", autocomplete="off"),
        Field(min_length=1, max_length=200),
    ]


class OwnPassword(Form):
    """A new password of one's own."""

    current: Annotated[
        Secret,
        Input(label=msg("Current password"), control="password", autocomplete="current-password"),
        Field(min_length=1, max_length=200),
    ]
    new: Annotated[
        Secret,
        Input(
            label=msg("New password"),
            control="password",
            autocomplete="new-password",
            help=msg("at least 12 characters, without the account's name"),
        ),
        Field(min_length=12, max_length=200),
    ]


class NewAccount(Form):
    """An account."""

    username: Annotated[
        str,
        Input(label=msg("Name"), help=msg("a function, not a person's full name"), autocomplete="off"),
        Field(min_length=2, max_length=32),
    ]
    role: Annotated[str, Input(label=msg("Role"), control="choice"), Field(max_length=12)]
    area: Annotated[
        str, Input(label=msg("Area"), help=OFFICER_ONLY, placeholder="32.76.02.1010.006"), Field(max_length=20)
    ] = ""
    opd: Annotated[
        str, Input(label=msg("Office"), help=OFFICIAL_ONLY, placeholder="Diskominfo"), Field(max_length=60)
    ] = ""


class AccountOffice(Form):
    """The office of an official."""

    username: Annotated[str, Input(label=msg("Name"), autocomplete="off"), Field(min_length=2, max_length=32)]
    opd: Annotated[
        str, Input(label=msg("Office"), help=msg("empty: none; then the account reports nothing")), Field(max_length=60)
    ] = ""


class NewToken(Form):
    """A way in for a device or a program."""

    name: Annotated[str, Input(label=msg("Name")), Field(min_length=1, max_length=50)]
    kind: Annotated[str, Input(label=msg("Kind"), control="choice"), Field(max_length=8)]
    role: Annotated[str, Input(label=msg("Role"), control="choice"), Field(max_length=12)]
    area: Annotated[str, Input(label=msg("Area"), help=OFFICER_ONLY), Field(max_length=20)] = ""
    opd: Annotated[str, Input(label=msg("Office"), help=OFFICIAL_ONLY), Field(max_length=60)] = ""
    days: Annotated[
        Whole | None, Input(label=msg("Days"), control="number", help=msg("empty: does not end")), Field(ge=1, le=3650)
    ] = None


class NewNote(Form):
    """A note on a day and an area."""

    day: Annotated[date, Input(label=msg("Date"), control="date")]
    area: Annotated[str, Input(label=msg("Area")), Field(min_length=5, max_length=20)]
    subject: Annotated[str, Input(label=msg("Subject"), control="choice"), Field(max_length=40)] = ""
    text: Annotated[
        str,
        Input(label=msg("Note"), help=msg("what happened, no names of persons")),
        Field(min_length=3, max_length=160),
    ]


class NewView(Form):
    """A page's selection under a name."""

    name: Annotated[str, Input(label=msg("Name")), Field(min_length=3, max_length=80)]
    shared: Annotated[bool, Input(label=msg("for everybody in the room"), control="check")] = False
    only_areas: Annotated[
        bool, Input(label=msg("only its areas, as a set with a name that can be chosen on every page"), control="check")
    ] = False


class TakeAlert(Form):
    """Taking the alerts of a group; ``seen`` are those that stood on the page."""

    seen: Annotated[str, Input(label=msg("Alerts"), control="hidden"), Field(max_length=20_000)] = ""
    hours: Annotated[Number, Input(label=msg("Until, from now"), control="choice"), Field(ge=0.25, le=672)]
    note: Annotated[str, Input(label=msg("Note"), help=NO_NAMES), Field(max_length=300)] = ""


class ShelveAlert(Form):
    """Putting the rules of a group aside for a time."""

    seen: Annotated[str, Input(label=msg("Alerts"), control="hidden"), Field(max_length=20_000)] = ""
    hours: Annotated[Number, Input(label=msg("Until, from now"), control="choice"), Field(ge=0.25, le=672)]
    reason: Annotated[str, Input(label=msg("Reason")), Field(min_length=3, max_length=300)]


class ReviewAlert(Form):
    """What an alert was worth."""

    verdict: Annotated[str, Input(label=msg("Was it useful?"), control="choice"), Field(max_length=12)]
    note: Annotated[str, Input(label=msg("Note")), Field(max_length=300)] = ""


class ShiftWord(Form):
    """A message to the next shift."""

    text: Annotated[
        str,
        Input(label=msg("Message"), control="long", help=msg("no names of persons")),
        Field(min_length=3, max_length=500),
    ]


class RuleChange(Form):
    """A rule's thresholds; the reason is needed to keep them."""

    fire: Annotated[Number, Input(label=msg("Fires at"), control="number")]
    fire_for: Annotated[Whole, Input(label=msg("Fires after days in a row"), control="number"), Field(ge=1, le=60)]
    clear: Annotated[Number, Input(label=msg("Clears at"), control="number")]
    clear_for: Annotated[Whole, Input(label=msg("Clears after days in a row"), control="number"), Field(ge=1, le=60)]
    least: Annotated[Whole, Input(label=msg("Fewest events"), control="number"), Field(ge=0, le=1_000_000)]
    stage: Annotated[Whole, Input(label=msg("Stage"), control="number"), Field(ge=1, le=5)]
    review_on: Annotated[date, Input(label=msg("Review on"), control="date")]
    active: Annotated[bool, Input(label=msg("the rule is in use"), control="check")] = False
    reason: Annotated[str, Input(label=msg("Reason"), help=msg("needed to keep the change")), Field(max_length=300)] = (
        ""
    )


class HandIn(Form):
    """A file for a dataset."""

    dataset: Annotated[str, Input(label=msg("Dataset"), control="choice"), Field(min_length=1, max_length=60)]
    file: Annotated[
        File,
        Input(
            label=msg("File"),
            control="file",
            accept=".csv,.txt,.xlsx,.geojson,.json,.gpkg",
            help=msg(
                "CSV, XLSX, GeoJSON or GeoPackage, at most 128 MB. Nothing is loaded before you have seen the dry run."
            ),
        ),
    ]


class Declare(Form):
    """A dataset and its indicators, declared as text or as a file."""

    body: Annotated[
        str, Input(label=msg("Contract and indicators (TOML)"), control="code"), Field(max_length=100_000)
    ] = ""
    file: Annotated[
        File | None,
        Input(label=msg("Or a file"), control="file", accept=".toml", help=msg("a file takes the place of the text")),
    ] = None


class AuditFilter(Form):
    """Which lines of the audit log are shown."""

    actor: Annotated[str, Input(label=msg("Account"), control="choice"), Field(max_length=60)] = ""
    action: Annotated[str, Input(label=msg("Action"), control="choice"), Field(max_length=40)] = ""


class TakeBack(Form):
    """Taking a load back."""

    load: Annotated[Whole, Input(label=msg("Load"), control="hidden"), Field(ge=1, le=999_999_999)]
    reason: Annotated[str, Input(label=msg("Reason")), Field(min_length=5, max_length=300)]


class ScreenSetup(Form):
    """How a screen of the wall is built; what it plays stands beside it."""

    slug: Annotated[
        str,
        Input(label=msg("Short name"), help=msg("small letters, digits, hyphens; part of the address")),
        Field(max_length=40),
    ] = ""
    name: Annotated[str, Input(label=msg("Name")), Field(min_length=1, max_length=60)]
    profile: Annotated[str, Input(label=msg("Profile"), control="choice"), Field(max_length=12)]
    language: Annotated[str, Input(label=msg("Language"), control="choice"), Field(max_length=2)]
    inches: Annotated[Number, Input(label=msg("Diagonal, inches"), control="number")]
    distance_m: Annotated[Number, Input(label=msg("Distance of the reader, m"), control="number")]
    width_px: Annotated[Whole, Input(label=msg("Pixels across"), control="number")]
    height_px: Annotated[Whole, Input(label=msg("Pixels down"), control="number")]
