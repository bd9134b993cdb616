"""What must come out of the real reports, with names that say nothing."""

import hashlib
import shutil
from pathlib import Path

import pytest

from .conftest import Finished, Run

# region, due year, wording of the target, measure -> comparator, target, result, verdict
ANSWERS = [
    ("丽水市", 2023, "%生产总值%", "growth", "ge", 6, 7.5, "attained"),
    ("丽水市", 2023, "%规%工业增加值%", "growth", "eq", 8, 7.9, "missed"),
    ("丽水市", 2023, "%固定资产投资%", "growth", "eq", 10, 15.6, "attained"),
    ("丽水市", 2023, "%上市企业%", "level", "eq", 2, 3, "attained"),
    ("丽水市", 2024, "%生产总值%", "growth", "approx", 6.5, 6.6, "attained"),
    ("丽水市", 2024, "%固定资产投资%", "growth", "ge", 10, 8.3, "missed"),
    ("全国", 2021, "%生产总值%", "growth", "ge", 6, 8.1, "attained"),
    ("全国", 2022, "%生产总值%", "growth", "approx", 5.5, 3, "missed"),
    ("全国", 2023, "%生产总值%", "growth", "approx", 5, 5.2, "attained"),
    ("全国", 2022, "%城镇新增就业%", "level", "ge", 1100, 1206, "attained"),
]
NAMES_OF_FILES = {"file_name", "target_document", "result_document", "document_name"}
IDENTITY = """
    select sha256, member, region_code, report_year, kind, completeness from marts.dim_document
    order by sha256, member
"""


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer[0]}-{answer[1]}-{answer[2].strip('%')}")
def test_known_answers(shared_run: Finished, answer: tuple[str, int, str, str, str, float, float, str]) -> None:
    region, year, wording, measure, comparator, target, result, verdict = answer
    found = shared_run.rows(
        f"select target_value, result_value, verdict from marts.fct_attainment where region_name = '{region}' "
        f"and target_year = {year} and indicator_text like '{wording}' and measure = '{measure}' "
        f"and comparator = '{comparator}' and target_value = {target}"
    )
    assert (target, result, verdict) in found


@pytest.mark.parametrize(
    ("region", "years"),
    [
        ("全国", (2025, 2026)),
        ("四平市", (2023,)),
        ("嵊州市", (2024,)),
        ("浙江省", (2026,)),
        ("广东省", (2026,)),
    ],
)
def test_what_no_later_report_covers_is_pending(shared_run: Finished, region: str, years: tuple[int, ...]) -> None:
    verdicts = shared_run.rows(
        f"select verdict, count(*) from marts.fct_attainment where region_name = '{region}' "
        f"and target_year in ({', '.join(map(str, years))}) group by verdict"
    )
    assert [verdict for verdict, _ in verdicts] == ["pending"]
    assert verdicts[0][1] > 10


def test_every_result_is_in_its_table(shared_run: Finished) -> None:
    told = shared_run.rows("select count(*) from marts.fct_mention where role = 'result'")
    assert shared_run.rows("select count(*) from marts.fct_result") == told
    for region in ("四平市", "嵊州市", "广东省", "西藏自治区"):
        assert shared_run.rows(f"select count(*) from marts.fct_result where region_name = '{region}'")[0][0] > 20


def test_two_parts_are_one_report(shared_run: Finished) -> None:
    parts = shared_run.rows(
        "select report_id, count(*) from marts.dim_document where region_name = '丽水市' and report_year = 2025 "
        "group by report_id"
    )
    assert [count for _, count in parts] == [2]


def test_the_resolution_is_no_report(shared_run: Finished) -> None:
    assert "national-bulk.jsonl#00001: not a report" in shared_run.outcome.stdout


def test_a_second_run_does_nothing_and_is_recorded(shared_run: Finished, shared: Path, command: Run) -> None:
    """Nothing new: no step repeats its work, the published file stays, and Dagster knows of the run."""
    published = (shared_run.home / "warehouse.duckdb").stat()
    before = _runs(shared_run.home)
    again = command("run", "--home", shared_run.home, "--reports", shared / "reports")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "0 files read" in again.stderr
    assert "nothing new" in again.stderr
    assert (shared_run.home / "warehouse.duckdb").stat() == published
    assert _runs(shared_run.home) == before + 1


def _runs(home: Path) -> int:
    from dagster import DagsterInstance, DagsterRunStatus, RunsFilter

    with DagsterInstance.from_config(str(home / "dagster")) as instance:
        return len(instance.get_runs(RunsFilter(job_name="everything", statuses=[DagsterRunStatus.SUCCESS])))


def test_names_say_nothing_and_order_does_not_matter(
    shared_run: Finished, shared: Path, command: Run, place: Path, tmp_path: Path
) -> None:
    """Renamed, and taken up in two runs in another order: the same identities, mentions and verdicts."""
    files = sorted(path for path in (shared / "reports").iterdir() if path.suffix != ".md")
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, part in ((first, files[::-2]), (second, files)):
        folder.mkdir()
        for path in part:
            name = hashlib.sha256(path.name.encode()).hexdigest()[:8]
            shutil.copy(path, folder / f"{name}{path.suffix}")
    home = place
    for folder in (first, second):
        done = command("run", "--home", home, "--reports", folder)
        assert done.returncode == 0, done.stdout + done.stderr
    renamed = Finished(home, done)
    assert renamed.rows(IDENTITY) == shared_run.rows(IDENTITY)
    for table in ("fct_mention", "fct_result", "fct_attainment"):
        names = [
            name for (name,) in renamed.rows(f"select column_name from duckdb_columns() where table_name = '{table}'")
        ]
        columns = ", ".join(f'"{name}"' for name in names if name not in NAMES_OF_FILES)
        query = f"select {columns} from marts.{table} order by all"
        assert renamed.rows(query) == shared_run.rows(query), table
    own = {path.relative_to(home): path.read_bytes() for path in (home / "lake" / "mentions").rglob("*.parquet")}
    other = shared_run.home / "lake" / "mentions"
    assert own == {path.relative_to(shared_run.home): path.read_bytes() for path in other.rglob("*.parquet")}
