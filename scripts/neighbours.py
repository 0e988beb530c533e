"""``python -m scripts.neighbours``: how alike neighbouring RW are in the simulated COVID cases.

Moran's I of the weekly rate (queen neighbours, row-standardised, 199 permutations), the variance of the counts against
what they would be by chance (1 for Poisson), and the correlation of a rate with the neighbours' of the week before.
"""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
from esda.moran import Moran
from libpysal.weights import Queen

from data.domain.dates import day_number
from data.sample.areas import make_register
from data.sample.covid import make_cases

WEEKS = ("2020-12-20", "2021-02-01", "2021-07-10", "2021-08-20", "2022-02-08")


def main() -> None:
    """Print the table."""
    register, _ = make_register()
    cases = make_cases(register)
    cells = gpd.GeoDataFrame(geometry=[register.cells[code] for code in register.codes])
    weights = Queen.from_dataframe(cells, use_index=False)
    weights.transform = "r"
    print("week to     cases  Moran's I      p  variance  neighbours a week before")
    for text in WEEKS:
        last = day_number(date.fromisoformat(text))
        counts, before = (
            np.bincount(cases.place[(cases.event > day - 7) & (cases.event <= day)], minlength=len(register.codes))
            for day in (last, last - 7)
        )
        rate, earlier = counts / register.people, before / register.people
        np.random.seed(1)
        moran = Moran(rate, weights, permutations=199)
        expected = register.people * counts.sum() / register.people.sum()
        variance = ((counts - expected) ** 2 / expected).mean()
        lag = np.corrcoef(weights.sparse @ earlier, rate)[0, 1]
        print(f"{text} {counts.sum():6d} {moran.I:10.2f} {moran.p_sim:6.3f} {variance:9.1f} {lag:8.2f}")


if __name__ == "__main__":
    main()
