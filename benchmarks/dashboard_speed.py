"""How fast the dashboard answers on a home: python benchmarks/dashboard_speed.py HOME (needs chromium)."""

import shutil
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import uvicorn
from playwright.sync_api import Page, sync_playwright

from dashboard.app import build_app

PORT = 8690
TURNS = 5


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
        page.goto(f"{base}/region/{region}/{year}")
        for verdict in ("missed", "unreported", "attained"):
            print(f"filter {verdict}: {seconds(lambda verdict=verdict: choose(page, verdict)):.2f} s")  # type: ignore[misc]
        page.goto(f"{base}/reader/{longest}")
        mark = page.locator("#text a.m:not(.none)").first
        print(f"click to ground: {seconds(lambda: (mark.click(), page.wait_for_selector('.ground'))):.2f} s")
        browser.close()
    server.should_exit = True


def choose(page: Page, verdict: str) -> None:
    """Choose a verdict and wait until the list holds nothing else."""
    page.locator("#targets select[name=verdict]").select_option(verdict)
    page.wait_for_url(f"**verdict={verdict}**")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
