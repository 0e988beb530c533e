"""`make screenshots`: every page in the sizes, themes and languages that are looked at, into var/screens."""

from __future__ import annotations

from pathlib import Path

from scripts.running import ROOT, browsing, serving

SIZES = ((1920, 1080), (1366, 768), (390, 844))
PAGES = ("", "covid", "wifi", "sampah", "program", "data", "data/covid-daily", "data/muat", "asal")
FOLDER = ROOT / "var" / "screens"


def main() -> None:
    """Take them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving() as server, browsing() as browser:
        for width, height in SIZES:
            page = browser.new_page(viewport={"width": width, "height": height})
            server.sign_in(page)
            for name in PAGES:
                for theme in ("dark", "light"):
                    for lang in ("id", "en"):
                        page.goto(f"{server.url}/ruang/{name}?theme={theme}&lang={lang}")
                        page.wait_for_timeout(1800)
                        path = FOLDER / f"{(name or 'overview').replace('/', '-')}-{theme}-{lang}-{width}.png"
                        page.screenshot(path=path, full_page=width < 1000)
                        print(Path(path).relative_to(ROOT))
            page.close()


if __name__ == "__main__":
    main()
