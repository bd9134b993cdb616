"""Texts and names that are code elsewhere (SQL, HTML, formulas, marks of direction, control characters) stay texts."""

import csv
import html
import re
import shutil
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

from .conftest import Finished, Run, duixian
from .harmful import EVIL

# as many as hold every kind of page in both languages
PAGES = 90
HARMFUL = "region_code in ('331121', '331123')"


@pytest.fixture(scope="module")
def evil_home(made_up_run: Finished) -> Finished:
    """A home over reports and a file without one that are full of what is code elsewhere, beside others."""
    assert made_up_run.outcome.returncode == 0, made_up_run.outcome.stdout + made_up_run.outcome.stderr
    return made_up_run


def test_the_marts_hold_texts_as_they_stand(evil_home: Finished) -> None:
    sentences = "\n".join(
        text for (text,) in evil_home.rows("select distinct sentence from marts.fct_mention where sentence is not null")
    )
    for kind in ("sql", "html", "attribute", "template", "markup", "formula", "direction"):
        assert EVIL[kind] in sentences, kind
    assert evil_home.rows(f"select count(*) from marts.dim_document where {HARMFUL}") == [(2,)]
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


def _pages(home: Path, warehouse_copy: Path) -> Iterator[tuple[str, str]]:
    """Every page that is linked from the first ones, and the Data Docs."""
    # the pages keep what they read open, locked: others ask the home's own
    shutil.copyfile(home / "warehouse.duckdb", warehouse_copy)
    client = TestClient(build_app(warehouse_copy, home), base_url="http://127.0.0.1")
    with reading(home / "warehouse.duckdb") as warehouse:
        documents = warehouse.execute(
            f"select document_id, region_code from marts.dim_document where {HARMFUL}"
        ).fetchall()
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


def test_no_page_runs_what_a_report_says(evil_home: Finished, tmp_path: Path) -> None:
    pages, told = 0, ""
    for address, page in _pages(evil_home.home, tmp_path / "warehouse.duckdb"):
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
        ("sql", f"select * from marts.fct_mention where {HARMFUL}"),
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
