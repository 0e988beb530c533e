"""`python -m scripts.anchors`: published city totals beside what the loaded RW reports add up to."""

from __future__ import annotations

from data.domain.filters import FilterState
from data.domain.people import PROCESS, acting
from data.service import open_services
from data.settings import from_environment


def main() -> None:
    """Print the table."""
    services = open_services(from_environment())
    with acting(PROCESS):
        rows = services.room.ask("releases", FilterState(), "covid").rows
    services.people.close()
    print("| date | published | RW reports | difference | identity gap of the release |\n|---|---|---|---|---|")
    for row in rows:
        if row.published is None or row.reported_total is None:
            continue
        share = (row.reported_total - row.published) / row.published * 100
        print(f"| {row.day} | {row.published:,} | {row.reported_total:,} | {share:+.2f} % | {row.identity_gap or ''} |")


if __name__ == "__main__":
    main()
