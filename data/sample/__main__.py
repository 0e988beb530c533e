"""``python -m data.sample``: build the simulated city where the database is empty."""

from __future__ import annotations

import sys
import time

from data.domain.errors import DecorError
from data.queries.database import open_database
from data.queries.meta import is_built
from data.settings import from_environment, keep_private


def main() -> int:
    """0 when the city stands, 1 with a sentence when it could not be built."""
    settings = from_environment()
    keep_private(settings)
    engine = open_database(settings.database_url)
    if is_built(engine):
        print("The database already holds a city; nothing to build.")
        return 0
    # Imported only now: a later start must not wait for the spatial libraries.
    from data.sample.build import build

    started = time.monotonic()

    def tick(step: str) -> None:
        print(f"  {time.monotonic() - started:5.1f} s  {step}", flush=True)

    try:
        files = build(engine, settings, tick)
    except DecorError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The simulated city stands: {files} files loaded in {time.monotonic() - started:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
