"""The form in a frame on another site, in a browser that believes what headers say."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from calculator.sharing.links import made
from tests.browser.conftest import PATIENCE
from tests.browser.pages import words
from tests.web.site import BRIEF_TOTAL, TYPED

NARROW = 320


@contextmanager
def site_with(frame: str) -> Iterator[str]:
    """Another site, on a port of its own, whose one page shows a frame; its origin."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"<!doctype html><html lang=kk><title>Portal</title>{frame}".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def portal(live_server: LiveServer) -> Iterator[str]:
    """A site that shows the frame that the page of links gave it."""
    framed = {name: text for name, text in TYPED.items() if name in {"destination", "settlement"}}
    frame = made(live_server.url, "kk", framed).frame
    with site_with(frame.replace('width="100%"', f'width="{NARROW}"')) as origin:
        yield origin


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window in which nothing was visited before."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def complaints(page: Page) -> list[str]:
    """What the browser says is wrong, as it comes."""
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "favicon" not in str(message.location):
            said.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def test_on_a_site_that_was_named_the_form_is_filled_in_and_its_result_opens_in_a_new_tab(
    page: Page, portal: str, live_server: LiveServer, settings: LazySettings
) -> None:
    settings.EMBED_ORIGINS = ["https://example.kz", portal]
    wrong = complaints(page)
    page.goto(portal)
    frame = page.frame_locator("iframe")
    expect(frame.locator("#id_destination")).to_have_value(TYPED["destination"])
    assert not frame.locator("html").evaluate("page => page.scrollWidth - page.clientWidth")
    for _person in range(2, 6):
        rows = frame.locator("#members select")
        count = rows.count()
        frame.get_by_role("button", name=words("kk", "Add a person")).click()
        expect(rows).to_have_count(count + 1)
    for name, text in TYPED.items():
        field = frame.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            frame.locator(f"[name={name}][value='{text}']").check()
        elif name.startswith("relation") or name in {"origin", "destination"}:
            field.select_option(text)
        else:
            field.fill(text)
    expect(frame.locator("#total")).to_contain_text(BRIEF_TOTAL)
    frame.locator("main button[value=calculate]").click()
    expect(frame.locator(".total")).to_contain_text(BRIEF_TOTAL)
    assert page.context.cookies() == []
    with page.context.expect_page() as opened:
        frame.locator("a.button[target=_blank]").click()
    tab = opened.value
    expect(tab.locator(".total .sum")).to_have_text(BRIEF_TOTAL)
    assert tab.url.startswith(f"{live_server.url}/kk/result/?")
    assert tab.evaluate("window.opener") is None
    assert page.url == f"{portal}/"
    assert wrong == []


@pytest.mark.parametrize("named", [[], ["http://127.0.0.1:1", "https://example.kz"]])
def test_on_any_other_site_the_browser_shows_nothing_of_it(
    page: Page, portal: str, live_server: LiveServer, settings: LazySettings, named: list[str]
) -> None:
    settings.EMBED_ORIGINS = named
    with page.expect_console_message(lambda said: "frame-ancestors" in said.text) as refused:
        page.goto(portal)
    assert live_server.url in refused.value.text
    expect(page.locator("iframe")).to_be_visible()
    assert page.frame_locator("iframe").locator("form").count() == 0
