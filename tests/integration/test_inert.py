"""Texts and names that are code elsewhere (SQL, HTML, formulas, marks of direction, control characters) stay texts."""

import csv
import html
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import openpyxl
import pandas as pd
import pytest
from starlette.testclient import TestClient

from dashboard.app import build_app
from orchestration.home import Home
from orchestration.versions import reading

from .conftest import Finished, Once, Run, duixian, finished

EVIL = {
    "sql": "'); drop table marts.fct_attainment; --",
    "html": "<script>alert('改造')</script><img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(2)" x="',
    "template": "{{ config }}{% raw %}${env}",
    "markup": "[bold red]红[/bold red][link=file:///etc/passwd]文[/link]",
    "formula": '=HYPERLINK("http://192.0.2.1","点")',
    "formula at": "@SUM(A1:A9)",
    "formula plus": "+cmd|'/C calc'!A0",
    "direction": "\u202e改造\u202c\u2066\u200f",
    "terminal": "\x1b[2J\x1b]0;名\x07",
    "zero": "\x00\x01\x7f\x85",
}
# as many as hold every kind of page in both languages
PAGES = 90
REPORT = """2024年青田县人民政府工作报告
——2024年1月10日在青田县第十七届人民代表大会第三次会议上
青田县县长　某某
各位代表：
现在，我代表县人民政府，向大会报告工作，请予审议。
一、2023年工作回顾
全县生产总值增长6.5%，新增就业3200人，建成学校3所，新建水库2座，绿化造林5万亩。
{review}
二、2024年工作安排
生产总值增长6%左右，新增就业3300人以上，改造农田2万亩。
{plan}
各位代表，让我们为美好明天而努力奋斗！
"""


@pytest.fixture(scope="module")
def evil_home(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A home over two reports and a file without a report, full of what is code elsewhere."""
    folder = tmp_path_factory.mktemp("evil")
    # before the thing that is counted, where it is taken into its name, or behind it
    forms = {
        kind: "学校{number}所{evil}。" if kind == "template" else "{evil}重点项目完成{number}个。" for kind in EVIL
    }
    lines = [forms[kind].format(evil=evil, number=10 + place) for place, (kind, evil) in enumerate(EVIL.items())]
    plans = [forms[kind].format(evil=evil, number=30 + place) for place, (kind, evil) in enumerate(EVIL.items())]
    text = REPORT.format(review="\n".join(lines), plan="\n".join(plans))
    (folder / "=1+1<svg onload=alert(3)>';--.txt").write_text(text.replace("\x00", ""), encoding="utf-8")
    record = {"text": text.replace("青田", "遂昌"), "title": EVIL["html"], "url": "javascript:alert(4)"}
    (folder / "@bulk.jsonl").write_text(json.dumps(record, ensure_ascii=True) + "\n", encoding="utf-8")
    (folder / "<b>\u202enope\x1b[2J.txt").write_bytes(b"\x00\x01\x02" * 99)
    found = finished(once, "inert", "--reports", folder)
    assert found.outcome.returncode == 0, found.outcome.stdout + found.outcome.stderr
    return found


def test_the_marts_hold_texts_as_they_stand(evil_home: Finished) -> None:
    sentences = "\n".join(
        text for (text,) in evil_home.rows("select distinct sentence from marts.fct_mention where sentence is not null")
    )
    for kind in ("sql", "html", "attribute", "template", "markup", "formula", "direction"):
        assert EVIL[kind] in sentences, kind
    assert evil_home.rows("select count(*) from marts.dim_document") == [(2,)]
    assert EVIL["template"] in sentences
    assert evil_home.rows("select count(*) from marts.dim_quarantine") == [(1,)]


@pytest.fixture(scope="module")
def exports(evil_home: Finished, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inert-exports")
    for kind in ("csv", "xlsx", "dta"):
        done = duixian("export", folder / kind, "--format", kind, "--home", evil_home.home)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_no_cell_of_a_csv_is_a_formula(exports: Path) -> None:
    cells = 0
    for path in (exports / "csv").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.reader(stream):
                cells += len(row)
                for cell in row:
                    assert re.fullmatch(r"[+-]?[\d.]+(e[+-]?\d+)?", cell) or not cell.startswith(
                        ("=", "+", "-", "@", "\t", "\r")
                    ), (path.name, cell)
    assert cells > 1000


def test_a_workbook_opens_and_has_no_formula(exports: Path) -> None:
    found = ""
    for path in (exports / "xlsx").glob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            for row in sheet.iter_rows():
                assert not [cell.value for cell in row if cell.data_type == "f" or cell.hyperlink], path.name
                found += "".join(cell.value for cell in row if isinstance(cell.value, str))
    assert EVIL["formula"] in found and EVIL["html"] in found


def test_stata_reads_its_file(exports: Path) -> None:
    frame = pd.read_stata(exports / "dta" / "fct_attainment.dta")
    assert frame["target_sentence"].str.contains("alert").any()


def _pages(home: Path) -> Iterator[tuple[str, str]]:
    """Every page that is linked from the first ones, and the Data Docs."""
    client = TestClient(build_app(home / "warehouse.duckdb", home), base_url="http://127.0.0.1")
    with reading(home / "warehouse.duckdb") as warehouse:
        documents = warehouse.execute("select document_id, region_code from marts.dim_document").fetchall()
    todo, seen = ["/zh/", "/en/", "/zh/review", "/zh/quality", "/zh/reader"], set[str]()
    todo += [f"/zh/{place}" for one, code in documents for place in (f"reader/{one}", f"region/{code}/2024")]
    while todo and len(seen) < PAGES:
        address = todo.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code < 500, address
        if "html" not in answer.headers.get("content-type", ""):
            continue
        yield address, answer.text
        found = (urljoin(address, html.unescape(link)) for link in re.findall(r'href="([^"#]+)', answer.text))
        todo += [link for link in found if link.startswith("/") and link not in seen]
    for path in (home / "docs").rglob("*.html"):
        yield path.name, path.read_text(encoding="utf-8")


def test_no_page_runs_what_a_report_says(evil_home: Finished) -> None:
    pages, told = 0, ""
    for address, page in _pages(evil_home.home):
        pages += 1
        told += page
        live = re.sub(r"<!--.*?-->", "", page, flags=re.S)
        assert not re.search(r"<script>alert|<img src=x|<svg onload|<b>\u202e", live), address
        assert not re.search(r"<[a-z][^<>]*\sonmouseover=", live), address
        assert not re.search(r'(?:href|src|action)="?\s*javascript:', live, re.I), address
    assert pages > PAGES // 2
    assert re.search("&lt;script&gt;alert[(（]", told)


@pytest.mark.parametrize(
    "arguments",
    [
        ("sql", "select * from marts.fct_mention"),
        ("sql", "select file_name, detail from marts.dim_quarantine"),
        ("show", "青田"),
        ("doctor",),
    ],
)
def test_no_terminal_obeys_a_report(evil_home: Finished, command: Run, arguments: tuple[str, ...]) -> None:
    done = command(*arguments, "--home", evil_home.home)
    assert done.returncode == 0, done.stderr
    told = done.stdout + done.stderr + evil_home.outcome.stdout + evil_home.outcome.stderr
    controls = {letter for letter in told if unicodedata.category(letter) == "Cc"} - {"\n", "\r", "\t"}
    assert not controls, controls
    assert "\u202e" not in told


def test_explain_shows_the_text_and_nothing_else(evil_home: Finished, command: Run) -> None:
    with reading(Home(evil_home.home).warehouse) as warehouse:
        ((target,),) = warehouse.execute(
            "select min(target_id) from marts.fct_attainment where target_sentence like '%[bold red]%'"
        ).fetchall()
    told = command("explain", target, "--home", evil_home.home, COLUMNS="400").stdout
    assert "[bold red]红[/bold red]" in told.replace("\n", "")


def test_what_is_asked_is_no_more_than_a_name(evil_home: Finished, command: Run) -> None:
    done = command("explain", "x' or 1=1 --", "--home", evil_home.home)
    assert done.returncode == 2
    with reading(Home(evil_home.home).warehouse) as warehouse:
        assert warehouse.execute("select count(*) from marts.fct_attainment").fetchall()[0][0] > 10
