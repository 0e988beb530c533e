"""`make screenshots`: every page in the sizes, themes and languages that are looked at, into var/screens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from scripts.browser import browsing, sign_in_tool
from scripts.running import ROOT, Server, serving

SIZES = ((1920, 1080), (1366, 768), (390, 844))
PAGES = (
    "",
    "covid",
    "wifi",
    "wifi/rencana",
    "sampah",
    "layanan",
    "program",
    "data",
    "data/covid-daily",
    "data/muat",
    "data/baru",
    "asal",
    "saya",
    "tampilan/covid",
    "catatan/covid",
    "peringatan",
    "peringatan/1",
    "sif",
    "ringkas",
)
# The wall in its own sizes: screen → size, scenes.
WALLS = {"dinding-utama": ((3840, 2160), (1920, 1080)), "lobi": ((1920, 1080),)}
PUBLIC_SIZES = ((390, 844), (320, 640), (1366, 768), (1920, 1080))
PUBLIC_PAGES = (
    "/",
    "/rw/32.76.02.1010.012",
    "/wilayah/32.76.02.1010",
    "/wilayah/32.76",
    "/covid",
    "/wifi",
    "/sampah",
    "/layanan",
    "/program",
    "/data",
    "/data/covid",
    "/kabar",
    "/masalah",
    "/istilah",
    "/tentang",
    "/aksesibilitas",
    "/cari",
)
FOLDER = ROOT / "var" / "screens"
HEAD = "area,date,reported_on,confirmed,recovered,deaths\n"


def hand_in(page: Page, server: Server) -> int:
    """A delivery whose dry run can be looked at; gives its number."""
    rows = [f"32.76.02.1010.{n:03d},2022-02-15,2022-02-16,{n},0,0" for n in range(1, 23)]
    body = HEAD + "\n".join([*rows, "32.76.99.9999.001,2022-02-15,2022-02-16,1,0,0"]) + "\n"
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "_csrf_token")
    address = f"{server.url}/ruang/api/v1/loads?dataset=covid-daily&name=contoh.csv"
    answer = page.request.post(address, data=body.encode(), headers={"X-CSRFToken": token})
    return int(answer.json()["id"])


def public_pages(browser: Browser, url: str) -> None:
    """The public edition: phone, narrow and wide, by the system's theme."""
    for width, height in PUBLIC_SIZES:
        for theme in ("dark", "light"):
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
            for path in PUBLIC_PAGES:
                for lang in ("id", "en"):
                    page.goto(f"{url}{path}?lang={lang}")
                    page.wait_for_timeout(300)
                    short = path.strip("/").replace("/", "-") or "home"
                    target = FOLDER / f"public-{short}-{theme}-{lang}-{width}.png"
                    page.screenshot(path=target, full_page=width < 1000)
                    print(target.relative_to(ROOT))
            page.close()


def walls(browser: Browser, server: Server) -> None:
    """Every scene of the first screens, in their own sizes."""
    for slug, sizes in WALLS.items():
        for width, height in sizes:
            size = {"width": width, "height": height}
            page = browser.new_page(viewport=size, screen=size)  # type: ignore[arg-type]
            sign_in_tool(page, server)
            page.goto(f"{server.url}/ruang/layar/{slug}")
            page.wait_for_function("() => decor.wall.state.tag !== ''")
            for name in page.evaluate("() => Object.keys(decor.wall.pictures)"):
                page.evaluate(
                    "name => { const p = decor.wall.state.pulse; p.alarm = name === 'alarm' ? 'x' : ''; "
                    "p.pinned = name; decor.wall.show(name); }",
                    name,
                )
                page.wait_for_timeout(1_200)
                path = FOLDER / f"wall-{slug}-{name}-{width}x{height}.png"
                page.screenshot(path=path)
                print(Path(path).relative_to(ROOT))
            page.close()


def main() -> None:
    """Take them; the delivery made for the dry run's picture is withdrawn by nobody and loads nothing."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving(jobs=True) as server, browsing() as browser:
        subprocess.run(
            [sys.executable, "-m", "data.disclosure", "publish"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        public_pages(browser, server.url)
        walls(browser, server)
        number = 0
        for width, height in SIZES:
            page = browser.new_page(viewport={"width": width, "height": height})
            sign_in_tool(page, server)
            number = number or hand_in(page, server)
            for name in (*PAGES, f"data/muat/{number}"):
                for theme in ("dark", "light"):
                    for lang in ("id", "en"):
                        page.goto(f"{server.url}/ruang/{name}?theme={theme}&lang={lang}")
                        page.wait_for_timeout(1800 if name in PAGES[:6] else 400)
                        short = "dry-run" if name == f"data/muat/{number}" else (name or "overview").replace("/", "-")
                        path = FOLDER / f"{short}-{theme}-{lang}-{width}.png"
                        page.screenshot(path=path, full_page=width < 1000)
                        print(Path(path).relative_to(ROOT))
            page.close()


if __name__ == "__main__":
    main()
