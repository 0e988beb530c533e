"""`python -m scripts.anchors`: published city totals beside what the loaded RW reports add up to."""

from __future__ import annotations

from data.domain.filters import FilterState
from data.service import open_room
from data.settings import from_environment


def main() -> None:
    """Print the table."""
    rows = open_room(from_environment()).releases(FilterState()).rows
    print("| date | published | RW reports | difference | identity gap of the release |\n|---|---|---|---|---|")
    for row in rows:
        if row.published is None or row.simulated is None:
            continue
        share = (row.simulated - row.published) / row.published * 100
        print(f"| {row.day} | {row.published:,} | {row.simulated:,} | {share:+.2f} % | {row.identity_gap or ''} |")


if __name__ == "__main__":
    main()
