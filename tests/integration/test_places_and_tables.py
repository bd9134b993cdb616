"""From raw files to the marts: a town, its breakdown as a workbook, notes of Markdown, a page that stands twice."""

import json

import pytest

from tests.unit.readers import forms

from .conftest import Finished, Run

PLACE, CODE = "义乌市佛堂镇", "330782-佛堂镇"
CLOSING = "各位代表，让我们紧密团结起来，为谱写现代化建设新篇章而努力奋斗！\n"
ROWS: list[list[object]] = [
    ["义乌市佛堂镇2023年重点工作责任分解表"],
    ["序号", "工作任务", "2022年完成", "2023年目标", "牵头单位", "配合单位", "完成时限"],
    [1, "工业总产值", "增长5.2%", "增长6%以上", "镇经发办", "镇财政所", "12月底"],
    [2, "新建农村公路", "9公里", "12公里", "镇建设办", None, "9月底"],
    [3, "推进千年古街数字化保护改造", None, None, "镇文旅办", "镇数据局（镇科技局）", "全年"],
]


def report(year: int, review: str, plan: str) -> str:
    return (
        f"政府工作报告\n——{year}年1月12日在{PLACE}第十九届人民代表大会第四次会议上\n{PLACE}镇长　某某\n\n各位代表：\n"
        f"现在，我代表{PLACE}人民政府，向大会报告工作，请予审议。\n\n一、{year - 1}年工作回顾\n\n{review}\n\n"
        f"二、{year}年工作安排\n\n{plan}\n\n{CLOSING}"
    )


PROMISED = report(
    2023,
    "工业总产值增长5.2%。",
    "工业总产值增长6%以上，新建农村公路12公里[^1]，改造老旧小区3个。\n\n实施千年古街数字化保护改造。",
)
REACHED = report(
    2024,
    "工业总产值增长7.1%，新建农村公路10公里，改造老旧小区3个。\n\n千年古街数字化保护改造全面推进。",
    "工业总产值增长6.5%。",
)


PLAN_REPORT = f"""关于{PLACE}2023年国民经济和社会发展计划执行情况与2024年计划草案的报告

各位代表：受镇人民政府委托，现提请审议。

一、2023年计划执行情况

工业总产值增长7.3%，渔业产值增长2.5%。

二、2024年计划草案

渔业产值增长3%左右。
"""
BUDGET = f"""关于{PLACE}2023年财政预算执行情况与2024年财政预算草案的报告

各位代表：受镇人民政府委托，现提请审议。

一、2023年财政预算执行情况

一般公共预算收入2.4亿元，增长4.1%。

二、2024年财政预算草案

一般公共预算收入预期2.5亿元，增长4%；一般公共预算支出安排3.1亿元。
"""
OUTLINE = f"""{PLACE}国民经济和社会发展第十四个五年规划纲要

第一章 主要目标

到2025年，工业总产值达到90亿元，新增企业40家。
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, command: Run) -> Finished:
    folder = tmp_path_factory.mktemp("town")
    reports = folder / "reports"
    reports.mkdir()
    (reports / "a.md").write_text(f"{PROMISED}\n[^1]: 另有通村公路，力争新建通村公路44公里。\n", encoding="utf-8")
    page = "".join(f"<p>{line}</p>" for line in REACHED.splitlines() if line)
    (reports / "b.html").write_text(f"<html><body>{page}<div>打印版</div>{page}</body></html>", encoding="utf-8")
    (reports / "c.xlsx").write_bytes(forms.sheet(*ROWS))
    for name, text in (("d", PLAN_REPORT), ("e", BUDGET), ("f", OUTLINE)):
        (reports / f"{name}.txt").write_text(text, encoding="utf-8")
    home = folder / "home"
    return Finished(home, command("run", "--reports", reports, "--home", home))


def test_all_are_of_the_town(town: Finished) -> None:
    assert town.outcome.returncode == 0, town.outcome.stdout + town.outcome.stderr
    found = town.rows("select region_code, region_level, parent_code, report_year, kind from marts.dim_document")
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
    kinds = town.rows("select distinct source_kind from marts.fct_result order by all")
    assert kinds == [("plan_report",), ("report",), ("responsibility_breakdown",)]
    promised = town.rows("select distinct target_document_kind from marts.fct_attainment order by all")
    assert promised == [("five_year_plan",), ("plan_report",), ("report",), ("responsibility_breakdown",)]


def test_targets_of_outlines_and_plan_reports_get_verdicts(town: Finished) -> None:
    found = town.rows(
        "select target_document_kind, indicator_text, target_year, verdict from marts.fct_attainment "
        "where target_document_kind in ('five_year_plan', 'plan_report') order by all"
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
    assert town.rows("select count(*) from marts.fct_mention where role = 'target' and value = 44") == [(0,)]


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
    said = command("doctor", "--home", town.home).stdout
    assert "0 of 6 documents have something to be looked at" in said
