"""Which reports were due, and which came: by hand on small panels."""

import numpy as np
import pytest

from data.domain.areas import Level
from data.indicators.completeness import by_day, by_month
from data.indicators.panel import AreaTree, CountPanel

TREE = AreaTree(
    {
        Level.KOTA: ["32.76"],
        Level.KECAMATAN: ["32.76.01", "32.76.02"],
        Level.KELURAHAN: ["32.76.01.1001", "32.76.02.1001"],
        Level.RW: ["32.76.01.1001.001", "32.76.01.1001.002", "32.76.02.1001.001"],
    }
)


def panel(reported: np.ndarray, *, daily: bool) -> CountPanel:
    return CountPanel(19_000, Level.RW, {}, reported, daily=daily)


def test_a_daily_feed_that_falls_silent_is_no_longer_complete() -> None:
    came = np.ones((60, 3), dtype=bool)
    came[59, 0] = False
    days, shares = by_day(panel(came, daily=True), TREE, Level.KECAMATAN, 19_000 + 59)
    assert shares[:, -1].tolist() == [0.5, 1.0]
    _, later = by_day(panel(came, daily=True), TREE, Level.KOTA, 19_000 + 59 + 28)
    assert later[0, -28:].tolist() == [0.0] * 28
    assert len(days) == 60


@pytest.mark.parametrize("silent", [7, 28, 60])
def test_silence_does_not_end_the_rounds_of_a_week(silent: int) -> None:
    came = np.zeros((200, 3), dtype=bool)
    came[::7] = True  # every area once a week, all on the same weekday
    came[200 - silent :, 0] = False
    _, shares = by_day(panel(came, daily=False), TREE, Level.KECAMATAN, 19_000 + 199)
    due = ~np.isnan(shares[0])
    assert due.sum() == 13  # one round a week in 91 days
    rounds = [n for n in range(200 - silent, 200) if n % 7 == 0]
    assert int((shares[0][due] == 0.5).sum()) == len([n for n in rounds if n >= 200 - 91])
    assert (shares[1][due] == 1).all()


def test_the_running_month_is_not_judged() -> None:
    came = np.zeros((100, 3), dtype=bool)
    first = 18_993  # 1 January 2022
    came[30] = True  # end of January
    came[45, 0] = True  # one area in February already
    months, shares = by_month(CountPanel(first, Level.RW, {}, came, daily=False), TREE, Level.KOTA, first + 45)
    assert len(months) == 1 and shares[0].tolist() == [1.0]


def test_a_parent_without_children_has_nothing_and_not_its_neighbours() -> None:
    tree = AreaTree(
        {
            Level.KECAMATAN: ["32.76.01", "32.76.02", "32.76.03"],
            Level.RW: ["32.76.01.1001.001", "32.76.02.1001.001"],
        }
    )
    assert tree.roll_up(np.array([[5.0, 7.0]]), Level.RW, Level.KECAMATAN).tolist() == [[5.0, 7.0, 0.0]]
    middle = AreaTree(
        {
            Level.KECAMATAN: ["32.76.01", "32.76.02", "32.76.03"],
            Level.RW: ["32.76.01.1001.001", "32.76.03.1001.001"],
        }
    )
    assert middle.roll_up(np.array([[5.0, 7.0]]), Level.RW, Level.KECAMATAN).tolist() == [[5.0, 0.0, 7.0]]
