"""``make bench-forms``: when pages with forms are first painted, cold, as a signed-in administrator.

Each page is opened in a new window of the browser with nothing kept but the session; the number is the browser's own
first contentful paint after the navigation began, the median of several visits.
"""

from __future__ import annotations

import statistics

from playwright.sync_api import Browser, StorageState, ViewportSize

from scripts.browser import browsing, sign_in
from scripts.running import account, serving

VISITS = 7
SIZE = ViewportSize(width=1920, height=1080)
PAGES = ("akun", "saya", "catatan/", "tampilan/", "sif", "layar", "peringatan/aturan/covid-rw-cluster", "data/muat")
PAINTED = """() => new Promise(done => {
  const seen = () => performance.getEntriesByName("first-contentful-paint")[0];
  const look = () => (seen() ? done(seen().startTime) : setTimeout(look, 10));
  look();
})"""


def main() -> None:
    """Print a line a page."""
    with account("admin") as (name, password), serving() as server, browsing() as browser:
        context = browser.new_context(viewport=SIZE)
        sign_in(context.new_page(), server.url, name, password)
        state = context.storage_state()
        for path in PAGES:
            times = [_painted(browser, f"{server.url}/ruang/{path}", state) for _ in range(VISITS)]
            print(f"{path:40} {statistics.median(times):6.0f} ms (most {max(times):.0f})   at most 300 ms")


def _painted(browser: Browser, url: str, state: StorageState) -> float:
    """Milliseconds to the first contentful paint in a window that has nothing kept."""
    window = browser.new_context(viewport=SIZE, storage_state=state)
    page = window.new_page()
    page.goto(url)
    milliseconds = float(page.evaluate(PAINTED))
    window.close()
    return milliseconds


if __name__ == "__main__":
    main()
