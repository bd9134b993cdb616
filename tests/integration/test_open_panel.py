"""The open panel that is kept beside the code: small, without a sentence, and asked by the same commands and pages."""

import hashlib
import re

import duckdb
import polars as pl
import pytest
from starlette.testclient import TestClient

from dashboard.app import build_app
from dashboard.data import open_published

from .conftest import ROOT, Finished, Run

PANEL = ROOT / "examples" / "open-panel"
PAGE = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"\*\*(\d+)\. .+?\*\*\n\n```sql\n(.*?)```", PAGE, re.DOTALL)
# questions about what the open panel leaves out: task lists, sentences, bulletins
ELSEWHERE = re.compile("task|_sentence|unit_name|claim_and_statistics")
AT_MOST = 5 * 1024 * 1024


def test_it_is_small_and_whole() -> None:
    assert sum(path.stat().st_size for path in PANEL.iterdir()) <= AT_MOST
    listed = (PANEL / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    for line in listed:
        digest, name = line.split("  ")
        assert hashlib.sha256((PANEL / name).read_bytes()).hexdigest() == digest, name
    assert {path.name for path in PANEL.iterdir()} == {line.split("  ")[1] for line in listed} | {"SHA256SUMS"}


def test_no_sentence_of_a_report_is_in_it() -> None:
    for path in PANEL.glob("*.parquet"):
        frame = pl.read_parquet(path)
        assert not [name for name in frame.columns if name.endswith("sentence") or name in ("title", "file_name")]
        for name in frame.select(pl.col(pl.String)).columns:
            assert not frame[name].str.contains("[。；！？]").any(), (path.name, name)
            assert (frame[name].str.len_chars().max() or 0) <= 200, (path.name, name)


def test_it_holds_what_it_says() -> None:
    panel = pl.read_parquet(PANEL / "panel_headline.parquet")
    assert panel["region_code"].n_unique() >= 240
    assert panel["target_year"].max() - panel["target_year"].min() >= 30  # type: ignore[operator]
    told = (PANEL / "README.md").read_text(encoding="utf-8")
    assert f"{panel.height:,}" in told and "No sentence of a report" in told
    with (PANEL / "panel_headline.csv").open(encoding="utf-8-sig") as stream:
        assert sum(1 for _ in stream) == panel.height + 1


def test_the_questions_run_on_it() -> None:
    with open_published(PANEL) as panel:
        for number, query in QUESTIONS:
            if not ELSEWHERE.search(query):
                assert panel.execute(query).fetchall(), number


@pytest.mark.parametrize(
    "order",
    [
        "drop table marts.panel_headline",
        "create table kept as select 1",
        "delete from marts.dim_rule; select count(*) from marts.dim_rule",
        "",
        "/* 目标 */",
    ],
)
def test_what_asks_nothing_is_told(command: Run, order: str) -> None:
    done = command("sql", "--warehouse", PANEL, order)
    assert (done.returncode, done.stdout) == (1, "")
    assert "what is published is only read" in done.stderr


def test_a_question_may_take_several_statements(command: Run) -> None:
    done = command("sql", "--warehouse", PANEL, "--format", "csv", "create temp table one as select 1 as n; from one")
    assert done.stdout.split() == ["n", "1"]


def test_the_pages_run_on_it() -> None:
    client = TestClient(build_app(PANEL), base_url="http://127.0.0.1")
    for path in ("", "region", "region/330000/2023", "indicator/gdp?measure=growth", "reader", "units", "quality"):
        assert client.get(f"/zh/{path}").status_code == 200, path
    assert "此数据不含原文句子" in client.get("/zh/region/330000/2023").text


def test_the_commands_read_it(command: Run) -> None:
    done = command("sql", "--warehouse", PANEL, "--json", "select count(*) as n from marts.panel_headline")
    assert done.returncode == 0 and int(re.findall(r"\d+", done.stdout)[0]) > 1000
    assert "浙江省 2023" in command("show", "浙江", "2023", "--warehouse", PANEL).stdout
    assert "浙江省 2023" in command("show", "Zhejiang", "2023", "--warehouse", PANEL).stdout
    refused = command("sql", "--warehouse", ROOT / "docs", "select 1")
    assert refused.returncode == 2 and "neither" in refused.stderr


@pytest.fixture(scope="module")
def made(first_run: Finished, command: Run, tmp_path_factory: pytest.TempPathFactory) -> "tuple[bytes, bytes]":
    folders = [tmp_path_factory.mktemp("panel") / "panel" for _ in range(2)]
    for folder in folders:
        assert command("release", folder, "--open-panel", "--home", first_run.home).returncode == 0
    first, second = ((folder / "SHA256SUMS").read_bytes() for folder in folders)
    return first, second


def test_the_same_warehouse_gives_the_same_panel(made: "tuple[bytes, bytes]") -> None:
    assert made[0] == made[1] and b"panel_headline.csv" in made[0]


def test_the_marts_alone_with_their_keys(
    first_run: Finished, command: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("bi")
    done = command("export", folder, "--format", "duckdb", "--home", first_run.home)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(folder / "duixian.duckdb"), read_only=True) as marts:
        schemas = marts.sql("select distinct schema_name from duckdb_tables()").fetchall()
        keys = marts.sql(
            "select constraint_text from duckdb_constraints() where table_name = 'fct_attainment'"
        ).fetchall()
        meaning = marts.sql(
            "select comment from duckdb_columns() where table_name = 'fct_attainment' and column_name = 'due_on'"
        ).fetchall()
        n = marts.sql("select count(*) from marts.fct_attainment").fetchall()
    assert schemas == [("marts",)]
    told = {text for (text,) in keys}
    assert "PRIMARY KEY(target_id)" in told
    assert "FOREIGN KEY (target_document_id) REFERENCES marts.dim_document(document_id)" in told
    assert "FOREIGN KEY (region_code) REFERENCES marts.dim_region(code)" in told
    assert "time axis" in meaning[0][0]
    assert n == first_run.rows("select count(*) from marts.fct_attainment")


def test_every_year_has_a_date(first_run: Finished) -> None:
    for table, year, day in (
        ("fct_attainment", "target_year", "due_on"),
        ("target_path", "target_year", "due_on"),
        ("panel_headline", "target_year", "due_on"),
        ("attainment_by_region_year", "target_year", "due_on"),
        ("fct_result", "result_year", "result_on"),
        ("result_vintages", "result_year", "result_on"),
        ("claim_and_statistics", "stat_year", "stat_on"),
    ):
        wrong = f"select count(*) from marts.{table} where {day} is distinct from make_date({year}, 12, 31)"
        assert first_run.rows(wrong) == [(0,)], table
    for table in ("fct_task", "task_unit"):
        wrong = "due_on is null or year(due_on) != due_year or due_on != last_day(due_on)"
        assert first_run.rows(f"select count(*) from marts.{table} where due_year is not null and ({wrong})") == [(0,)]
    late = "select count(*) from marts.fct_task where month(due_on) is distinct from coalesce(due_month, 12)"
    assert first_run.rows(f"{late} and due_year is not null") == [(0,)]


def test_a_promise_leads_to_the_numbers_of_its_report_though_there_is_no_text() -> None:
    with open_published(PANEL) as panel:
        found = panel.execute(
            "select target_document_id, target_start, result_document_id, result_start from marts.fct_attainment "
            "where verdict = 'attained' and target_value is not null order by all limit 1"
        ).fetchone()
    assert found is not None
    document, start, other, there = found
    client = TestClient(build_app(PANEL), base_url="http://127.0.0.1")
    page = client.get(f"/zh/reader/{document}?m={start}").text
    assert f'id="m{start}"' in page and 'class="ground"' in page
    assert f"/zh/reader/{other}?m={there}#m{there}" in page
    assert "没有足够接近" not in page and "fct_" not in client.get("/zh/units").text


def test_the_command_that_show_names_explains(command: Run) -> None:
    shown = command("show", "浙江", "2023", "--warehouse", PANEL).stdout.splitlines()[-1]
    asked = shown[shown.index("explain ") :].split()
    assert asked[1:3] == ["--warehouse", str(PANEL)]
    told = command(*asked)
    assert told.returncode == 0, told.stderr
    assert "浙江省 2" in told.stdout and "This warehouse holds no sentences" in told.stdout
    assert "candidate" not in told.stdout
