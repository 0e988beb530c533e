"""The only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Settings:
    """Everything a process takes from outside.

    Attributes
    ----------
    database_url : str
        SQLAlchemy address; an SQLite file inside ``data_dir`` unless given.
    data_dir : Path
        Folder for the embedded database, the sample's files and the load reports.
    clock : datetime or None
        A fixed "now" in WIB, or None for the machine's own clock (a loaded sample
        city brings its own clock, see ``data.service``).
    port : int
        TCP port of the web server.
    """

    database_url: str
    data_dir: Path
    clock: datetime | None
    port: int


def parse_clock(text: str) -> datetime:
    """Read an ISO date or date-time; without a zone it is WIB.

    Raises
    ------
    ValueError
        When the text is not ISO 8601.
    """
    clock = datetime.fromisoformat(text)
    return clock.astimezone(WIB) if clock.tzinfo else clock.replace(tzinfo=WIB)


def from_environment() -> Settings:
    """Settings from ``DECOR_DATABASE_URL``, ``DECOR_DATA_DIR``, ``DECOR_CLOCK`` and ``PORT``."""
    data_dir = Path(os.environ.get("DECOR_DATA_DIR", "var")).resolve()
    default_url = f"sqlite:///{data_dir / 'decor.sqlite'}"
    clock = os.environ.get("DECOR_CLOCK", "").strip()
    return Settings(
        database_url=os.environ.get("DECOR_DATABASE_URL") or default_url,
        data_dir=data_dir,
        clock=parse_clock(clock) if clock else None,
        port=int(os.environ.get("PORT", "8050")),
    )
