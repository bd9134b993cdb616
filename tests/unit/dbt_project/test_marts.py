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
from tests.unit.dbt_project.conftest import CORRECTIONS, plan_and_review, write_lake

# one worker: dbt parses the project once for all of them
Build = Callable[..., duckdb.DuckDBPyConnection]
Run = Callable[..., subprocess.CompletedProcess[str]]


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


def verdicts(marts: duckdb.DuckDBPyConnection, place: str) -> list[tuple[str, float | None]]:
    query = f"select verdict, result_value from marts.fct_attainment where target_id like '{place}-%'"
    return marts.execute(query).fetchall()


def test_a_correction_wins_and_is_shown(small_marts: duckdb.DuckDBPyConnection) -> None:
    # without it, 4 misses the 5 that were promised
    assert verdicts(small_marts, "misread") == [("attained", 6.0)]
    shown = small_marts.execute("select correction from marts.fct_mention where is_corrected").fetchall()
    assert shown == [("value: 4 -> 6 (misread)",)]


def test_a_parted_pair_no_longer_decides(small_marts: duckdb.DuckDBPyConnection) -> None:
    assert verdicts(small_marts, "parted") == [("unreported", None)]


def test_a_correction_that_no_longer_applies_stops_the_build(tmp_path: Path, run_dbt: Run) -> None:
    write_lake(tmp_path / "lake", *plan_and_review("one", "330100", "杭州市", value=4.0))
    (tmp_path / "corrections.csv").write_text(CORRECTIONS.replace("value,4", "value,99"), encoding="utf-8")
    done = run_dbt(tmp_path, "build", "--select", "+corrections_applied", "--exclude-resource-type", "unit_test")
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
    for words in ("attained", "生产总值增长6%以上", "增长7.5%、全省第三", "“以上” is a floor", "another measure"):
        assert words in text
    with pytest.raises(UnknownTargetError, match="no target"):
        explain(database, "nothing")


def test_the_project_parses_without_a_warning(tmp_path: Path, run_dbt: Run) -> None:
    done = run_dbt(tmp_path, "parse", "--no-partial-parse")
    assert done.returncode == 0, done.stdout
    assert "WARNING" not in done.stdout


def test_a_place_outside_the_table_is_judged_and_stands_below_its_parent(
    small_marts: duckdb.DuckDBPyConnection,
) -> None:
    judged = small_marts.execute(
        "select target_document, verdict, result_document from marts.fct_attainment where region_code like '3311%' "
        "order by target_document"
    ).fetchall()
    places = small_marts.execute(
        "select code, name, level, parent from marts.dim_region where code like '3311%-%' order by code"
    ).fetchall()
    parents = small_marts.execute(
        "select document_id, parent_code, parent_name from marts.dim_document where region_code like '3311%' "
        "order by document_id"
    ).fetchall()
    steps = small_marts.execute(
        "select region_code, upper_region_code, step from marts.target_cascade where region_code like '3311%'"
    ).fetchall()
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
