"""Headless Chromium, and a page whose console must stay empty and whose requests must stay at home."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, StorageState, ViewportSize, expect, sync_playwright

from scripts.browser import FLAGS, chromium
from scripts.browser import sign_in as sign_in
from tests.conftest import PASSWORD

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield made
        made.close()


def state_of(browser: Browser, base_url: str, name: str) -> StorageState:
    """Cookies of somebody who has come in."""
    context = browser.new_context()
    sign_in(context.new_page(), base_url, name, PASSWORD)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def operator_state(browser: Browser, base_url: str) -> StorageState:
    """An operator who has come in once for all tests."""
    return state_of(browser, base_url, "operator")


CHARTS = "() => [...document.querySelectorAll('.graph')].every(chart => chart.querySelector('.main-svg text'))"
"""Charts come last, after words, numbers and map."""


WITHOUT_FIRST = """new MutationObserver(() => {
  const first = document.getElementById("first");
  if (first) first.remove();
}).observe(document, { childList: true, subtree: true })"""
"""The first picture says everything twice for a moment; a test of its own looks at it."""


class Screen:
    """A page of the room with shortcuts for what the tests look at."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page, self.base_url = page, base_url
        self.noise: list[str] = []
        self.foreign: list[str] = []
        page.add_init_script(WITHOUT_FIRST)
        page.on("console", lambda message: self.noise.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.noise.append(f"error: {error}"))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.base_url, "data:", "blob:")):
            self.foreign.append(url)

    def check(self) -> None:
        """The console is empty and no request left the origin."""
        noise, foreign = [*self.noise], [*self.foreign]
        self.noise.clear()
        self.foreign.clear()
        assert noise == []
        assert foreign == []

    def tidy(self, size: ViewportSize) -> None:
        """As it was before a test used it: one page, its size, nothing in between, nothing kept."""
        for other in self.page.context.pages:
            if other is not self.page:
                other.close()
        self.page.unroute_all()
        self.page.set_viewport_size(size)
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")

    def open(self, path: str = "/ruang/") -> Screen:
        """Go to a page and wait until its four panels are painted and its charts drawn."""
        self.page.goto(self.base_url + path)
        for name in ("map", "trend", "ranking", "tiles"):
            expect(self.panel(name).locator(".panel-caption").first).not_to_be_empty()
        self.page.wait_for_function(CHARTS)
        return self

    def panel(self, name: str):
        """One of the four panels."""
        return self.page.locator(f'[data-panel="{name}"]')

    def show(self, name: str, words: str) -> None:
        """Choose from a panel's menu."""
        self.panel(name).locator(".panel-menu-toggle").click()
        self.panel(name).locator(".dropdown-item", has_text=words).click()

    def drawer(self):
        """The open drawer."""
        return self.page.locator("#table-drawer.show")

    def caption(self, name: str):
        """A panel's caption."""
        return self.panel(name).locator(".panel-caption").first

    def cell(self, code: str):
        """A polygon of the map."""
        return self.page.locator(f'path[data-area="{code}"]')

    def click_cell(self, code: str, *, add: bool = False) -> None:
        """Click an area on the map."""
        self.cell(code).click(modifiers=["Control"] if add else [], force=True)

    def fills(self) -> list[str]:
        """Fill of every polygon in order."""
        colours: list[str] = self.page.eval_on_selector_all(
            "path[data-area]", "all => all.map(p => p.getAttribute('fill'))"
        )
        return colours

    def query(self) -> str:
        """The address's query string."""
        return self.page.url.partition("?")[2]

    def wait_query(self, parameter: str) -> None:
        """Wait until the address holds a parameter."""
        self.page.wait_for_function("part => window.location.search.includes(part)", arg=parameter)


FULL = ViewportSize(width=1920, height=1080)


@contextmanager
def opened(browser: Browser, base_url: str, state: StorageState | None, width: int = 1920) -> Iterator[Screen]:
    """A fresh page; at its end the console is empty and no request left the origin."""
    size = ViewportSize(width=width, height=FULL["height"] if width > 1000 else 844)
    context = browser.new_context(viewport=size, storage_state=state, accept_downloads=True)
    made = Screen(context.new_page(), base_url)
    yield made
    context.close()
    made.check()


@contextmanager
def used(window: Screen) -> Iterator[Screen]:
    """A window that stays open from test to test, as people's do: its scripts are read once."""
    yield window
    window.tidy(FULL)
    window.check()


@pytest.fixture(scope="session")
def operator_window(browser: Browser, base_url: str, operator_state: StorageState) -> Iterator[Screen]:
    """An operator's window at 1920 × 1080."""
    with opened(browser, base_url, operator_state) as made:
        yield made


@pytest.fixture
def screen(operator_window: Screen) -> Iterator[Screen]:
    """An operator's page at 1920 × 1080."""
    with used(operator_window) as made:
        yield made


@pytest.fixture(scope="session")
def steward_state(browser: Browser, base_url: str) -> StorageState:
    """A data steward who has come in once for all tests."""
    return state_of(browser, base_url, "steward")


@pytest.fixture(scope="session")
def steward_window(browser: Browser, base_url: str, steward_state: StorageState) -> Iterator[Screen]:
    """A data steward's window."""
    with opened(browser, base_url, steward_state) as made:
        yield made


@pytest.fixture
def steward(steward_window: Screen) -> Iterator[Screen]:
    """A data steward's page."""
    with used(steward_window) as made:
        yield made


@pytest.fixture(scope="session")
def officer_window(browser: Browser, base_url: str) -> Iterator[Screen]:
    """The window of the officer of one kelurahan."""
    with opened(browser, base_url, state_of(browser, base_url, "petugas.kel")) as made:
        yield made


@pytest.fixture
def officer(officer_window: Screen) -> Iterator[Screen]:
    """The page of the officer of one kelurahan."""
    with used(officer_window) as made:
        yield made
