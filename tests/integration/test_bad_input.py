"""Bad input, and documents that are read badly, lose nothing and stop nothing; a broken audit publishes nothing."""

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


# documents that are read badly: published with the others and named, with what to do
THINGS = ("茶叶", "竹笋", "香菇", "木耳", "水稻", "油茶", "杨梅", "柑橘", "蜂蜜", "生猪", "家禽", "蔬菜")
WHOLE = """{title}

各位代表：

我代表县人民政府向大会报告工作，请予审议。

一、{past}工作回顾

{review}

二、{now}工作安排

{plan}

各位代表！让我们更加紧密地团结起来，为谱写现代化建设的新篇章而努力奋斗！
"""


def _each(words: str) -> str:
    return "".join(words.format(thing=thing, n=n) for n, thing in enumerate(THINGS, 3))


DONE, TODO = "去年{thing}产量已达到{n}万吨，比上年增长{n}%。", "今年将力争{thing}产量达到{n}万吨，确保增长{n}%以上。"
BARE = ("完成{n}亿元。增长{n}%。", "力争完成{n}亿元。增长{n}%以上。")
DATED = {"past": "2023年", "now": "2024年"}
BAD = {
    "without_indicator": (
        WHOLE.format(title="缙云县2024年政府工作报告", **DATED, review=_each(BARE[0]), plan=_each(BARE[1])),
        "bring a better copy",
    ),
    "without_year": (
        WHOLE.format(title="青田县政府工作报告", past="去年", now="今年", review=_each(DONE), plan=_each(TODO)),
        "tell the report year in NAME.meta.yml",
    ),
    "promises_in_review": (
        WHOLE.format(title="遂昌县2024年政府工作报告", **DATED, review=_each(TODO), plan=_each(DONE)),
        "look where the review begins and ends",
    ),
}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, command: Run) -> Finished:
    """Two reports, one whose year cannot be told, three that are read badly, and all that is no report."""
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
    for name, (text, _) in BAD.items():
        (reports / f"{name}.txt").write_text(text, encoding="utf-8")
    (reports / "lost.txt").symlink_to(reports / "was-here-a-moment-ago.txt")
    (reports / "surrogate.jsonl").write_text('{"title": "\\ud800", "content": "\\udfff 5%", "year": 2024}\n')
    home = folder / "家 home"
    return Finished(home, command("run", "--reports", reports, "--home", home))


@pytest.fixture(scope="module")
def asked(mixed: Finished, command: Run) -> str:
    """What the doctor says of it."""
    return command("doctor", "--home", mixed.home).stdout


def test_the_run_succeeds_and_the_good_ones_are_there(mixed: Finished) -> None:
    assert mixed.outcome.returncode == 0, mixed.outcome.stdout + mixed.outcome.stderr
    years = mixed.rows("select report_year from marts.dim_document where region_code = '370000' order by 1")
    assert [year for (year,) in years] == [2024, 2025, None]
    assert mixed.rows("select count(*) from marts.dim_document") == [(3 + len(BAD),)]
    attained = "select count(*) from marts.fct_attainment where region_code = '370000' and verdict = 'attained'"
    assert mixed.rows(attained)[0][0] > 3


def test_a_report_of_unknown_year_has_a_row_and_waits(mixed: Finished, asked: str) -> None:
    rows = mixed.rows("select region_name, file_name from marts.dim_document where report_year is null order by 2")
    assert rows == [("山东省", "timeless.txt"), ("青田县", "without_year.txt")]
    verdicts = "select distinct verdict from marts.fct_attainment where target_document = 'timeless.txt'"
    assert mixed.rows(verdicts) == [("pending",)]
    assert "timeless.txt" in asked


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


@pytest.mark.parametrize("fault", BAD)
def test_what_is_read_badly_is_named_with_what_to_do(fault: str, mixed: Finished, asked: str) -> None:
    told = mixed.rows(f"select suspicions from marts.dim_document where file_name = '{fault}.txt'")
    assert fault in str(told)
    assert f"{fault}.txt" in asked and BAD[fault][1] in " ".join(asked.split())


def test_the_good_ones_are_not_suspected(mixed: Finished) -> None:
    told = mixed.rows("select suspicions from marts.dim_document where file_name like 'shandong%'")
    assert not any(fault in str(told) for fault in BAD)


def test_doctor_names_them_too(asked: str) -> None:
    for name in ("nothing.txt: empty", "weather.html: not a report", "picture.bin: binary"):
        assert name in asked


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
    red = _red_in_dagster(mixed.home)
    assert all(name.startswith("suspicion_") for name in red), "every check stands as in what is published"
    assert {f"suspicion_{fault}" for fault in BAD} <= red, "warnings of what is published stand too"


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


def _red_in_dagster(home: Path) -> set[str]:
    """The checks of the last run whose last state, as the UI shows it, is another than passed."""
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
        return {key.name for key in planned if key not in last or last[key].status.value != "SUCCEEDED"}
