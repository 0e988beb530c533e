"""``python -m scripts.delays``: how late the simulated COVID reports are, by place, time and day of the week."""

from __future__ import annotations

import numpy as np

from data.domain.dates import day_date
from data.sample.areas import make_register
from data.sample.covid import make_cases
from data.sample.plan import MONDAY

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def main() -> None:
    """Print the tables."""
    register, _ = make_register()
    cases = make_cases(register)
    late = cases.reported - cases.event
    kelurahan = np.array(register.kelurahan)[cases.place]
    quarter = np.array([f"{day_date(day):%Y} Q{(day_date(day).month + 2) // 3}" for day in cases.reported.tolist()])

    def table(title: str, groups: np.ndarray) -> None:
        print(f"\n{title:12} cases  days late  within 2 days  within 5 days")
        for name in np.unique(groups):
            days = late[groups == name]
            within = [100 * (days <= most).mean() for most in (2, 5)]
            print(f"{name:12} {len(days):6d} {days.mean():10.2f} {within[0]:12.1f} % {within[1]:12.1f} %")

    table("kecamatan", np.array([code[:8] for code in kelurahan]))
    table("quarter", quarter)
    means = np.array([late[kelurahan == code].mean() for code in np.unique(kelurahan)])
    print(f"\nkelurahan: mean delay from {means.min():.2f} to {means.max():.2f} days")
    print("\nday of the week: reports, events, in % of a seventh")
    for number, name in enumerate(WEEKDAYS):
        shares = [100 * 7 * ((days - MONDAY) % 7 == number).mean() for days in (cases.reported, cases.event)]
        print(f"{name} {shares[0]:6.0f} {shares[1]:6.0f}")


if __name__ == "__main__":
    main()
