"""Exports, releases, the scorecard and the pages over a release: what leaves the warehouse."""

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from dashboard.app import build_app
from orchestration.exports.formats import inert
from orchestration.exports.labels import label_of
from orchestration.exports.stata import stata_name
from orchestration.home import home_of
from orchestration.summary import run_facts
from tests.conftest import ROOT

from .conftest import Finished, Run

FORMATS = ("parquet", "csv", "xlsx", "dta", "datapackage")


@pytest.fixture(scope="module")
def exported(first_run: Finished, command: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    for kind in FORMATS:
        for turn in ("a", "b"):
            done = command("export", folder / turn / kind, "--format", kind, "--home", first_run.home)
            assert done.returncode == 0, done.stderr
    return folder


def targets(first_run: Finished) -> int:
    return int(first_run.rows("select count(*) from marts.fct_attainment")[0][0])


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_warehouse_gives_the_same_bytes(exported: Path, kind: str) -> None:
    names = sorted(path.name for path in (exported / "a" / kind).iterdir())
    assert {"codebook.md", "codebook.html", "CITATION.cff", "SHA256SUMS"} < set(names)
    for name in names:
        assert (exported / "a" / kind / name).read_bytes() == (exported / "b" / kind / name).read_bytes(), name


def test_checksums_are_those_of_the_files(exported: Path) -> None:
    folder = exported / "a" / "parquet"
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    assert {line[66:] for line in lines} == {path.name for path in folder.iterdir()} - {"SHA256SUMS"}
    for line in lines:
        assert hashlib.sha256((folder / line[66:]).read_bytes()).hexdigest() == line[:64]


def test_every_format_holds_every_target(exported: Path, first_run: Finished) -> None:
    place, n = exported / "a", targets(first_run)
    assert pl.read_parquet(place / "parquet" / "fct_attainment.parquet").height == n
    told = (place / "csv" / "fct_attainment.csv").read_bytes()
    assert told.startswith(b"\xef\xbb\xbf")
    assert len(list(csv.DictReader(told.decode("utf-8-sig").splitlines()))) == n
    assert len(pd.read_stata(place / "dta" / "fct_attainment.dta")) == n
    package = json.loads((place / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["name"]: r["rows"] for r in package["resources"]}["fct_attainment"] == n
    (resource,) = [r for r in package["resources"] if r["name"] == "fct_attainment"]
    assert resource["schema"]["primaryKey"] == "target_id"
    assert (
        resource["hash"]
        == f"sha256:{hashlib.sha256((place / 'datapackage' / resource['path']).read_bytes()).hexdigest()}"
    )
    assert package["version"] and package["licenses"][0]["name"] == "Apache-2.0"
    assert {"fields": "indicator_id", "reference": {"resource": "dim_indicator", "fields": "indicator_id"}} in (
        resource["schema"]["foreignKeys"]
    )


def test_columns_say_what_they_mean(exported: Path) -> None:
    place = exported / "a"
    schema = pq.read_schema(place / "parquet" / "fct_attainment.parquet")
    assert schema.field("verdict").metadata[b"description"] == b"attained, missed, incomparable, unreported, pending"
    with pd.io.stata.StataReader(place / "dta" / "fct_attainment.dta") as reader:
        assert reader.variable_labels()["target_year"] == "year in which the target is due"
    shutil.unpack_archive(place / "xlsx" / "fct_attainment.xlsx", place / "unpacked", "zip")
    notes = (place / "unpacked" / "xl" / "comments1.xml").read_text(encoding="utf-8")
    assert "year in which the target is due" in notes
    book = (place / "parquet" / "codebook.md").read_text(encoding="utf-8")
    assert "| `verdict` | varchar |" in book and "attained, incomparable, missed, pending, unreported" in book


def test_labels_of_stata_are_whole_phrases_and_its_notes_tell_all(exported: Path) -> None:
    place = exported / "a"
    for path in sorted((place / "dta").glob("*.dta")):
        meant = pq.read_schema(place / "parquet" / f"{path.stem}.parquet")
        with pd.io.stata.StataReader(path) as reader:
            told = [reader.data_label, *reader.variable_labels().values()]
        full = [(path.stem, meant.metadata), *((field.name, field.metadata) for field in meant)]
        data = path.read_bytes()
        for label, (name, metadata) in zip(told, full, strict=True):
            meaning = metadata[b"description"]
            assert len(label) <= 80 and label in (meaning.decode(), label_of(name, "en")), (path.stem, name, label)
            assert b"note1".ljust(129, b"\0") + meaning + b"\0" in data


def test_no_column_is_without_a_meaning(exported: Path) -> None:
    for line in (exported / "a" / "csv" / "codebook.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            assert line.split(" | ")[2].strip(), line


def test_only_the_tables_that_are_asked_for(first_run: Finished, command: Run, tmp_path: Path) -> None:
    done = command("export", tmp_path, "--table", "fct_attainment", "--home", first_run.home)
    assert done.returncode == 0
    assert {path.name for path in tmp_path.glob("*.parquet")} == {"fct_attainment.parquet"}
    refused = command("export", tmp_path, "--table", "nonsense", "--home", first_run.home)
    assert refused.returncode == 2 and "fct_attainment" in refused.stderr


def test_another_warehouse_or_release_is_exported(command: Run, tmp_path: Path) -> None:
    panel = ROOT / "examples" / "open-panel"
    done = command("export", tmp_path, "--format", "duckdb", "--warehouse", panel, "--home", tmp_path / "none")
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(tmp_path / "duixian.duckdb"), read_only=True) as made:
        kept = made.execute("select count(*) from marts.panel_headline").fetchone()
        keys = made.execute(
            "select table_name, constraint_column_names from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
        ).fetchall()
    assert kept == (pl.read_parquet(panel / "panel_headline.parquet").height,)
    assert ("panel_headline", ["region_code", "target_year"]) in keys and len(keys) > 8
    refused = command("export", tmp_path, "--format", "superset", "--warehouse", panel)
    assert refused.returncode == 2 and "--format duckdb" in refused.stderr


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert inert(cell) == f"'{cell}"
    assert inert("左右") == "左右" and inert(-1.5) == -1.5


@pytest.mark.parametrize(
    ("name", "short"),
    [("target_year", "target_year"), ("registered_unemployment_is_attained", "registe_unemployment_is_attained")],
)
def test_names_that_stata_has_room_for(name: str, short: str) -> None:
    assert stata_name(name) == short and len(short) <= 32


@pytest.fixture(scope="module")
def facts(first_run: Finished, command: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "facts"
    done = command("release", folder, "--facts-only", "--home", first_run.home)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_release_of_facts_holds_no_sentence(facts: Path, first_run: Finished) -> None:
    told = "".join(path.read_text(encoding="utf-8-sig") for path in sorted(facts.glob("*.csv")))
    sentences = first_run.rows("select distinct target_sentence from marts.fct_attainment")
    assert sentences and not [sentence for (sentence,) in sentences if sentence in told]
    assert not re.search("[。；！？]", told)
    assert "shandong-2023.html" not in told
    for path in facts.glob("*.parquet"):
        assert not [name for name in pl.read_parquet_schema(path) if name.endswith("sentence")]


def test_a_release_of_facts_keeps_the_way_back(facts: Path, first_run: Finished) -> None:
    frame = pl.read_parquet(facts / "fct_attainment.parquet")
    assert frame.height == targets(first_run)
    assert {"target_start", "target_end", "target_document_id", "verdict", "match_score"} <= set(frame.columns)
    assert {"sha256", "source_url", "region_code", "report_year"} <= set(
        pl.read_parquet_schema(facts / "dim_document.parquet")
    )
    assert "No sentence of a report" in (facts / "README.md").read_text(encoding="utf-8")


def test_the_pages_run_on_a_release(facts: Path) -> None:
    client = TestClient(build_app(facts), base_url="http://127.0.0.1")
    for path in ("", "region/370000/2023", "indicator/gdp", "reader", "units", "review", "quality"):
        assert client.get(f"/zh/{path}").status_code == 200, path
    assert "此数据不含原文句子" in client.get("/zh/region/370000/2023").text
    document = pl.read_parquet(facts / "dim_document.parquet")["document_id"][0]
    assert "手头没有报告全文" in client.get(f"/zh/reader/{document}").text


def test_the_scorecard(first_run: Finished, command: Run) -> None:
    done = command("show", "山东", "2023", "--home", first_run.home, LC_ALL="zh_CN.UTF-8")
    assert done.returncode == 0
    assert "山东省 2023: 共" in done.stdout and "未完成" in done.stdout
    assert re.search(r"\d+% [1-9]\d* 个已判定目标中完成的比例", done.stdout)
    rows = json.loads(command("show", "370000", "2023", "--json", "--home", first_run.home).stdout)
    counted = first_run.rows(
        "select count(*) from marts.fct_attainment where region_code = '370000' and report_year = 2023"
    )
    assert len(rows) == counted[0][0]
    assert "attained" in command("show", "山东省", "--home", first_run.home, LC_ALL="C.UTF-8").stdout


@pytest.mark.parametrize("arguments", [["山", "1999"], ["山东", "1999"], ["火星"]])
def test_what_is_not_at_hand_is_said(first_run: Finished, command: Run, arguments: list[str]) -> None:
    done = command("show", *arguments, "--home", first_run.home)
    assert done.returncode == 2 and done.stderr


def test_explain_for_programs(first_run: Finished, command: Run) -> None:
    ((target,),) = first_run.rows("select min(target_id) from marts.fct_attainment where verdict = 'missed'")
    told = json.loads(command("explain", target, "--json", "--home", first_run.home).stdout)
    assert told["target"]["verdict"] == "missed" and told["candidates"]


def test_explain_speaks_the_language_of_the_locale(first_run: Finished, command: Run) -> None:
    ((target,),) = first_run.rows("select min(target_id) from marts.fct_attainment where verdict = 'missed'")
    shown = command("explain", target, "--home", first_run.home, LC_ALL="zh_CN.UTF-8").stdout
    assert "未完成" in shown and "落选原因" in shown and "The report of" not in shown and "promised" not in shown
    unknown = command("explain", "nowhere", "--home", first_run.home, LC_ALL="zh_CN.UTF-8")
    assert unknown.returncode == 2 and "没有目标 nowhere" in unknown.stderr


def test_what_is_written_is_told_to_programs(first_run: Finished, command: Run, tmp_path: Path) -> None:
    asked = ("export", tmp_path, "--table", "dim_rule", "--format", "csv", "--json", "--home", first_run.home)
    told = json.loads(command(*asked).stdout)
    assert all(Path(name).is_file() for name in told["files"]) and len(told["files"]) == 5
    facts = run_facts(home_of(first_run.home))
    assert sum(facts["verdicts"].values()) == first_run.rows("select count(*) from marts.fct_attainment")[0][0]
    assert facts["documents"] == 7 and facts["quarantined"] == [] and facts["warehouse"] is not None


def test_version_and_short_help(command: Run) -> None:
    assert re.fullmatch(r"duixian \d+\.\d+\.\d+\n", command("--version").stdout)
    for arguments in (["-h"], ["sql", "-h"], ["dashboard", "-h"]):
        assert command(*arguments).returncode == 0


def test_a_dashboard_needs_a_warehouse(command: Run, tmp_path: Path) -> None:
    for arguments in (["--home", tmp_path], ["--warehouse", tmp_path]):
        done = command("dashboard", *arguments)
        assert done.returncode == 2 and done.stderr
