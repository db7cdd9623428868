"""A browser, a site to visit with it, and a visitor who notices whatever goes wrong.

Chromium is the system's own, named by CHROMIUM; nothing is fetched from anywhere.
"""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

TODAY = date(2026, 6, 15)
# Playwright keeps an event loop running in the thread in which Django's tests use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
]
# A page that is meant to say 404 or 422 is an error to the browser's console.
MEANT = (
    "status of 404 (Not Found)",
    "status of 422 (Unprocessable Entity)",
    "Service Worker registration blocked by Playwright",
)

# Milliseconds; a slow machine that does other things too may need seconds for a page.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Chromium from the system, with as little of its own going on as can be."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ARGUMENTS,
    }


@pytest.fixture(scope="session", autouse=True)
def site_of_one_day() -> Iterator[None]:
    """The site on 15 June 2026, with its static files as they are in the sources."""
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    with (
        override_settings(STORAGES={"staticfiles": {"BACKEND": storage}}),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(timezone, "localdate", lambda *_args: TODAY)
        yield


@pytest.fixture
def visit(
    browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest, output_path: str
) -> Iterator[Visit]:
    """Open a page of the site in a window of its own. What goes wrong in it fails the test.

    What would keep pages for when there is no connection is left out, but for `offline`: it would
    stand between a test and the requests that it looks at.
    """
    pages: list[Page] = []
    wrong: list[str] = []

    def visited(
        address: str, *, width: int = 1280, javascript: bool = True, offline: bool = False
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            service_workers="allow" if offline else "block",
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        pages.append(page)
        _watch(page, live_server.url, wrong)
        page.goto(address)
        return page

    yield visited
    failed = getattr(request.node, "rep_call", None)
    for number, page in enumerate(pages, 1):
        if wrong or (failed and failed.failed):
            page.screenshot(path=Path(output_path) / f"{number}.png", full_page=True)
        page.context.close()
    assert wrong == []


def _watch(page: Page, site: str, wrong: list[str]) -> None:
    """Note errors, warnings, what the policy forbids, and requests to anywhere else."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.endswith(MEANT):
            wrong.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith(f"{site}/"):
            wrong.append(f"asked elsewhere: {request.url}")

    def on_failure(request: Request) -> None:
        # Whoever goes on to the next page does not wait for what this one still asked for.
        if request.failure != "net::ERR_ABORTED":
            wrong.append(f"failed: {request.url}: {request.failure}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("request", on_request)
    page.on("requestfailed", on_failure)
