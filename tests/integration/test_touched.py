"""Runs that build only what changed give what a run from nothing gives, byte for byte."""

import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.home import EXAMPLES

from .conftest import Finished, Once, Run, copy_of, finished

# the next year of a place that the examples have, and a better copy of what is there
NEXT = """政府工作报告
——2026年1月20日在山东省第十四届人民代表大会第四次会议上
山东省省长

各位代表：
现在，我代表省人民政府，向大会报告工作，请予审议。

一、2025年工作回顾
地区生产总值增长5.4%。一般公共预算收入增长2.1%。固定资产投资增长3.2%。高新技术企业达到4.1万家。

二、2026年重点任务
今年的主要预期目标是：地区生产总值增长5%左右；一般公共预算收入增长2%左右。改造老旧小区21万户。
各位代表，让我们携手同心，为完成全年目标任务而努力奋斗！
"""
VERDICTS = "select target_id, verdict from marts.fct_attainment order by all"
TABLES = "select table_schema || '.' || table_name from information_schema.tables where table_name <> 'dim_run'"


def copied_examples(folder: Path) -> Path:
    """The examples as anybody's reports: as bundled they would stand back once others come."""
    ignored = shutil.ignore_patterns("open-panel", "catalogues", "README.md")
    return Path(shutil.copytree(EXAMPLES, folder, ignore=ignored))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples, and one with another report."""
    folder = tmp_path_factory.mktemp("reports")
    copied_examples(folder / "first")
    (folder / "more").mkdir()
    (folder / "more" / "next.txt").write_text(NEXT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def begun(once: Once, reports: Path) -> Finished:
    """A home after a run on the first reports."""
    return finished(once, "begun", "--reports", reports / "first")


@pytest.fixture(scope="module")
def grown(begun: Finished, command: Run, reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A home of its own after a run on the first reports, and one on another."""
    home = copy_of(begun, tmp_path_factory.mktemp("grown") / "home").home
    return Finished(home, command("run", "--home", home, "--reports", reports / "more"))


@pytest.fixture(scope="module")
def at_once(once: Once, reports: Path) -> Finished:
    """All reports, taken up together."""
    folder = copied_examples(reports / "all")
    shutil.copy(reports / "more" / "next.txt", folder)
    return finished(once, "at-once", "--reports", folder)


def fingerprints(home: Path) -> dict[str, object]:
    """Of every table that was built: the marts, and what they are made from."""
    with duckdb.connect(str(home / "build" / "warehouse.duckdb"), read_only=True) as warehouse:
        tables = [name for (name,) in warehouse.execute(TABLES).fetchall()]
        query = "select count(*), sum(hash(t))::varchar from {} as t"
        return {name: warehouse.execute(query.format(name)).fetchone() for name in tables}


def exported(command: Run, home: Path) -> dict[str, bytes]:
    done = command("export", home / "given", "--format", "csv", "--home", home)
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in (home / "given").iterdir()}


def test_one_more_report_builds_its_region_alone_and_gives_what_everything_at_once_gives(
    grown: Finished, at_once: Finished, command: Run
) -> None:
    done = grown.outcome
    assert done.returncode == 0, done.stdout + done.stderr
    # of eight documents, the four of this province
    assert "dbt builds what 4 documents of the regions that changed say" in done.stderr
    assert "report years changed" in done.stderr
    assert fingerprints(grown.home) == fingerprints(at_once.home)
    assert exported(command, grown.home) == exported(command, at_once.home)
    assert grown.rows("select count(*) from marts.fct_attainment where verdict = 'pending'") != [(0,)]


def test_one_can_go_back_and_stays_there_until_something_is_new(
    grown: Finished, begun: Finished, command: Run, reports: Path
) -> None:
    assert grown.rows(VERDICTS) != begun.rows(VERDICTS)
    ids = grown.rows("select run_id from marts.dim_run")
    back = command("rollback", "--home", grown.home)
    assert back.returncode == 0, back.stderr
    assert grown.rows(VERDICTS) == begun.rows(VERDICTS)
    assert grown.rows("select run_id from marts.dim_run") != ids
    again = command("run", "--home", grown.home, "--reports", reports / "more")
    assert again.returncode == 0, again.stdout + again.stderr
    assert grown.rows(VERDICTS) == begun.rows(VERDICTS), "what was rolled back from does not come back by itself"
    assert command("rollback", "--home", grown.home, "nowhere").returncode == 2
