"""A small action plan and the people around it."""

from __future__ import annotations

from data.domain.people import Person, Role

HEAD = "action,dimension,term,programme,name,name_status,opd,post,partner,weight,effort,budget_rp,component,kind"
HEAD += ",target,baseline,unit,start,finish,mission,indicator,after\n"


def plan_row(code: str, opd: str, weight: float, **more: object) -> str:
    row = {
        "dimension": "government",
        "term": "long",
        "programme": "Satu Data",
        "name": f"Aksi {code}",
        "name_status": "example",
        "opd": opd,
        "post": "Kepala Bidang",
        "partner": "academia, media",
        "weight": weight,
        "effort": 12,
        "budget_rp": 1_000_000,
        "component": "output",
        "kind": "cumulative",
        "target": 10,
        "baseline": "",
        "unit": "titik",
        "start": "2021-01-01",
        "finish": "2022-12-31",
        "mission": "2",
        "indicator": "",
        "after": "",
        **more,
    }
    return ",".join([code, *(f'"{value}"' for value in row.values())]) + "\n"


PLAN = HEAD + plan_row("A", "Dinas Satu", 60) + plan_row("B", "Dinas Dua", 40, kind="share", unit="persen", target=100)
TARGETS = "action,date,reported_on,planned,budget_rp\n" + "".join(
    f"{code},{day},2021-01-01,{value},{value * 1000}\n"
    for code, most in (("A", 10), ("B", 100))
    for day, value in (("2021-06-30", most * 0.4), ("2021-12-31", most * 0.8), ("2022-12-31", most))
)
REPORTS = "action,date,reported_on,actual,numerator,denominator,committed_rp,spent_rp,evidence,verified_by\n"
ONE = Person("satu", Role.OFFICIAL, opd="Dinas Satu")
TWO = Person("dua", Role.OFFICIAL, opd="Dinas Dua")
BAPPEDA = Person("bappeda", Role.OFFICIAL, opd="Bappeda")
INSPECTOR = Person("inspektur", Role.OFFICIAL, opd="Inspektorat")
NOBODYS = Person("tanpa", Role.OFFICIAL)
COUNCIL = Person("dewan", Role.COUNCIL)
