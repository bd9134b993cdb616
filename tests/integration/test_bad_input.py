"""Bad input loses nothing and stops nothing; a broken audit publishes nothing."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from dashboard.words import speech

from .conftest import ROOT, Finished, Run

PAGE = "<html><body><h1>天气预报</h1><p>今天多云转晴，最高气温23度，偏南风3级。</p></body></html>"

TIMELESS = (
    "政府工作报告\n\n山东省省长\n\n各位代表：\n现在，我代表省人民政府，向大会报告工作，请予审议。\n"
    "一、过去一年工作回顾\n全省生产总值增长6%。\n二、今年主要目标和重点任务\n全省生产总值增长5%以上。\n"
    "各位代表，让我们同心协力，为谱写现代化建设新篇章而努力奋斗！\n"
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, command: Run) -> Finished:
    """A folder of two reports, one whose year cannot be told, and all that is none."""
    folder = tmp_path_factory.mktemp("mixed")
    reports = folder / "reports"
    reports.mkdir()
    for name in ("shandong-2024.txt", "shandong-2025.txt"):
        shutil.copy(ROOT / "examples" / name, reports / name)
    shutil.copy(ROOT / "examples" / "shandong-2024.txt", reports / "again.txt")
    (reports / "nothing.txt").write_bytes(b"")
    (reports / "picture.bin").write_bytes(bytes(range(256)) * 40)
    (reports / "strange.txt").write_bytes(b"\x81\x20\xff\xfe\x9f\x01" * 300)
    (reports / "weather.html").write_text(PAGE, encoding="utf-8")
    (reports / "timeless.txt").write_text(TIMELESS, encoding="utf-8")
    (reports / "lost.txt").symlink_to(reports / "was-here-a-moment-ago.txt")
    (reports / "surrogate.jsonl").write_text('{"title": "\\ud800", "content": "\\udfff 5%", "year": 2024}\n')
    home = folder / "家 home"
    return Finished(home, command("run", "--reports", reports, "--home", home))


def test_the_run_succeeds_and_the_good_ones_are_there(mixed: Finished) -> None:
    assert mixed.outcome.returncode == 0, mixed.outcome.stdout + mixed.outcome.stderr
    years = mixed.rows("select report_year from marts.dim_document order by 1")
    assert [year for (year,) in years] == [2024, 2025, None]
    assert mixed.rows("select count(*) from marts.fct_attainment where verdict = 'attained'")[0][0] > 3


def test_a_report_of_unknown_year_has_a_row_and_waits(mixed: Finished, command: Run) -> None:
    rows = mixed.rows("select region_name, file_name from marts.dim_document where report_year is null")
    assert rows == [("山东省", "timeless.txt")]
    verdicts = "select distinct verdict from marts.fct_attainment where target_document = 'timeless.txt'"
    assert mixed.rows(verdicts) == [("pending",)]
    assert "timeless.txt" in command("doctor", "--home", mixed.home).stdout


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("nothing.txt", {"empty"}),
        ("picture.bin", {"binary"}),
        ("strange.txt", {"unknown_encoding", "binary"}),
        ("weather.html", {"not_a_report"}),
        ("lost.txt", {"symlink", "vanished"}),
        ("surrogate.jsonl", {"not_a_report", "bad_record", "empty"}),
    ],
)
def test_each_bad_file_is_quarantined_and_named_with_its_reason(mixed: Finished, name: str, reasons: set[str]) -> None:
    kept = pl.read_parquet(mixed.home / "lake" / "quarantine.parquet").filter(pl.col("file_name") == name)
    assert set(kept["reason"]) <= reasons
    assert kept.height == 1
    assert kept["detail"][0]
    assert f"{name}" in mixed.outcome.stdout
    said = f": {speech('en').value_of('refused', kept['reason'][0])}, "
    assert any(name in line and said in line for line in mixed.outcome.stdout.splitlines())


def test_doctor_names_them_too(mixed: Finished, command: Run) -> None:
    said = command("doctor", "--home", mixed.home).stdout
    for name in ("nothing.txt: empty", "weather.html: not a report", "picture.bin: binary"):
        assert name in said


def test_every_byte_is_kept(mixed: Finished) -> None:
    sizes = {path.stat().st_size for path in (mixed.home / "raw").glob("??/*")}
    assert 256 * 40 in sizes


def test_a_broken_audit_publishes_nothing_and_names_the_expectation(mixed: Finished, command: Run) -> None:
    """One number loses its role in the lake: the audit must see it, and the old warehouse must stay."""
    before = (mixed.home / "warehouse.duckdb").read_bytes()
    partition = mixed.home / "lake" / "mentions" / "report_year=2024" / "mentions.parquet"
    sound = partition.read_bytes()
    broken = pl.read_parquet(partition, hive_partitioning=False)
    victim = broken.filter(pl.col("role") == "result")["mention_id"][0]
    broken.with_columns(
        role=pl.when(pl.col("mention_id") == victim).then(pl.lit("maybe")).otherwise(pl.col("role"))
    ).write_parquet(partition)
    # without the note of what was written, this counts as written by the pipeline itself
    note = mixed.home / "lake" / ".digests" / "mentions__report_year=2024__mentions.parquet.sha256"
    noted = note.read_text()
    note.unlink()

    failed = command("run", "--reports", mixed.home.parent / "reports", "--home", mixed.home)
    assert failed.returncode == 1
    assert "role_is_known" in failed.stdout
    assert victim in failed.stdout
    assert "Nothing was published" in failed.stdout
    assert (mixed.home / "warehouse.duckdb").read_bytes() == before
    page = (mixed.home / "docs" / "index.html").read_text(encoding="utf-8")
    assert "expectations failed" in page
    assert victim in page

    partition.write_bytes(sound)
    note.write_text(noted)
    mended = command("run", "--reports", mixed.home.parent / "reports", "--home", mixed.home)
    assert mended.returncode == 0, mended.stdout + mended.stderr


def test_a_failed_dbt_test_publishes_nothing_and_shows_rows(mixed: Finished, command: Run) -> None:
    """A correction that does not apply any more must fail loudly."""
    before = (mixed.home / "warehouse.duckdb").read_bytes()
    corrections = mixed.home / "corrections.csv"
    corrections.write_text(
        "mention_id,result_id,field,expected,new_value,reason\nnowhere:1,,value,1,2,made up\n", encoding="utf-8"
    )
    failed = command("run", "--reports", mixed.home.parent / "reports", "--home", mixed.home)
    corrections.unlink()
    assert failed.returncode == 1
    assert "corrections.csv, line 2, column mention_id" in failed.stdout
    assert "nowhere:1" in failed.stdout
    assert (mixed.home / "warehouse.duckdb").read_bytes() == before


def test_a_correction_that_does_not_fit_any_more_fails_in_dbt_with_its_row(mixed: Finished, command: Run) -> None:
    before = (mixed.home / "warehouse.duckdb").read_bytes()
    mention = mixed.rows("select mention_id from marts.fct_mention where role = 'result' order by 1 limit 1")[0][0]
    corrections = mixed.home / "corrections.csv"
    corrections.write_text(
        f"mention_id,result_id,field,expected,new_value,reason\n{mention},,value,123456,2,made up\n", encoding="utf-8"
    )
    failed = command("run", "--reports", mixed.home.parent / "reports", "--home", mixed.home)
    corrections.unlink()
    assert failed.returncode == 1
    assert "corrections_still_apply" in failed.stdout
    assert mention in failed.stdout
    assert (mixed.home / "warehouse.duckdb").read_bytes() == before
    for name, stopped in (("index.html", "nothing was published"), ("index.zh.html", "没有发布任何内容")):
        page = (mixed.home / "docs" / name).read_text(encoding="utf-8")
        assert stopped in page
        assert "corrections_still_apply" in page
        assert mention in page
    assert _samples_in_dagster(mixed.home, "corrections_still_apply") == [mention]
    again = command("run", "--reports", mixed.home.parent / "reports", "--home", mixed.home)
    assert again.returncode == 0, again.stdout + again.stderr
    page = (mixed.home / "docs" / "index.html").read_text(encoding="utf-8")
    assert "expectations hold" in page, "the page is of what is published again"
    assert "<td>failed</td>" in page, "and the history remembers"
    assert _states_in_dagster(mixed.home) == {"SUCCEEDED"}, "every check stands as in what is published"


def _samples_in_dagster(home: Path, name: str) -> list[str]:
    """The mentions among the sample rows that the UI shows of a failed check."""
    from dagster import DagsterEventType, DagsterInstance

    with DagsterInstance.from_config(str(home / "dagster")) as instance:
        last = instance.get_runs(limit=1)[0].run_id
        found = []
        for entry in instance.all_logs(last, of_type=DagsterEventType.ASSET_CHECK_EVALUATION):
            check = entry.dagster_event.asset_check_evaluation_data if entry.dagster_event else None
            if check and check.check_name == name and not check.passed:
                found += [row["mention_id"] for row in check.metadata["samples"].value]
        return found


def _states_in_dagster(home: Path) -> set[str]:
    """The last state of each check, as the UI shows it."""
    from dagster import AssetCheckKey, AssetKey, DagsterEventType, DagsterInstance

    with DagsterInstance.from_config(str(home / "dagster")) as instance:
        run = instance.get_runs(limit=1)[0]
        assert run.status.value == "SUCCESS"
        planned: set[AssetCheckKey] = set()
        for entry in instance.all_logs(run.run_id, of_type=DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED):
            assert entry.dagster_event
            planned.add(entry.dagster_event.asset_check_planned_data.asset_check_key)
        assert AssetCheckKey(AssetKey(["marts", "corrections_applied"]), "corrections_still_apply") in planned
        assert any(key.name == "verdict_is_known" for key in planned), "those of the audit too"
        last = instance.event_log_storage.get_latest_asset_check_execution_by_key(sorted(planned, key=str))
        return {last[key].status.value if key in last else "none" for key in planned}
