"""The marts as a whole: good on gold mentions, sound on an empty lake, described everywhere, corrected by a person."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from orchestration.explain import UnknownTargetError, explain
from tests.unit.dbt_project.conftest import document, mention, write_lake

# one worker: dbt parses the project once for all of them
Build = Callable[..., duckdb.DuckDBPyConnection]
Run = Callable[..., subprocess.CompletedProcess[str]]
CORRECTIONS = "mention_id,result_id,field,expected,new_value,reason\n"


def warehouse(folder: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(folder / "build.duckdb"), read_only=True)


def test_gold_mentions_reach_the_promised_quality(gold_warehouse: Path, shared: Path, tmp_path: Path) -> None:
    rows = warehouse(gold_warehouse).execute(
        "select target_document, target_start, target_end, verdict, result_document, result_start, result_end"
        " from marts.fct_attainment"
    )
    names = [column[0] for column in rows.description]
    exported = tmp_path / "attainment.jsonl"
    lines = [json.dumps(dict(zip(names, row, strict=True))) for row in rows.fetchall()]
    exported.write_text("\n".join(lines), encoding="utf-8")
    gold = shared / "gold"
    command = [sys.executable, str(gold / "score_attainment.py"), str(exported)]
    command += [str(gold / "dev-attainment/attainment-lishui-2023.jsonl"), str(gold / "dev"), "--errors", "200"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    scores = re.search(r"verdict ([\d.]+)  link ([\d.]+).*false (\d+)", report)
    assert scores, report
    assert float(scores[1]) >= 0.90 and float(scores[2]) >= 0.92 and int(scores[3]) <= 2, report


def test_every_published_column_has_a_comment(gold_warehouse: Path) -> None:
    bare = warehouse(gold_warehouse).execute(
        "select table_name, column_name from duckdb_columns()"
        " where schema_name in ('marts', 'intermediate', 'staging', 'rules') and coalesce(comment, '') = ''"
    )
    assert bare.fetchall() == []
    tables = warehouse(gold_warehouse).execute(
        "select table_name from duckdb_tables() where schema_name = 'marts' and coalesce(comment, '') = ''"
    )
    assert tables.fetchall() == []


def test_an_empty_lake_builds_empty_marts(tmp_path: Path, build_marts: Build) -> None:
    with build_marts(tmp_path) as built:
        for table in ("fct_mention", "fct_attainment", "fct_result", "target_path", "dim_document"):
            assert built.execute(f"select count(*) from marts.{table}").fetchone() == (0,)


def test_a_correction_wins_and_is_shown(small_lake: Callable[..., Path], build_marts: Build) -> None:
    folder = small_lake(value=4.0)
    # without it, 4 misses the 5 that were promised
    (folder / "corrections.csv").write_text(CORRECTIONS + "review:20,,value,4,6,misread\n", encoding="utf-8")
    with build_marts(folder) as built:
        assert built.execute("select verdict, result_value from marts.fct_attainment").fetchall() == [("attained", 6.0)]
        shown = built.execute("select correction from marts.fct_mention where is_corrected").fetchall()
    assert shown == [("value: 4 -> 6 (misread)",)]


def test_a_parted_pair_no_longer_decides(small_lake: Callable[..., Path], build_marts: Build) -> None:
    folder = small_lake()
    lines = "plan:10,review:20,match,yes,no,another kind of museum\n"
    (folder / "corrections.csv").write_text(CORRECTIONS + lines, encoding="utf-8")
    with build_marts(folder) as built:
        assert built.execute("select verdict from marts.fct_attainment").fetchall() == [("unreported",)]


def test_a_correction_that_no_longer_applies_stops_the_build(small_lake: Callable[..., Path], run_dbt: Run) -> None:
    folder = small_lake(value=4.0)
    (folder / "corrections.csv").write_text(CORRECTIONS + "review:20,,value,99,6,misread\n", encoding="utf-8")
    done = run_dbt(folder, "build", "--select", "+corrections_applied", "--exclude-resource-type", "unit_test")
    assert done.returncode == 1
    assert "corrections_still_apply" in done.stdout


def test_explain_shows_both_sentences_the_rule_and_the_losers(gold_warehouse: Path) -> None:
    database = gold_warehouse / "build.duckdb"
    with warehouse(gold_warehouse) as built:
        found = built.execute(
            "select target_id from marts.fct_attainment where indicator_text = '生产总值' and target_year = 2023"
        ).fetchone()
    assert found
    console = Console(width=160, record=True, file=None)
    with console.capture() as shown:
        console.print(explain(database, found[0]))
    text = shown.get()
    for words in ("attained", "生产总值增长6%以上", "增长7.5%、全省第三", "以上 is a floor", "another measure"):
        assert words in text
    with pytest.raises(UnknownTargetError, match="no target"):
        explain(database, "nothing")


def test_the_project_parses_without_a_warning(tmp_path: Path, run_dbt: Run) -> None:
    done = run_dbt(tmp_path, "parse", "--no-partial-parse")
    assert done.returncode == 0, done.stdout
    assert "WARNING" not in done.stdout


def test_a_place_outside_the_table_is_judged_and_stands_below_its_parent(tmp_path: Path, build_marts: Build) -> None:
    town = {"region_name": "城关镇", "region_level": "township"}
    one, other = town | {"region_code": "331121-城关镇"}, town | {"region_code": "331122-城关镇"}
    documents = [
        document("plan", 2023, **one),
        document("review", 2024, **one),
        document("elsewhere", 2024, **other),
        document("county", 2023, region_code="331121", region_name="青田县", region_level="county"),
    ]
    growth = {"indicator": "生产总值", "indicator_id": "gdp", "measure": "growth", "unit": "%", "dimension": "percent"}
    result = {"role": "result", "year": 2023, "commitment": None, "section": "review"}
    mentions = [
        mention("plan", 2023, 10, **growth, value=6.0),
        mention("review", 2024, 20, **growth, **result, value=7.0),
        mention("elsewhere", 2024, 20, **growth, **result, value=3.0),
        mention("county", 2023, 10, **growth, value=5.0),
    ]
    write_lake(tmp_path / "lake", documents, mentions)
    with build_marts(tmp_path) as built:
        judged = built.execute(
            "select target_document, verdict, result_document from marts.fct_attainment order by target_document"
        ).fetchall()
        places = built.execute(
            "select code, name, level, parent from marts.dim_region where code like '3311%-%' order by code"
        ).fetchall()
        parents = built.execute(
            "select document_id, parent_code, parent_name from marts.dim_document order by document_id"
        ).fetchall()
        steps = built.execute("select region_code, upper_region_code, step from marts.target_cascade").fetchall()
    assert judged == [("county.txt", "pending", None), ("plan.txt", "attained", "review.txt")]
    assert places == [
        ("331121-城关镇", "城关镇", "township", "331121"),
        ("331122-城关镇", "城关镇", "township", "331122"),
    ]
    assert parents == [
        ("county", "331100", "丽水市"),
        ("elsewhere", "331122", "缙云县"),
        ("plan", "331121", "青田县"),
        ("review", "331121", "青田县"),
    ]
    assert steps == [("331121-城关镇", "331121", 1.0)]
