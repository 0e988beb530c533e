"""``python -m data.ingest <dataset> <file>``, ``… rollback <load>``, ``… loads``."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from tqdm import tqdm

from data.contracts import contracts
from data.domain.errors import DecorError
from data.ingest import ingest_file, rollback
from data.ingest.load import Delivery
from data.ingest.numbers import ANSWERS, NumberForm
from data.queries.meta import clock_now, loads
from data.settings import from_environment, keep_private, parse_clock
from data.tables.engine import migrate, open_engine


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 with a sentence when not."""
    parser = argparse.ArgumentParser(prog="python -m data.ingest", description=__doc__)
    parser.add_argument("what", help=f"rollback, loads, or a dataset: {', '.join(contracts())}")
    parser.add_argument("file", nargs="?", help="the file, or the number of the load to take back")
    parser.add_argument("--received", help="time of receipt for a backfill (ISO, WIB)")
    parser.add_argument("--note", help="reason of a rollback")
    parser.add_argument(
        "--points", choices=[form.value for form in ANSWERS], help="what points mean where the file leaves it open"
    )
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except ValueError as error:
        print(f"A time cannot be read; write YYYY-MM-DDTHH:MM ({error}).", file=sys.stderr)
        return 2
    except DecorError as error:
        print(error, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    settings = from_environment()
    keep_private(settings)
    engine = open_engine(settings.database_url)
    migrate(engine)
    clock = clock_now(engine, settings)
    if options.what == "loads":
        print(loads(engine).to_string(index=False))
        return 0
    if not options.file:
        print("Name the file to load, or the number of the load to take back.", file=sys.stderr)
        return 2
    if options.what == "rollback":
        if not (options.file.isascii() and options.file.isdigit() and len(options.file) < 10):
            print(f"“{options.file}” is not the number of a load.", file=sys.stderr)
            return 2
        print(f"Load {options.file} of {rollback(engine, int(options.file), note=options.note)} taken back.")
        return 0
    received: datetime = parse_clock(options.received) if options.received else clock
    delivery = Delivery(Path(options.file), received, clock, points=NumberForm(options.points or "open"))
    with tqdm(unit=" rows", desc=options.what, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        result = ingest_file(engine, options.what, delivery, reports=settings.data_dir / "reports", progress=progress)
    print(result.sentence())
    if result.report:
        print(f"Report of rejected rows: {result.report}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
