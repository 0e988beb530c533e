"""Each dataset against its parents and against other sources: what must agree, and what is known to differ."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from data.domain.areas import CITY, Level
from data.domain.desk_views import CheckRow
from data.domain.errors import Message, msg
from data.queries import covid as covid_queries
from data.queries import services as queries
from data.reference import fact, rows
from data.service.city import City

Check = Callable[[City], CheckRow | None]


def _row(
    name: Message, ours: float | None, theirs: float | None, allowed: float | None, *, decimals: int = 0
) -> CheckRow:
    """Compare two figures; ``allowed`` is the difference in percent up to which they agree, None does not judge."""
    known = ours is not None and theirs is not None and not (math.isnan(ours) or math.isnan(theirs))
    gap = (ours - theirs) / theirs * 100 if known and theirs else (0.0 if known and ours == theirs else None)  # type: ignore[operator]
    good = None if not known or allowed is None else (gap is not None and abs(gap) <= allowed)
    return CheckRow(name, ours, theirs, gap, good, decimals)


def _covid_release(city: City) -> CheckRow | None:
    table = covid_queries.releases_by_day(city.engine)
    table = table[table["confirmed_total"].notna()]
    matrix = city.matrix("covid-confirmed-total", Level.KOTA)
    table = table[table["day"] <= matrix.last]
    if not len(table):
        return None
    last = table.iloc[-1]
    ours = float(matrix.numerator[matrix.row(int(last["day"])), 0])
    return _row(msg("Confirmed in all, against the city's last release"), ours, float(last["confirmed_total"]), 1.0)


def _covid_parts(city: City) -> CheckRow | None:
    whole = city.matrix("covid-confirmed-total", Level.KOTA)
    loaded = covid_queries.confirmed_total(city.engine, city.known_on)
    return _row(
        msg("Confirmed in the city, against the sum of the rows in force"), float(whole.numerator[-1, 0]), loaded, 0.0
    )


def _release_identity(city: City) -> CheckRow | None:
    table = covid_queries.releases_by_day(city.engine)
    gaps = table["identity_gap"].dropna()
    if not len(gaps):
        return None
    holding = float((gaps.astype(float) == 0).sum())
    return _row(msg("Releases whose own sum is right, of those that can be checked"), holding, float(len(gaps)), None)


def _people(city: City) -> CheckRow | None:
    people = city.areas[CITY].people
    published = fact("penduduk", "sensus_penduduk_2020")
    return _row(msg("Residents, against the census of 2020"), None if people is None else float(people), published, 0.1)


def _area_sum(city: City) -> CheckRow | None:
    km2 = {level: sum(one.area_km2 for one in city.areas.values() if one.level is level) for level in Level}
    return _row(msg("km² of the RW, against the kelurahan"), km2[Level.RW], km2[Level.KELURAHAN], 0.1, decimals=2)


def _rw_count(city: City) -> CheckRow | None:
    ours = float(len(city.tree.codes[Level.RW]))
    published = sum(float(row["jumlah_rw"]) for row in rows("rw_per_kecamatan"))
    return _row(
        msg("Number of RW, against the sum of the kecamatan (the Wi-Fi programme counts 917)"), ours, published, 0.0
    )


def _wifi_register(city: City) -> CheckRow | None:
    announced = fact("wifi", "titik_diumumkan_pada_monev")
    return _row(msg("Points registered, against the points announced"), float(len(city.wifi.points)), announced, 0.0)


def _collected(city: City) -> CheckRow | None:
    table = queries.tonnage_by_day(city.engine, city.known_on)
    panel = city.panel("waste")
    table = table[(table["day"] <= panel.last) & (table["day"] > panel.last - 28)]
    if not len(table):
        return None
    days = table["day"].to_numpy(dtype=int) - panel.first
    ours = float(np.asarray(panel.counts["collected_kg"])[days].sum()) / 1000
    theirs = float(table[["landfill_kg", "sorting_unit_kg", "waste_bank_kg"]].to_numpy(dtype=float).sum()) / 1000
    return _row(msg("Tonnes collected in 28 days, against what was weighed in"), ours, theirs, 5.0)


def _balance(city: City) -> CheckRow | None:
    table = queries.tonnage_by_day(city.engine, city.known_on).tail(28)
    if not len(table):
        return None
    handled = float(table[["landfill_kg", "sorting_unit_kg", "waste_bank_kg"]].to_numpy(dtype=float).sum()) / 1000
    made = float(table["generated_kg"].sum()) / 1000
    return _row(
        msg("Tonnes handled in 28 days, against tonnes generated (the rest is not collected)"), handled, made, None
    )


def _ordered(dataset: str, low: str, high: str, name: Message) -> Check:
    def check(city: City) -> CheckRow | None:
        panel = city.panel(dataset)
        if not {low, high} <= set(panel.counts):
            return None
        rows_ = panel.reported
        wrong = int(((panel.counts[low] > panel.counts[high]) & rows_).sum())
        total = int(rows_.sum())
        return _row(name, float(total - wrong), float(total), 0.0)

    return check


def _reports(city: City) -> CheckRow | None:
    actions = queries.actions(city.engine, city.known_on)
    progress = queries.progress_by_action_day(city.engine, city.known_on)
    if progress.empty or actions.empty:
        return None
    last = progress[progress["day"] == progress["day"].max()]
    return _row(msg("Actions in the last report, against the plan"), float(len(last)), float(len(actions)), 0.0)


CHECKS: dict[str, tuple[Check, ...]] = {
    "areas": (_area_sum, _rw_count),
    "population": (_people,),
    "covid-daily": (_covid_parts, _covid_release),
    "covid-release": (_release_identity,),
    "wifi-points": (_wifi_register,),
    "waste-pickups": (_collected,),
    "waste-tonnage": (_balance,),
    "action-progress": (_reports,),
    "licensing": (
        _ordered("licensing", "issued_on_time", "issued", msg("Months where “on time” is within “issued”")),
        _ordered("licensing", "issued", "applied", msg("Months where “issued” is within “applied”")),
    ),
    "budget": (_ordered("budget", "realised_rp", "allocated_rp", msg("Months where spending is within the budget")),),
}


def checks_of(city: City, dataset: str) -> list[CheckRow]:
    """The comparisons of a dataset that can be made with what is loaded."""
    return [row for check in CHECKS.get(dataset, ()) if (row := check(city)) is not None]
