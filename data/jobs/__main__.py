"""``python -m data.jobs``: the worker, until it is told to end. The server starts it and starts it again."""

from __future__ import annotations

import signal
import sys
import time

from sqlalchemy import inspect

from data.jobs.registry import KINDS
from data.jobs.worker import Worker
from data.settings import from_environment, keep_private
from data.tables.engine import open_engine
from data.tables.jobs import JobRow

WAIT_SECONDS = 0.5


def main() -> int:
    """Work until SIGTERM."""
    settings = from_environment()
    keep_private(settings)
    engine = open_engine(settings.database_url)
    worker = Worker(engine, settings, KINDS)
    signal.signal(signal.SIGTERM, lambda *_: worker.end())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The web process brings the schema up to date; on a first start that is still under way.
    while not worker.ending and not inspect(engine).has_table(JobRow.__tablename__):
        time.sleep(WAIT_SECONDS)
    worker.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
