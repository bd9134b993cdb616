"""From raw files to the marts: a town, its breakdown as a workbook, notes of Markdown, a page that stands twice."""

import json

import pytest

from .conftest import Finished, Run
from .town import CODE

OF_THE_TOWN = f"region_code = '{CODE}'"


@pytest.fixture(scope="module")
def town(made_up_run: Finished) -> Finished:
    """A home over the town's reports among others."""
    return made_up_run


def test_all_are_of_the_town(town: Finished) -> None:
    assert town.outcome.returncode == 0, town.outcome.stdout + town.outcome.stderr
    found = town.rows(
        f"select region_code, region_level, parent_code, report_year, kind from marts.dim_document where {OF_THE_TOWN}"
    )
    assert sorted(found) == [
        (CODE, "township", "330782", 2021, "five_year_plan"),
        (CODE, "township", "330782", 2023, "report"),
        (CODE, "township", "330782", 2023, "responsibility_breakdown"),
        (CODE, "township", "330782", 2024, "budget_report"),
        (CODE, "township", "330782", 2024, "plan_report"),
        (CODE, "township", "330782", 2024, "report"),
    ]


def test_each_kind_gives_what_it_may(town: Finished) -> None:
    said = town.rows(
        "select d.kind, m.role, m.year, m.indicator_text, m.value from marts.fct_mention as m "
        "inner join marts.dim_document as d using (document_id) "
        "where d.kind like '%plan%' or d.kind = 'budget_report' and m.measure = 'level' order by all"
    )
    assert [row for row in said if row[1] != "none"] == [
        ("budget_report", "result", 2023, "一般公共预算收入", 2.4),
        ("budget_report", "target", 2024, "一般公共预算支出", 3.1),
        ("budget_report", "target", 2024, "一般公共预算收入", 2.5),
        ("five_year_plan", "target", 2025, "工业总产值", 90.0),
        ("five_year_plan", "target", 2025, "新增企业", 40.0),
        ("plan_report", "result", 2023, "工业总产值", 7.3),
        ("plan_report", "result", 2023, "渔业产值", 2.5),
        ("plan_report", "target", 2024, "渔业产值", 3.0),
    ]
    kinds = town.rows(f"select distinct source_kind from marts.fct_result where {OF_THE_TOWN} order by all")
    assert kinds == [("plan_report",), ("report",), ("responsibility_breakdown",)]
    promised = town.rows(
        f"select distinct target_document_kind from marts.fct_attainment where {OF_THE_TOWN} order by all"
    )
    assert promised == [("five_year_plan",), ("plan_report",), ("report",), ("responsibility_breakdown",)]


def test_targets_of_outlines_and_plan_reports_get_verdicts(town: Finished) -> None:
    found = town.rows(
        "select target_document_kind, indicator_text, target_year, verdict from marts.fct_attainment "
        f"where target_document_kind in ('five_year_plan', 'plan_report') and {OF_THE_TOWN} order by all"
    )
    assert found == [
        ("five_year_plan", "工业总产值", 2025, "pending"),
        ("five_year_plan", "新增企业", 2025, "pending"),
        ("plan_report", "渔业产值", 2024, "pending"),
    ]


def test_what_the_government_claims_stands_beside_the_second_witness(town: Finished) -> None:
    found = town.rows(
        "select stat_year, indicator_text, claim_value, official_value, official_kind from marts.claim_and_statistics"
    )
    assert [(row[0], *row[2:]) for row in found] == [(2023, 7.1, 7.3, "plan_report")]


def test_its_promises_are_held_against_its_next_report(town: Finished) -> None:
    found = town.rows(
        "select indicator_text, target_value, result_value, verdict, coverage, lead_unit from marts.fct_attainment "
        f"where region_code = '{CODE}' and target_year = 2023 and target_document_kind = 'report' order by 1"
    )
    assert found == [
        ("农村公路", 12, 10, "missed", "complete", "镇建设办"),
        ("工业总产值", 6, 7.1, "attained", "complete", "镇经发办"),
        ("改造老旧小区", 3, 3, "attained", "complete", None),
    ]
    note = f"select count(*) from marts.fct_mention where {OF_THE_TOWN} and role = 'target' and value = 44"
    assert town.rows(note) == [(0,)]


def test_its_report_that_stands_twice_counts_once(town: Finished) -> None:
    found = town.rows(
        "select count(*) from marts.fct_attainment where target_document_kind = 'report' and statement_of is null "
        f"and region_code = '{CODE}' and target_year = 2024"
    )
    assert found == [(1,)]


def test_who_owes_what_of_the_workbook_and_what_came_of_it(town: Finished) -> None:
    found = town.rows(
        "select item, sentence, due_month, lead_unit, n_units, standing, passage from marts.fct_task "
        "where document_kind = 'responsibility_breakdown' order by task_no"
    )
    assert [row[:6] for row in found] == [
        ("1", "工业总产值", 12, "镇经发办", 2, "attained"),
        ("2", "新建农村公路", 9, "镇建设办", 1, "missed"),
        ("3", "推进千年古街数字化保护改造", None, "镇文旅办", 2, "spoken_of"),
    ]
    assert found[2][6] == "千年古街数字化保护改造全面推进"


def test_explain_tells_who_owes_a_task_and_what_came_of_it(town: Finished, command: Run) -> None:
    tasks = dict(town.rows("select item, task_id from marts.fct_task where document_kind = 'responsibility_breakdown'"))
    told = command("explain", tasks["2"], "--home", town.home, COLUMNS="200").stdout
    assert told.startswith("Missed  佛堂镇 2023")
    for words in ("2. 新建农村公路", "镇建设办", "2023-09-30", "missed  农村公路 12 公里 → 10 公里"):
        assert words in told
    spoken = command("explain", tasks["3"], "--home", town.home, COLUMNS="200", LC_ALL="zh_CN.UTF-8").stdout
    for words in ("报告说到", "镇文旅办", "镇数据局（镇科技局）", "千年古街数字化保护改造全面推进"):
        assert words in spoken
    facts = json.loads(command("explain", tasks["1"], "--json", "--home", town.home).stdout)
    assert [unit["role"] for unit in facts["units"]] == ["lead", "assisting"]
    assert [target["verdict"] for target in facts["targets"]] == ["attained"]


def test_the_doctor_has_nothing_to_ask(town: Finished, command: Run) -> None:
    said = command("doctor", "--home", town.home, COLUMNS="200").stdout
    assert "documents have something to be looked at" in said
    for name in ("a.md", "b.html", "c.xlsx", "d.txt", "e.txt", "f.txt"):
        assert name not in said
