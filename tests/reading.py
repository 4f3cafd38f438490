"""A reader in Chromium for tests of the page. Goes out: the fixtures `slow`, `site`, `chromium`, `visit`, and what a reader does and sees.

The page is served on a free port by the real API, fence and Service over a small Answerer.
"""

import shutil
import threading
import time
from concurrent.futures import wait
from dataclasses import replace

import pytest
import uvicorn
from conftest import DonghuAnswerer

from app.api import create_app
from app.guard import Guard
from app.service import Service
from corpus.errors import Busy
from ui.page import JOINS, mount

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
    "disable-background-networking", "disable-component-update", "disable-sync",
)  # fmt: skip
QUESTION, REFUSED = "东湖公园种了多少棵银杏", "东湖公园门票多少钱"
BOX = "#wy-box textarea"


class SlowAnswerer(DonghuAnswerer):
    """Takes its time over 慢, has no room for 忙, breaks at 坏, understands 那银杏呢."""

    def answer(self, question, *arguments):
        if "慢" in question:
            time.sleep(1)
        if "忙" in question:
            raise Busy("no room")
        if "坏" in question:
            raise RuntimeError("broken on purpose")
        answer = super().answer(question, *arguments)
        return replace(answer, rewritten=QUESTION) if question == "那银杏呢" else answer


@pytest.fixture(scope="module")
def slow():
    return SlowAnswerer()


@pytest.fixture(scope="module")
def site(slow):
    service = Service(lambda: slow)
    wait([service.start()], 5)
    app = Guard(mount(create_app(service), service, (QUESTION, REFUSED)), joins=JOINS, questions_per_minute=0)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{flag}" for flag in FLAGS])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, site):
    """Opens the page at a path; afterwards no request may have gone elsewhere and no script may have failed."""
    contexts, requests, errors = [], [], []

    def open_page(path="/", width=1280, height=860, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15000)
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(site + path)
        if not path.startswith("/a/"):
            page.wait_for_selector("html[data-ready=true]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert requests and [url for url in requests if not url.startswith((site, "data:", "blob:"))] == []
    assert errors == []


def ask(page, question, kind="answered"):
    cards = page.locator(".turn:not(.waiting)").count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    page.wait_for_selector(f".turn:not(.waiting) >> nth={cards}")
    card = page.locator(".turn").last
    assert card.get_attribute("data-kind") == kind
    return card


def marked(page):
    """The text that is open and in focus, whether it is in view, and what it looks like."""
    return page.evaluate(
        """() => { const m = document.activeElement, at = m.getBoundingClientRect();
        const around = document.getElementById("wy-paper").getBoundingClientRect();
        return [m.textContent, m.tagName, at.top >= around.top - 1 && at.bottom <= around.bottom + 1, m.classList.contains("on")]; }"""
    )


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
