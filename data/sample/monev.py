"""Sessions of monev with their findings: the published one of 24 November 2020, the others simulated."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.domain.dates import day_number
from data.domain.programme import DIMENSIONS
from data.reference import fact, rows
from data.sample.plan import generator, last_day
from data.sample.programme import REVIEWERS, make_actions

SESSIONS = (
    ("M-2019", date(2019, 12, 10), "Bappeda", "Tinjauan akhir tahun pertama rencana aksi 2019"),
    ("M-2020", date(2020, 11, 24), "Kementerian Kominfo", "Capaian rencana aksi 2019 di DeCOR"),
    ("M-2021-1", date(2021, 5, 27), "Inspektorat", "Aksi jangka menengah setelah tenggatnya"),
    ("M-2021-2", date(2021, 11, 18), "Kementerian Kominfo", "Evaluasi smart city tahun 2021"),
)
PUBLISHED = "M-2020"
FOUND = (
    ("Bukti laporan bulanan belum diukur", "Lampirkan hasil pengukuran, bukan laporan kegiatan"),
    ("Target triwulan tidak diturunkan ke kegiatan", "Susun target triwulan bersama pelaksana"),
    ("Pengadaan belum selesai saat kegiatan dimulai", "Ajukan pengadaan pada triwulan pertama"),
    ("Data pelaksana dan data ruang kendali berbeda", "Samakan definisi dan cara menghitung"),
    ("Mitra belum dilibatkan dalam pelaksanaan", "Tetapkan peran mitra secara tertulis"),
    ("Tenaga teknis tidak tetap", "Tetapkan penanggung jawab pengganti"),
    ("Anggaran dialihkan tanpa rencana pengganti", "Usulkan kembali pada perubahan anggaran"),
    ("Manfaat bagi warga belum diukur", "Tetapkan satu ukuran manfaat dan ukur tiap triwulan"),
)
EACH = 8


def write_monev(folder: Path) -> tuple[Path, Path]:
    """``monev-sessions.csv`` and ``monev-findings.csv``."""
    random, actions = generator("monev"), make_actions()
    figure = fact("smart_city", "progres_rencana_aksi")
    source = next(row["sumber"] for row in rows("facts") if row["indikator"] == "progres_rencana_aksi")
    sessions, findings = [], []
    for position, (code, day, assessor, scope) in enumerate(SESSIONS):
        scores = {name: round(float(random.uniform(1.2, 2.4)) + 0.4 * position, 1) for name in DIMENSIONS}
        published = {"published_progress": figure, "source": source} if code == PUBLISHED else {}
        head = {"session": code, "date": day.isoformat(), "assessor": assessor, "scope": scope}
        sessions.append({**head, "published_progress": "", "source": "", **published, **scores})
        chosen = random.choice(len(actions), size=EACH, replace=False)
        for number, at in enumerate(chosen, 1):
            findings.append(_finding(f"{code}/{number}", code, day, actions.iloc[int(at)], random))
    paths = folder / "monev-sessions.csv", folder / "monev-findings.csv"
    pd.DataFrame(sessions).to_csv(paths[0], index=False)
    pd.DataFrame(findings).to_csv(paths[1], index=False)
    return paths


def _finding(code: str, session: str, day: date, action: Any, random: np.random.Generator) -> dict[str, str]:
    text, recommendation = FOUND[int(random.integers(len(FOUND)))]
    done = day + timedelta(days=int(random.gamma(2.0, 55.0)) + 7)
    closed = done + timedelta(days=int(random.gamma(2.0, 20.0)) + 3)
    today, never = last_day(), random.random() < 0.15
    known = max((d for d in (day, done, closed) if day_number(d) <= today), default=day)
    shown = [d.isoformat() if day_number(d) <= today and not never else "" for d in (done, closed)]
    closer = REVIEWERS[action["opd"] == REVIEWERS[0]]
    return {
        "finding": code,
        "session": session,
        "dimension": str(action["dimension"]),
        "action": str(action["action"]),
        "statement": text,
        "recommendation": recommendation,
        "opd": str(action["opd"]),
        "found_on": day.isoformat(),
        "due_on": (day + timedelta(days=90)).isoformat(),
        "done_on": shown[0],
        "closed_on": shown[1],
        "closed_by": closer if shown[1] else "",
        "reported_on": day.isoformat() if never else known.isoformat(),
    }
