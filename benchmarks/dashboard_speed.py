"""How fast the dashboard answers on a home: python benchmarks/dashboard_speed.py HOME (needs chromium)."""

import shutil
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import uvicorn
from playwright.sync_api import Locator, Page, sync_playwright

from dashboard.app import build_app

PORT = 8690
TURNS = 5
# pages with lists to choose from, and how many values of each are tried
FILTERED = (
    "/",
    "/region/330000/2023",
    "/indicator/gdp?measure=growth&region=000000&region=330000",
    "/units",
    "/review",
    "/review?of=numbers",
)
VALUES = 9


def seconds(act: Callable[[], object]) -> float:
    """Wall clock of one act."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def main(home: Path) -> None:
    """Print the first view, filters and the reader of the longest report, cold and as the median of several."""
    warehouse = home / "warehouse.duckdb"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        longest, length = connection.sql(
            "select document_id, n_chars from marts.dim_document order by n_chars desc, document_id limit 1"
        ).fetchall()[0]
        region, year = connection.sql(
            "select region_code, report_year from marts.fct_attainment where region_code is not null "
            "group by all order by count(*) desc, 1, 2 limit 1"
        ).fetchall()[0]
    server = uvicorn.Server(uvicorn.Config(build_app(warehouse, home), port=PORT, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        base = f"http://127.0.0.1:{PORT}/zh"
        for name, address in (
            ("overview", base + "/"),
            (f"region with most targets, {region} {year}", f"{base}/region/{region}/{year}"),
            (
                "GDP growth, three regions",
                f"{base}/indicator/gdp?measure=growth&region=000000&region=330000&region=510000",
            ),
            (f"reader of the longest report, {length:,} characters", f"{base}/reader/{longest}"),
            ("review queue", f"{base}/review"),
            ("quality", f"{base}/quality"),
        ):
            times = [seconds(lambda address=address: page.goto(address)) for _ in range(TURNS)]  # type: ignore[misc]
            print(f"{name}: first {times[0]:.2f} s, median {statistics.median(times):.2f} s")
        filtered = sorted((took for path in FILTERED for took in filters(page, base + path)), reverse=True)
        print(f"filters: {len(filtered)} tried, the slowest {filtered[0][0]:.2f} s ({filtered[0][1]})")
        page.goto(f"{base}/reader/{longest}")
        mark = page.locator("#text a.m:not(.none)").first
        print(f"click to ground: {seconds(lambda: (mark.click(), page.wait_for_selector('.ground'))):.2f} s")
        browser.close()
    server.should_exit = True


def filters(page: Page, address: str) -> Iterator[tuple[float, str]]:
    """Every list of a page with its first few values, each chosen on the fresh page: how long until it is answered."""
    page.goto(address)
    lists = page.locator("form[data-live] select")
    for place in range(lists.count()):
        values = lists.nth(place).locator("option").evaluate_all("all => all.map(one => one.value)")
        for value in values[1:VALUES]:
            page.goto(address)
            if lists.nth(place).input_value() != value:
                yield seconds(lambda: choose(page, lists.nth(place), value)), f"{page.url} {value}"  # noqa: B023


def choose(page: Page, values: Locator, value: str) -> None:
    """Choose a value and wait until the page has followed: its address changes when its rows have."""
    before = page.url
    values.select_option(value)
    page.wait_for_function("before => location.href !== before", arg=before, polling=5)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
