"""`duixian serve` left alone with an inbox, and its page in a real headless Chromium."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from orchestration.versions import mart_fingerprints, reading

from .conftest import PROGRAM, ROOT, Run

# one worker: the tests share a server, in their order
pytestmark = pytest.mark.xdist_group("left alone")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# for a machine with much else to do
PATIENCE = 240.0
REPORT = """政府工作报告
——{year}年1月10日在{place}第十七届人民代表大会第{session}次会议上
{place}县长

各位代表：
现在，我代表县人民政府，向大会报告工作，请予审议。

一、{before}年工作回顾
地区生产总值增长{a}%。新建改造山塘{b}座。

二、{year}年工作安排
今年的主要预期目标是：地区生产总值增长{b}%左右。新建改造山塘{a}座。
各位代表，让我们为完成全年目标任务而努力奋斗！
"""


@dataclass
class Served:
    """A home in which nobody does anything but `duixian serve`."""

    home: Path
    address: str

    def query(self, question: str) -> list[tuple[object, ...]]:
        """Rows of the published warehouse; none where nothing is published."""
        with suppress(duckdb.Error), reading(self.home / "warehouse.duckdb") as warehouse:
            return list(warehouse.execute(question).fetchall())
        return []

    def wait_for(self, question: str, rows: list[tuple[object, ...]]) -> None:
        """Until readers see these rows."""
        end = time.monotonic() + PATIENCE
        while self.query(question) != rows:
            assert time.monotonic() < end, f"{question} never gave {rows}, but {self.query(question)}"
            time.sleep(0.5)


def report(year: int, place: str = "缙云县") -> str:
    return REPORT.format(
        year=year, before=year - 1, place=place, session="二" if year % 2 else "三", a=year % 7 + 3, b=9
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("alone") / "home"
    (home / "inbox").mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    server = subprocess.Popen(
        [str(PROGRAM), "serve", "--home", str(home), "--port", port],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + PATIENCE
        while True:
            with suppress(OSError), urllib.request.urlopen(f"{address}/server_info", timeout=5):
                break
            assert server.poll() is None and time.monotonic() < end, "the server did not answer"
            time.sleep(0.5)
        yield Served(home, address)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing, and CI must not skip what needs it")
        pytest.skip("no chromium on the path (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1600, "height": 1000})
    context.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
    yield context.new_page()
    context.close()


def test_what_falls_into_the_inbox_is_published_as_one_clean_run_would(
    served: Served, command: Run, tmp_path: Path
) -> None:
    box = served.home / "inbox"
    (box / "first.txt").write_text(report(2022), encoding="utf-8")
    (box / "bad.pdf").write_bytes(b"%PDF-1.4\n" + b"\x07" * 40)
    (box / "half.txt.part").write_text(report(2024)[:60], encoding="utf-8")
    # still being written when it is first looked at
    with (box / "slow.txt").open("w", encoding="utf-8") as slow:
        for piece in report(2023).splitlines(keepends=True):
            slow.write(piece)
            slow.flush()
            time.sleep(0.4)
    served.wait_for("select count(*) from marts.dim_document where region_name = '缙云县'", [(2,)])
    (box / "again.txt").write_text(report(2022), encoding="utf-8")
    (box / "other.txt").write_text(report(2023, "遂昌县"), encoding="utf-8")
    served.wait_for("select count(*) from marts.dim_document where region_name = '遂昌县'", [(1,)])
    whole = "select count(*) from marts.dim_document where region_name = '缙云县' and completeness = 'full'"
    assert served.query(whole) == [(2,)]
    ended = [json.loads(line) for line in (served.home / "runs.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {run["outcome"] for run in ended} <= {"published", "nothing new"}
    assert ended[-1]["quarantined"] == 1

    everything = tmp_path / "reports"
    shutil.copytree(box, everything, ignore=shutil.ignore_patterns("*.part"))
    done = command("run", "--home", tmp_path / "clean", "--reports", everything)
    assert done.returncode == 0, done.stdout + done.stderr
    found, clean = fingerprints(served.home), fingerprints(tmp_path / "clean")
    assert {name for name in clean if found.get(name) != clean[name]} == set()


def fingerprints(home: Path) -> dict[str, object]:
    """Of all marts but the one that names the run."""
    with reading(home / "warehouse.duckdb") as warehouse:
        return {name: told for name, told in mart_fingerprints(warehouse).items() if name != "dim_run"}


def test_the_page_shows_an_unbroken_lineage(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/assets/marts/fct_attainment?view=lineage&lineageScope=upstream&lineageDepth=20")
    for name in ("raw_files", "documents", "links", "mentions", "stg_mentions", "int_match_pairs", "fct_attainment"):
        expect(page.get_by_text(name, exact=True).first).to_be_visible()


def test_a_subset_is_materialised_from_the_page(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/assets/marts/dim_region")
    page.get_by_role("button", name="Materialize").first.click()
    page.goto(f"{served.address}/runs")
    row = page.locator("body").get_by_text("Success", exact=True)
    expect(page.get_by_text("dim_region").first).to_be_visible()
    expect(row.first).to_be_visible()


def test_checks_are_green_and_one_that_fails_can_be_read(served: Served, page: Page, command: Run) -> None:
    page.goto(f"{served.address}/assets/marts/fct_attainment?view=checks&checkDetail=target_id_is_unique")
    expect(page.get_by_text("Passed").first).to_be_visible()
    # a correction of what the machine does not say
    wrong = served.query("select target_id from marts.fct_attainment order by 1 limit 1")[0][0]
    (served.home / "corrections.csv").write_text(
        "mention_id,result_id,field,expected,new_value,reason\n" + f"{wrong},,value,987654,1,misprint\n",
        encoding="utf-8",
    )
    done = command("run", "--home", served.home)
    assert done.returncode == 1, done.stdout + done.stderr
    page.goto(f"{served.address}/assets/marts/corrections_applied?view=checks&checkDetail=corrections_still_apply")
    expect(page.get_by_text("Failed").first).to_be_visible()
    expect(page.get_by_text("987654").first).to_be_visible()
