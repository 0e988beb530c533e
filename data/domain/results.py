"""What identifies a computed result."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class ResultKey:
    """A computation, and all that its outcome depends on; another key is another result.

    Attributes
    ----------
    kind : str
        What is computed: an indicator's id, with a prefix where it is not the indicator's own value.
    method : str
        ``module:function`` that computes it.
    data_version : int
        Newest version among its inputs.
    code_version : str
        Fingerprint of the method's source.
    known_on : int or None
        Day number of "as known on"; None for now.
    last_day : int
        Day number of the last day that it is about.
    seed : int or None
        Of a method that draws random numbers; None where nothing is drawn.
    """

    kind: str
    method: str
    data_version: int
    code_version: str
    known_on: int | None
    last_day: int
    seed: int | None = None


@dataclass(frozen=True)
class ResultRun:
    """A computation that was done.

    Attributes
    ----------
    computed_at : datetime
        WIB of the machine's own clock.
    seconds : float
        How long it took.
    load : int or None
        Number of the load that its rows became; None for a field.
    """

    id: int
    key: ResultKey
    computed_at: datetime
    seconds: float
    load: int | None = None
    parameters: dict[str, str] = field(default_factory=dict)
