"""Systems of the plan: what sources say of each, cohorts of the Sekolah Ayah Bunda, where actions are carried out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from sqlalchemy import Engine

from data.commands.cases import open_case
from data.commands.confidence_process import CONFIDENCE
from data.domain.dates import day_date
from data.domain.people import Person, Role
from data.reference import rows
from data.sample.areas import TO_METRES, Register
from data.sample.plan import generator, last_day
from data.sample.programme import REVIEWERS, SET_ON, make_actions

WHOLE_CITY = frozenset(
    (
        *("angkatan", "aplikasi", "akun", "bank sampah", "himpunan data", "jenis laporan", "jenis pajak"),
        *("kantor kecamatan", "kantor kelurahan", "kecamatan", "kelurahan", "laporan", "menit", "perangkat daerah"),
        *("posyandu", "puskesmas", "RW", "titik", "titik lampu", "truk"),
    )
)
"""Units that are counted in the whole city."""
LANDFILL, CITY_HALL = "32.76.07.1001", "32.76.01.1006"
KNOWN = {"Revitalisasi TPA Cipayung": [LANDFILL], "Ruang kendali dengan dinding layar": [CITY_HALL]}
MOST_AREAS = 7
SCHOOL = "Sekolah Ayah Bunda (SAB, ESAB)"
COMPOSED = (("ESAB angkatan I", "2021-06-30", 25, 24), ("ESAB angkatan II", "2021-11-30", 25, 23))
SAID_BY, OTHER = "contoh", "Diskominfo"
WHY = {
    1: "Contoh: belum ada penyedia dan tidak dianggarkan",
    2: "Contoh: pengadaan belum mulai",
    3: "Contoh: dapat dikejar bila ruang lingkupnya dikurangi",
    4: "Contoh: pekerjaan berjalan sesuai jadwal",
    5: "Contoh: tinggal serah terima",
}
"""Why, by level of confidence."""
COMPOSED_WORDS = "Contoh: disusun dari yang digambarkan sumber; belum ada berita tentangnya."


def write_systems(folder: Path, register: Register, places: Path) -> dict[str, Path]:
    """``programme-states.csv``, ``programme-cohorts.csv`` and ``action-areas.csv``, by dataset.

    Parameters
    ----------
    places : Path
        The file of the programmes' places: an action with places is carried out in their kelurahan.
    """
    tables = {
        "programme-states": make_states(),
        "programme-cohorts": make_cohorts(),
        "action-areas": make_action_areas(register, pd.read_csv(places, dtype=str)),
    }
    written = {name: folder / f"{name}.csv" for name in tables}
    for name, path in written.items():
        tables[name].to_csv(path, index=False)
    return written


def make_states() -> pd.DataFrame:
    """Published statements; a composed line for each programme that no article names."""
    published = [{**row, "status": "published"} for row in rows("programme_states")]
    named = {row["programme"] for row in published}
    composed = [
        {
            "programme": name,
            "date": SET_ON.isoformat(),
            "state": "planned",
            "statement": COMPOSED_WORDS,
            "source": "",
            "status": "example",
        }
        for name in sorted(set(make_actions()["programme"]) - named)
    ]
    table = pd.DataFrame([*published, *composed])
    return table.assign(reported_on=table["date"])


def make_cohorts() -> pd.DataFrame:
    """Cohorts as the press has them, and composed ones of the school on line."""
    published = [{"programme": SCHOOL, **row, "status": "published"} for row in rows("programme_cohorts")]
    composed = [
        {
            "programme": SCHOOL,
            "cohort": cohort,
            "kind": "ESAB",
            "ended_on": day,
            "couples": couples,
            "finished": finished,
            "source": "",
            "status": "example",
        }
        for cohort, day, couples, finished in COMPOSED
    ]
    table = pd.DataFrame([*published, *composed])
    return table.assign(reported_on=table["ended_on"])


def make_action_areas(register: Register, places: pd.DataFrame) -> pd.DataFrame:
    """``action, area``: the landfill, the city hall and the tour as they are, the rest drawn by chance."""
    random, kelurahan = generator("action-areas"), sorted(set(register.kelurahan))
    spots = {kind: _kelurahan_of(register, own) for kind, own in places.groupby("kind")}
    spots_of = {"D'Comart": spots["dcomart"], "Smart City Tour": spots["tour"]}
    made: list[dict[str, str]] = []
    for action in make_actions().to_dict("records"):
        # Drawn for every action, so that a further known one changes no other.
        drawn = random.choice(len(kelurahan), size=int(random.integers(1, MOST_AREAS)), replace=False)
        areas = KNOWN.get(action["name"]) or spots_of.get(action["programme"])
        if areas is None and action["unit"] in WHOLE_CITY:
            continue
        made += [
            {"action": action["action"], "area": area} for area in areas or sorted(kelurahan[int(at)] for at in drawn)
        ]
    return pd.DataFrame(made)


def _kelurahan_of(register: Register, places: pd.DataFrame) -> list[str]:
    spots = zip(places["lon"].astype(float), places["lat"].astype(float), strict=True)
    return sorted({register.cell_at(*TO_METRES(lon, lat))[:13] for lon, lat in spots})


def say_confidence(engine: Engine) -> None:
    """What three sides think of some actions that are not done; examples, and marked so in their words."""
    random, actions = generator("confidence"), make_actions()
    chosen = actions[actions["term"] == "long"]
    for code, opd in zip(chosen["action"], chosen["opd"], strict=True):
        level = int(random.integers(2, 6))
        for side, office in (("owner", opd), ("reviewer", OTHER), ("bappeda", REVIEWERS[opd == REVIEWERS[0]])):
            # Who answers for an action is seldom the one who doubts it most.
            own = min(5, max(1, level - int(random.integers(0, 3)) * (side != "owner")))
            if side == "reviewer" and opd == OTHER:
                continue
            data = {"level": str(own), "why": WHY[own], "by": office, "on": day_date(last_day()).isoformat()}
            who = Person(SAID_BY, Role.OFFICIAL, opd=office)
            open_case(engine, CONFIDENCE, who, f"{code}:{side}", data, note=WHY[own])
