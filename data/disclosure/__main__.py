"""``python -m data.disclosure publish | attack | naive``: the public edition, and the attempt to break it."""

from __future__ import annotations

import argparse
import sys
import time

from data.disclosure.attack import Report, attack
from data.domain.errors import DecorError
from data.queries.database import open_database
from data.settings import from_environment, keep_private


def main(arguments: list[str] | None = None) -> int:
    """Publish, attack, or set the naive scheme beside it.

    Parameters
    ----------
    arguments : list of str or None
        Command line without the program's name; None takes the process's own.

    Returns
    -------
    int
        0 when done, 1 when something could be narrowed or could not be done, 2 when another process is at it.
    """
    parser = argparse.ArgumentParser(prog="python -m data.disclosure", description=__doc__)
    parser.add_argument("what", choices=["publish", "attack", "naive"])
    asked = parser.parse_args(arguments)
    settings, started = from_environment(), time.monotonic()
    keep_private(settings)
    from data.disclosure import publish

    def tick(step: str) -> None:
        print(f"  {time.monotonic() - started:5.1f} s  {step}", flush=True)

    try:
        if asked.what == "publish":
            done = publish.publish(open_database(settings.database_url), settings, tick)
            print(
                f"Edition {done.version} {'is in force' if done.fresh else 'already says all this'}, "
                f"{time.monotonic() - started:.1f} s."
            )
            if done.report is not None:
                _tell(done.report, started)
            return 0
        if asked.what == "attack":
            report = publish.check(settings)
        else:
            from data.disclosure.naive import naive_puzzles

            report = attack(naive_puzzles(open_database(settings.database_url), settings))
    except publish.BusyError as error:
        print(error, file=sys.stderr)
        return 2
    except DecorError as error:
        print(error, file=sys.stderr)
        return 1
    _tell(report, started)
    return 1 if report.narrowed else 0


def _tell(report: Report, started: float) -> None:
    print(
        f"{report.hidden:,} hidden counts, {report.sums:,} sums: {len(report.narrowed):,} narrowed, "
        f"{time.monotonic() - started:.1f} s."
    )
    for narrowed in report.narrowed[:10]:
        print(f"  {narrowed}")


if __name__ == "__main__":
    sys.exit(main())
