"""Pages that open from a folder: Data Docs, the site of the documentation, a codebook; on a phone, in the dark."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from orchestration.exports.codebook import codebook
from orchestration.exports.tables import exported_tables, opened
from orchestration.site import build

# on how many lines the words of each cell stand
LINES = """all => all.map(cell => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return words.getClientRects().length;
})"""


@pytest.fixture(scope="module")
def pages(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    build(folder)
    # a copy: this process may have the warehouse itself open, as the dashboard opens it
    warehouse = Path(shutil.copyfile(home / "warehouse.duckdb", folder / "copy.duckdb"))
    with opened(warehouse) as read:
        (panel,) = [table for table in exported_tables(read) if table.name == "panel_headline"]
        (folder / "codebook.html").write_text(codebook(read, [panel])[1], encoding="utf-8")
    found = {name: folder / f"{name}.html" for name in ("index", "zh", "tables", "bi", "codebook")}
    return {
        **found,
        "docs": home / "docs" / "index.html",
        "docs in Chinese": home / "docs" / "index.zh.html",
    }


@pytest.fixture
def phone_page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = context.new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    yield page
    context.close()
    assert [url for url in sent if not url.startswith("file:")] == []


@pytest.mark.parametrize("name", ["index", "zh", "tables", "bi", "codebook", "docs", "docs in Chinese"])
def test_a_page_from_a_folder_fits_a_phone_in_the_dark(phone_page: Page, pages: dict[str, Path], name: str) -> None:
    phone_page.goto(pages[name].as_uri())
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 390
    violations = Axe().run(phone_page).response["violations"]
    assert [found["id"] for found in violations if found["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_names_of_columns_stay_whole(phone_page: Page, pages: dict[str, Path], width: int) -> None:
    phone_page.set_viewport_size({"width": width, "height": 844})
    phone_page.goto(pages["tables"].as_uri())
    cells = phone_page.locator("tbody tr:first-child td:nth-child(2)")
    lines = cells.evaluate_all(LINES)
    assert lines and set(lines) == {1}
