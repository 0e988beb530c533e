"""``python -m data.sample``: build the simulated city where the database is empty.

``--seed 7`` makes another one; ``--even`` a null city, with the same COVID risk everywhere and nothing planted.
"""

from __future__ import annotations

import argparse
import sys
import time

from data.domain.errors import DecorError
from data.queries.database import open_database
from data.queries.meta import is_built
from data.settings import from_environment, keep_private


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"a seed is a whole number, not “{text}”")
    return int(text)


def main(arguments: list[str] | None = None) -> int:
    """0 when the city stands, 1 with a sentence when it could not be built."""
    parser = argparse.ArgumentParser(prog="python -m data.sample", description=__doc__)
    parser.add_argument("--seed", type=_seed, help="seed of another city")
    parser.add_argument(
        "--even",
        action="store_true",
        help="the same COVID risk everywhere, nothing planted; of seed 0 where none is said",
    )
    options = parser.parse_args(arguments)
    settings = from_environment()
    keep_private(settings)
    engine = open_database(settings.database_url)
    if is_built(engine):
        print("The database already holds a city; nothing to build.")
        return 0
    # Imported only now: a later start must not wait for the spatial libraries.
    from data.sample.build import build
    from data.sample.plan import another_city

    started = time.monotonic()

    def tick(step: str) -> None:
        print(f"  {time.monotonic() - started:5.1f} s  {step}", flush=True)

    try:
        if options.seed is None and not options.even:
            files = build(engine, settings, tick)
        else:
            with another_city(options.seed or 0, even=options.even):
                files = build(engine, settings, tick)
    except DecorError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The simulated city stands: {files} files loaded in {time.monotonic() - started:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
