"""The dashboard of the bundled examples in a real headless Chromium; every request and console line is watched."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from starlette.applications import Starlette

from dashboard.app import build_app
from dashboard.corrections import add_correction
from tests.integration.conftest import Once, finished

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Watched:
    """A page, and what it did that it should not."""

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page below the dashboard's address."""
        self.page.goto(f"{self.base}{path}")
        return self.page

    def follow(self, link: Locator) -> Page:
        """Click what leads to another page, and wait until that page is there."""
        with self.page.expect_navigation():
            link.click()
        return self.page


@pytest.fixture(scope="session")
def home(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the examples published."""
    done = finished(once, "examples")
    assert done.outcome.returncode == 0, done.outcome.stdout + done.outcome.stderr
    return Path(shutil.copytree(done.home, tmp_path_factory.mktemp("dashboard") / "home", symlinks=True))


def serving(app: Starlette) -> Iterator[str]:
    """The address of these pages, as long as it is needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def base(home: Path) -> Iterator[str]:
    """The address of a read-only dashboard."""
    yield from serving(build_app(home / "warehouse.duckdb", home))


@pytest.fixture
def review_home(home: Path, tmp_path: Path) -> Path:
    """A copy of the home in which corrections may be written."""
    shutil.copyfile(home / "warehouse.duckdb", tmp_path / "warehouse.duckdb")
    shutil.copytree(home / "lake", tmp_path / "lake")
    return tmp_path


@pytest.fixture
def review_base(review_home: Path) -> Iterator[str]:
    """The address of a dashboard that was started with --review."""
    keep = partial(add_correction, review_home / "corrections.csv")
    yield from serving(build_app(review_home / "warehouse.duckdb", review_home, keep))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without it these tests are skipped."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing, and CI must not skip what needs it")
        pytest.skip("no chromium on the path (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def watch(browser: Browser, base: str, width: int = 1280, height: int = 900) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    watched = Watched(context.new_page(), base)
    page = watched.page
    page.on("console", lambda line: watched.faults.append(f"console {line.type}: {line.text}"))
    page.on("pageerror", lambda error: watched.faults.append(f"error: {error}"))
    page.on(
        "request",
        lambda sent: None if sent.url.startswith((base, "data:")) else watched.faults.append(f"left: {sent.url}"),
    )
    yield watched
    context.close()
    assert watched.faults == []


@pytest.fixture
def desktop(chromium: Browser, base: str) -> Iterator[Watched]:
    """A desktop window."""
    yield from watch(chromium, base)


@pytest.fixture
def phone(chromium: Browser, base: str) -> Iterator[Watched]:
    """A phone."""
    yield from watch(chromium, base, 390, 844)


@pytest.fixture
def reviewer(chromium: Browser, review_base: str) -> Iterator[Watched]:
    """A desktop window of a dashboard that may write."""
    yield from watch(chromium, review_base)
