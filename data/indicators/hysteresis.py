"""From a series of yes and no to an alert that neither flutters nor hangs: two thresholds, two counts of periods."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from data.indicators.panel import Bools

Ints = npt.NDArray[np.integer]


class Signal(IntEnum):
    """What the data alone say."""

    QUIET = 0
    PENDING = 1
    FIRING = 2
    RECOVERING = 3


@dataclass(frozen=True)
class Walk:
    """The walk over a series.

    Attributes
    ----------
    signal : array of int8 (periods × columns)
        See `Signal`.
    onset : array of int32 (periods × columns)
        Row of the first period of the run that made it pending or firing; −1 while quiet.
    """

    signal: npt.NDArray[np.int8]
    onset: npt.NDArray[np.int32]

    @property
    def on(self) -> Bools:
        """Where it fires, recoveries included (periods × columns)."""
        return np.asarray(self.signal >= Signal.FIRING)

    def begun(self) -> Bools:
        """Periods in which each column begins to fire.

        Returns
        -------
        array of bool (periods × columns)
            A column that fires in the first period begins there.
        """
        return self.on & ~_earlier(self.on)

    def ended(self) -> Bools:
        """Periods in which each column has just ended.

        Returns
        -------
        array of bool (periods × columns)
            True in the first period that no longer fires or recovers.
        """
        return ~self.on & _earlier(self.on)

    def starts(self, since: int = 0) -> npt.NDArray[np.int64]:
        """How often each column began to fire from a row on.

        Parameters
        ----------
        since : int
            Row of the first period that counts.

        Returns
        -------
        array of int (columns)
        """
        return np.asarray(self.begun()[since:].sum(axis=0))


def _earlier(on: Bools) -> Bools:
    """The same a period before; before the first nothing is on."""
    return np.vstack([np.zeros((1, on.shape[1]), dtype=bool), on[:-1]])


def walk(fire: Bools, clear: Bools, known: Bools, fire_for: Ints, clear_for: Ints) -> Walk:
    """Walk over the periods from a quiet start.

    A run of ``fire_for`` known periods that fire makes it fire; a run of ``clear_for`` known periods that clear ends
    it. In between it is pending, or recovering; a period of a recovery that does not clear ends the recovery. A period
    that is not known changes nothing and breaks no run.

    Parameters
    ----------
    fire, clear, known : array of bool (periods × columns)
        ``fire`` and ``clear`` are never true together; where ``known`` is false neither counts.
    fire_for, clear_for : array of int (columns)
        Periods in a row; at least 1.

    Returns
    -------
    Walk
        Signal and onset of every period and column.

    Notes
    -----
    Hysteresis: two thresholds as in a Schmitt trigger, and a count of periods for each (ADR 0011). Columns are walked
    side by side, period after period. Checked on random series against the same machine told in words, one state and
    one counter at a time.

    Examples
    --------
    >>> series = np.array([[5], [5], [1], [5], [1], [1]])
    >>> everywhere = np.ones(series.shape, dtype=bool)
    >>> two = np.array([2])
    >>> walk(series >= 5, series <= 1, everywhere, two, two).signal.ravel().tolist()
    [1, 2, 3, 2, 3, 0]
    """
    periods, columns = fire.shape
    signal = np.zeros((periods, columns), dtype=np.int8)
    onset = np.full((periods, columns), -1, dtype=np.int32)
    now = np.zeros(columns, dtype=np.int8)
    since = np.full(columns, -1, dtype=np.int32)
    firing_run, clear_run = np.zeros(columns, dtype=np.int16), np.zeros(columns, dtype=np.int16)
    for row in range(periods):
        # All columns at once: each np.where is an if of the machine, for every column by itself.
        sure, bad, good = known[row], fire[row] & known[row], clear[row] & known[row]
        firing_run = np.where(sure, np.where(bad, firing_run + 1, 0), firing_run)
        clear_run = np.where(sure, np.where(good, clear_run + 1, 0), clear_run)
        off = now <= Signal.PENDING
        # Quiet or pending: the run decides. Firing or recovering: only a run of clear periods ends it.
        begun = np.where(bad, np.where(firing_run >= fire_for, Signal.FIRING, Signal.PENDING), Signal.QUIET)
        kept = np.where(good, np.where(clear_run >= clear_for, Signal.QUIET, Signal.RECOVERING), Signal.FIRING)
        after = np.where(sure, np.where(off, begun, kept), now).astype(np.int8)
        since = np.where(after == Signal.QUIET, -1, np.where(since < 0, row, since)).astype(np.int32)
        # An alert that has just ended begins anew with the next run.
        firing_run = np.where(~off & (after == Signal.QUIET), 0, firing_run)
        now = after
        signal[row], onset[row] = now, since
    return Walk(signal, onset)
