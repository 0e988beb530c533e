"""``python -m data.sample``: build the simulated city where the database is empty."""

from __future__ import annotations

import sys
import time

from data.domain.errors import DecorError
from data.queries.database import open_database
from data.sample.build import build
from data.settings import from_environment


def main() -> int:
    """0 when the city stands, 1 with a sentence when it could not be built."""
    settings = from_environment()
    started = time.monotonic()

    def tick(step: str) -> None:
        print(f"  {time.monotonic() - started:5.1f} s  {step}", flush=True)

    try:
        files = build(open_database(settings.database_url), settings, tick)
    except DecorError as error:
        print(error, file=sys.stderr)
        return 1
    if files:
        print(f"The simulated city stands: {files} files loaded in {time.monotonic() - started:.0f} s.")
    else:
        print("The database already holds a city; nothing to build.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
