"""Reports of citizens that something does not work: counted by point and day, and nothing else is kept.

Nobody's address or device is written down. Who reports too often is known to the running process only, by a digest with
a secret that it makes at its start and never writes.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import threading
import time
from collections import OrderedDict
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from data.domain.errors import DecorError, msg
from data.settings import WIB

FEWEST_SHOWN = 3
"""A point with fewer reports is not shown: one report is one person."""
MOST_AN_HOUR, HOUR, MOST_REMEMBERED = 5, 3600.0, 20_000
KEPT = timedelta(days=400)
"""How long counts stay."""
MOST_A_DAY = 5_000
"""Reports of a day that are counted; a flood fills no disk."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS report (
    point TEXT, day TEXT, number INTEGER NOT NULL, PRIMARY KEY (point, day)
) WITHOUT ROWID
"""
COUNT = "INSERT INTO report VALUES (?, ?, 1) ON CONFLICT (point, day) DO UPDATE SET number = number + 1"


def today() -> date:
    """The day in Depok: reports are about real days, also where a sample city's clock stands still."""
    return datetime.now(WIB).date()


class TooOftenError(DecorError):
    """Somebody has reported enough for now."""


class Reports:
    """Counts of reports in a file beside the product; thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "reports.sqlite"
        self._lock = threading.Lock()
        self._secret = secrets.token_bytes(32)
        self._asked: OrderedDict[bytes, list[float]] = OrderedDict()

    def add(self, point: str, address: str, day: date | None = None) -> None:
        """Count a report.

        Parameters
        ----------
        address : str
            Of who asks; only its digest is held, in memory, for an hour.
        day : date or None
            Of the report; None for today.

        Raises
        ------
        TooOftenError
            After some reports an hour from one address; the same point counts once an hour.
        DecorError
            When reports cannot be kept now.
        """
        with self._lock:
            if not self._counts(f"{address} {point}", 1):
                return
            if not self._counts(address, MOST_AN_HOUR):
                words = "You have reported {n} points in an hour; thank you, try again later."
                raise TooOftenError(msg(words, n=MOST_AN_HOUR))
        day = day or today()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=2.0)) as connection, connection:
                connection.execute(SCHEMA)
                connection.execute("DELETE FROM report WHERE day < ?", (str(day - KEPT),))
                whole = connection.execute("SELECT COALESCE(SUM(number), 0) FROM report WHERE day = ?", (str(day),))
                if whole.fetchone()[0] < MOST_A_DAY:
                    connection.execute(COUNT, (point, str(day)))
        except (sqlite3.Error, OSError) as error:
            raise DecorError(msg("Reports cannot be taken just now; nothing was counted.")) from error

    def _counts(self, who: str, most: int) -> bool:
        """Whether somebody may do it once more within an hour; then it counts."""
        key = hashlib.blake2b(who.encode(), key=self._secret, digest_size=16).digest()
        now = time.monotonic()
        recent = [moment for moment in self._asked.pop(key, []) if now - moment < HOUR]
        allowed = len(recent) < most
        self._asked[key] = [*recent, now] if allowed else recent
        while len(self._asked) > MOST_REMEMBERED:
            self._asked.popitem(last=False)
        return allowed

    def since(self, day: date) -> tuple[int, dict[str, int]]:
        """All reports from a day on, and those of the points that have enough to be shown."""
        if not self._path.is_file():
            return 0, {}
        try:
            with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=2.0)) as connection:
                rows = connection.execute(
                    "SELECT point, SUM(number) FROM report WHERE day >= ? GROUP BY point", (str(day),)
                ).fetchall()
        except sqlite3.Error:
            return 0, {}
        return sum(number for _, number in rows), {point: number for point, number in rows if number >= FEWEST_SHOWN}
