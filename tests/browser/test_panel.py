"""The pages over the open panel, whose sentences are absent: whole, in both languages, on a desktop and a phone."""

from collections.abc import Iterator

import pytest

from dashboard.app import build_app
from tests.conftest import ROOT

from .conftest import Watched, serving
from .test_pages import LANGUAGES, faults

PANEL = ROOT / "examples" / "open-panel"
PAGES = (
    "",
    "region",
    "region/330000/2023",
    "indicator",
    "indicator/gdp?measure=growth&region=330000&region=320000",
    "reader",
    "units",
    "quality",
    "review",
    "review?of=numbers",
)


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """The address of a dashboard over the panel, which the windows of all tests here open."""
    yield from serving(build_app(PANEL))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_pages_open(desktop: Watched, language: str, path: str) -> None:
    page = desktop.open(f"/{language}/{path}")
    assert page.locator("main h1").inner_text()
    assert faults(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_phone(phone: Watched, language: str, path: str) -> None:
    phone.page.emulate_media(color_scheme="dark")
    page = phone.open(f"/{language}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_shows_figures_beside_what_they_count(phone: Watched, language: str) -> None:
    seconds = phone.open(f"/{language}/quality").locator(".wide thead th:nth-child(2)")
    assert seconds.count() == 3
    for n in range(seconds.count()):
        box = seconds.nth(n).bounding_box()
        assert box is not None and box["x"] + box["width"] <= 390 - 13


def test_a_target_leads_to_its_ground_without_a_sentence(desktop: Watched) -> None:
    page = desktop.open("/en/region/330000/2023?verdict=attained")
    desktop.follow(page.locator(".targets .what a").first)
    assert "no sentences" in page.locator("#detail .ground blockquote.this").inner_text()
    assert faults(page) == []
