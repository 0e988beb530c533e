"""The only reader of the environment."""

from __future__ import annotations

import contextlib
import os
import secrets
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
    demo_password : str or None
        Password of the four demo accounts of the first start; None gives each its own one-time password.
    proxies : int
        Reverse proxies in front of the server whose forwarded headers are believed.
    """

    database_url: str
    data_dir: Path
    clock: datetime | None
    port: int
    demo_password: str | None = None
    proxies: int = 0
    publish: bool = True

    @property
    def product_dir(self) -> Path:
        """Where the public editions lie (the public process gets this path and nothing else of the room)."""
        return self.data_dir / "public"


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
    """Settings from ``PORT`` and the variables that start with ``DECOR_`` (docs/operations.md)."""
    data_dir = Path(os.environ.get("DECOR_DATA_DIR", "var")).resolve()
    default_url = f"sqlite:///{data_dir / 'decor.sqlite'}"
    clock = os.environ.get("DECOR_CLOCK", "").strip()
    return Settings(
        database_url=os.environ.get("DECOR_DATABASE_URL") or default_url,
        data_dir=data_dir,
        clock=parse_clock(clock) if clock else None,
        port=int(os.environ.get("PORT", "8050")),
        demo_password=os.environ.get("DECOR_DEMO_PASSWORD") or None,
        proxies=int(os.environ.get("DECOR_PROXIES", "0")),
        publish=os.environ.get("DECOR_PUBLISH", "1") != "0",
    )


def subject_modules() -> tuple[str, ...]:
    """Modules that declare subjects beside the built-in ones: ``DECOR_SUBJECTS``, by comma."""
    return tuple(name.strip() for name in os.environ.get("DECOR_SUBJECTS", "").split(",") if name.strip())


def keep_private(settings: Settings) -> None:
    """Make the data folder if need be, and keep it and what this process writes from the machine's other users.

    Folders are 0700 and files 0600 whatever the umask was; every process that works with the data folder calls it.
    """
    os.umask(0o077)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    settings.data_dir.chmod(0o700)
    for path in settings.data_dir.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)


def product_dir_from_environment() -> Path:
    """All that the public process is told: ``DECOR_PRODUCT_DIR``, by default ``var/public``."""
    return Path(os.environ.get("DECOR_PRODUCT_DIR", "var/public")).resolve()


def secret_key(settings: Settings) -> str:
    """The key that signs cookies: ``DECOR_SECRET_KEY``, else a file in the data folder, made on the first start."""
    if key := os.environ.get("DECOR_SECRET_KEY"):
        return key
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = settings.data_dir / "secret.key"
    if not path.exists():
        # Whole or not at all: another process may read it at any moment, and this one may be killed.
        draft = path.with_name(f"secret.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    key = path.read_text().strip()
    if len(key) < 32:
        raise ValueError(f"{path} is empty or too short to sign cookies with: delete it, and a new one is made.")
    return key
