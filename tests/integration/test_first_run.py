"""What a new user sees: the examples, from raw files to answers."""

import json
import os
import re
import subprocess
from pathlib import Path

import dagster as dg
import pytest

from .conftest import PROGRAM, ROOT, Finished, Run

VERDICTS = {"attained", "missed", "incomparable", "unreported", "pending"}


@pytest.fixture(autouse=True)
def succeeded(first_run: Finished) -> None:
    assert first_run.outcome.returncode == 0, first_run.outcome.stdout + first_run.outcome.stderr


def test_every_verdict_occurs(first_run: Finished) -> None:
    assert {row[0] for row in first_run.rows("select distinct verdict from marts.fct_attainment")} == VERDICTS


def test_two_regions_over_three_years_and_a_breakdown(first_run: Finished) -> None:
    seen = first_run.rows("select region_name, report_year, kind from marts.dim_document")
    reports = {(region, year) for region, year, kind in seen if kind == "report"}
    assert reports == {(region, year) for region in ("山东省", "深圳市") for year in (2023, 2024, 2025)}
    assert ("深圳市", 2024, "responsibility_breakdown") in seen


@pytest.mark.parametrize(
    ("region", "year", "indicator", "target", "result", "verdict"),
    [
        ("山东省", 2023, "地区生产总值", 5, 6, "attained"),
        ("山东省", 2023, "固定资产投资", 6, 5.2, "missed"),
        ("深圳市", 2023, "规模以上工业增加值", 7, 6.2, "missed"),
        ("深圳市", 2024, "地区生产总值", 5.5, 5.8, "attained"),
    ],
)
def test_known_answers(
    first_run: Finished, region: str, year: int, indicator: str, target: float, result: float, verdict: str
) -> None:
    found = first_run.rows(
        f"select target_value, result_value, verdict from marts.fct_attainment where region_name = '{region}' "
        f"and target_year = {year} and indicator_text = '{indicator}' and target_document_kind = 'report'"
    )
    assert (target, result, verdict) in found


def test_the_summary_says_what_happened(first_run: Finished) -> None:
    said = first_run.outcome.stdout
    documents = first_run.rows("select count(*) from marts.dim_document")[0][0]
    assert re.search(rf"Documents +{documents} read", said)
    assert re.search(r"Quarantined +0", said)
    for verdict, count in first_run.rows("select verdict, count(*) from marts.fct_attainment group by verdict"):
        assert f"{verdict} {count}" in said
    for role in ("target", "result"):
        count = first_run.rows(f"select count(*) from marts.fct_mention where role = '{role}' and relation is null")
        assert f"{count[0][0]:,} {role}s" in said
    assert first_run.rows("select distinct schema_name from duckdb_tables()") == [("marts",)]
    assert "warehouse.duckdb" in said
    assert "docs/index.html" in said


def test_progress_is_shown_while_it_works(first_run: Finished) -> None:
    for step in ("raw files", "documents", "mentions", "warehouse", "audit", "publish"):
        assert step in first_run.outcome.stderr


def test_the_line_to_type_next_works_when_pasted(first_run: Finished) -> None:
    line = next(line for line in first_run.outcome.stdout.splitlines() if " sql " in line)
    pasted = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert pasted.returncode == 0, pasted.stderr
    assert "attained" in pasted.stdout
    assert "20 rows" in pasted.stdout


def test_every_target_has_one_verdict_and_every_number_is_accounted_for(first_run: Finished) -> None:
    targets = first_run.rows("select count(*) from marts.fct_attainment")[0][0]
    assert targets == first_run.rows("select count(distinct target_id) from marts.fct_attainment")[0][0]
    told = "select sum(n_candidates) from marts.dim_document"
    assert first_run.rows(told) == first_run.rows("select count(*) from marts.fct_mention where relation is null")


def test_data_docs_read_offline(first_run: Finished) -> None:
    page = (first_run.home / "docs" / "index.html").read_text(encoding="utf-8")
    assert "<style>" in page
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page)
    for suite in ("documents", "mentions", "attainment"):
        assert f'id="{suite}"' in page
    assert "expectations hold" in page


def test_tables_and_columns_carry_their_meaning(first_run: Finished) -> None:
    bare = first_run.rows(
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and comment is null"
    )
    assert bare == []
    assert (
        first_run.rows("select table_name from duckdb_tables() where schema_name = 'marts' and comment is null") == []
    )


def test_nothing_is_written_into_the_checkout(first_run: Finished) -> None:
    for product in ("dbt/target", "dbt/logs", "logs"):
        assert not (ROOT / product).exists()


def test_export_gives_the_same_bytes_twice(first_run: Finished, command: Run, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        for kind in ("csv", "parquet"):
            done = command("export", tmp_path / folder, "--format", kind, "--home", first_run.home)
            assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert {"fct_attainment.csv", "fct_attainment.parquet", "dim_document.csv"} <= set(names)
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_sql_gives_rows_for_programs(first_run: Finished, command: Run) -> None:
    done = command("sql", "--format", "jsonl", "--home", first_run.home, "select 1 as one, '左右' as word")
    assert json.loads(done.stdout) == {"one": 1, "word": "左右"}
    assert command("sql", "--home", first_run.home, "drop table marts.fct_attainment").returncode == 1
    assert command("sql", "--home", first_run.home, "select nothing").returncode == 1


def test_doctor_names_quarantine_and_versions(first_run: Finished, command: Run) -> None:
    done = command("doctor", "--home", first_run.home)
    assert done.returncode == 0, done.stderr
    assert "duckdb 1." in done.stdout


def test_explain_shows_both_sentences(first_run: Finished, command: Run) -> None:
    target, sentence, result = first_run.rows(
        "select target_id, target_sentence, result_sentence from marts.fct_attainment "
        "where verdict = 'missed' order by target_id limit 1"
    )[0]
    done = command("explain", target, "--home", first_run.home)
    assert done.returncode == 0, done.stderr
    flat = re.sub(r"[\s│]|\x1b\[[0-9;]*m", "", done.stdout)
    assert "missed" in done.stdout
    for text in (sentence, result):
        assert text[-8:] in flat


def test_an_unknown_target_is_wrong_usage(first_run: Finished, command: Run) -> None:
    done = command("explain", "nowhere:1", "--home", first_run.home)
    assert done.returncode == 2
    assert "nowhere:1" in done.stderr


def test_installed_command_is_the_one_tested() -> None:
    assert os.access(PROGRAM, os.X_OK)


def test_the_record_leads_from_columns_of_marts_to_those_of_the_lake(first_run: Finished) -> None:
    """From table to table, as the page does it: the words of a mention come from the lake's mentions."""
    todo, seen = {(dg.AssetKey(["marts", "fct_mention"]), "value_text")}, set[tuple[dg.AssetKey, str]]()
    with dg.DagsterInstance.from_config(str(first_run.home / "dagster")) as instance:
        while todo:
            key, column = todo.pop()
            seen.add((key, column))
            event = instance.get_latest_materialization_event(key)
            made = event.asset_materialization.metadata if event and event.asset_materialization else {}
            if told := made.get("dagster/column_lineage"):
                behind = told.value.deps_by_column[column]
                todo |= {(one.asset_key, one.column_name) for one in behind} - seen
    assert (dg.AssetKey(["mentions"]), "value_text") in seen


def test_the_record_tells_rows_seconds_and_samples_of_every_table(first_run: Finished) -> None:
    with dg.DagsterInstance.from_config(str(first_run.home / "dagster")) as instance:
        (run,) = instance.get_runs()
        made = {
            name: instance.get_latest_materialization_event(dg.AssetKey(name)).asset_materialization
            for name in ("raw_files", "documents", "quarantine", "links", "mentions", "document_checks")
        }
        published = instance.get_latest_materialization_event(dg.AssetKey("published_warehouse"))
    for name, event in made.items():
        assert event.metadata["seconds"].value >= 0, name
        assert event.metadata["data_docs"].value == (first_run.home / "docs" / "index.html").as_uri(), name
        assert event.tags["dagster/data_version"], name
    ((mentions,),) = first_run.rows("select count(*) from marts.fct_mention")
    assert made["mentions"].metadata["dagster/row_count"].value >= mentions
    sample = made["mentions"].metadata["samples"].value
    assert len(sample) == 5 and {"role", "indicator", "sentence"} <= set(sample[0])
    assert made["quarantine"].metadata["dagster/row_count"].value == len(made["quarantine"].metadata["samples"].value)
    assert published.asset_materialization.metadata["rows_of_fct_mention"].value == mentions
    # by these the page of `duixian serve` lists it among the job's runs
    assert run.tags[".dagster/repository"] == "__repository__@orchestration.definitions"
    assert run.job_name == "everything"
