"""A warehouse without any report, and one of a report whose year cannot be told."""

from pathlib import Path

from .conftest import Finished, Run

TIMELESS = (
    "政府工作报告\n\n山东省省长\n\n各位代表：\n现在，我代表省人民政府，向大会报告工作，请予审议。\n"
    "一、过去一年工作回顾\n全省生产总值增长6%。\n二、今年主要目标和重点任务\n全省生产总值增长5%以上。\n"
    "各位代表，让我们同心协力，为谱写现代化建设新篇章而努力奋斗！\n"
)


def test_a_folder_without_any_report_gives_an_empty_warehouse_and_one_of_unknown_year_a_row(
    command: Run, place: Path, tmp_path: Path
) -> None:
    """No report at all, then one file whose year cannot be told: both runs succeed."""
    empty = tmp_path / "empty.txt"
    empty.touch()
    home = place
    first = Finished(home, command("run", "--reports", empty, "--home", home))
    assert first.outcome.returncode == 0, first.outcome.stdout + first.outcome.stderr
    assert first.rows("select count(*) from marts.fct_attainment") == [(0,)]
    assert "empty.txt: empty" in first.outcome.stdout
    timeless = tmp_path / "timeless.txt"
    timeless.write_text(TIMELESS, encoding="utf-8")
    second = Finished(home, command("run", "--reports", timeless, "--home", home))
    assert second.outcome.returncode == 0, second.outcome.stdout + second.outcome.stderr
    assert second.rows("select report_year, region_name from marts.dim_document") == [(None, "山东省")]
    assert second.rows("select distinct verdict from marts.fct_attainment") == [("pending",)]
    assert "timeless.txt" in command("doctor", "--home", home).stdout
