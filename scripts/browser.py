"""A headless browser for tools and tests that look at the whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.running import Server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def sign_in(page: Page, url: str, name: str, password: str) -> None:
    """Come in through the form."""
    page.goto(f"{url}/masuk")
    # The browser focuses the first field with its first frame; typing before that makes it complain.
    page.wait_for_selector("[name=username]:focus")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.locator("form button").first.click()
    page.wait_for_url("**/ruang/**")


def sign_in_tool(page: Page, server: Server) -> None:
    """Come in with the account that a tool's server was given."""
    sign_in(page, server.url, server.name, server.password)


def chromium() -> str:
    """The system's Chromium; `make test` installs it."""
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not binary:
        raise FileNotFoundError("Chromium is missing: run `make test`, or install it with your package manager.")
    return binary


@contextmanager
def browsing() -> Iterator[Browser]:
    """Headless Chromium with software drawing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()
