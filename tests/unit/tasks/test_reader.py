"""Breakdowns of every layout -> tasks, their section, their units, their places in the text."""

from typing import Any

import polars as pl
import pytest

from ingest import lexicon
from ingest.schemas import DOCUMENTS, polars_schema
from ingest.tasks import passages_of, tasks_of

Row = dict[str, Any]


def document(text: str, kind: str = "responsibility_breakdown", section: str = "plan") -> pl.DataFrame:
    row = dict.fromkeys(polars_schema(DOCUMENTS)) | {
        "document_id": "d",
        "report_year": 2031,
        "kind": kind,
        "text": text,
        "sections": [{"start": 0, "end": len(text), "section": section}],
    }
    return pl.DataFrame([row], schema=polars_schema(DOCUMENTS))


def tasks(text: str, **fields: str) -> list[Row]:
    found = list(tasks_of(document(text, **fields)).iter_rows(named=True))
    for task in found:
        for unit in task["units"]:
            assert (
                text[unit["unit_start"] : unit["unit_end"]].replace("(", "（").replace(")", "）") == unit["unit_text"]
            )
    return found


def owed(task: Row) -> list[tuple[str, str]]:
    return [(unit["unit_text"], unit["role"]) for unit in task["units"]]


LINES = """海州市2031年重点工作责任分解

一、主要目标

1.渔业产值增长6%以上。

责任单位:市渔业局(列第一位为牵头单位,下同)

(一)全力以赴建设渔港。

2.新增渔港3个,6月底前开工。

责任单位:市渔业局、市海港局

3.推进渔村更新。

责任单位:市海港局、市渔业局分别牵头,各县(市、区)政府
"""


def test_items_with_a_line_of_units() -> None:
    found = tasks(LINES)
    assert [task["item"] for task in found] == ["1", "2", "3"]
    assert owed(found[0]) == [("市渔业局", "lead")]
    assert owed(found[1]) == [("市渔业局", "lead"), ("市海港局", "assisting")]
    assert found[1]["units"][0]["told_by"] == "note"
    assert owed(found[2]) == [("市海港局", "lead"), ("市渔业局", "lead"), ("各县（市、区）政府", "assisting")]
    assert found[1]["section_path"] == "一、主要目标 › （一）全力以赴建设渔港"
    assert LINES[found[1]["task_start"] : found[1]["task_end"]] == "新增渔港3个,6月底前开工。"
    assert (found[1]["due_year"], found[1]["due_month"], found[1]["due_text"]) == (2031, 6, "6月底前")
    assert found[0]["item_end"] <= found[1]["task_start"]


def test_lead_and_assisting_units_have_labels_of_their_own() -> None:
    found = tasks("1.新增渔港3个。\n牵头单位：市渔业局\n配合单位：市海港局\n2.修缮码头。\n责任单位：市海港局\n")
    assert owed(found[0]) == [("市渔业局", "lead"), ("市海港局", "assisting")]
    assert owed(found[1]) == [("市海港局", "lead")]


@pytest.mark.parametrize(
    "text",
    [
        "1.新增渔港3个。（市渔业局牵头，市海港局配合）\n2.修缮码头。（市海港局负责）\n",
        "1.新增渔港3个（牵头单位：市渔业局；配合单位：市海港局）\n2.修缮码头（责任单位：市海港局）\n",
        "1.新增渔港3个。责任单位：市渔业局、市海港局\n2.修缮码头。责任单位：市海港局\n",
        "序号 | 重点任务 | 牵头单位 | 配合单位\n1 | 新增渔港3个 | 市渔业局 | 市海港局\n2 | 修缮码头 | 市海港局 | \n",
        "序号 工作任务 责任单位\n1 新增渔港3个 市渔业局、市海港局\n2 修缮码头 市海港局\n3 清淤航道 市海港局\n",
    ],
)
def test_units_in_brackets_in_the_line_and_in_columns(text: str) -> None:
    found = tasks(text)
    assert [task["item"] for task in found[:2]] == ["1", "2"]
    assert [task["sentence"].rstrip("。") for task in found[:2]] == ["新增渔港3个", "修缮码头"]
    assert owed(found[0]) == [("市渔业局", "lead"), ("市海港局", "assisting")]
    assert owed(found[1]) == [("市海港局", "lead")]


HEAD = "序号 | 工作任务 | 2030年完成 | 2031年目标 | 责任单位\n"


@pytest.mark.parametrize(
    "row",
    [
        "1 | 修缮码头 | 3座 | 4座 | 市渔业局\n",
        "1 | 修缮码头 | 3 | 4 | 市渔业局\n",
        "1 | 修缮码头 | 增长2% | 增长3%左右 | 市渔业局\n",
        "1 | 修缮码头 |  |  | 市渔业局\n",
        "1 |  | 3座 | 修缮码头 | 市渔业局\n",
    ],
)
def test_what_is_to_be_done_is_no_mere_figure(row: str) -> None:
    found = tasks(HEAD + row)
    assert [(task["item"], task["sentence"]) for task in found] == [("1", "修缮码头")]
    assert owed(found[0]) == [("市渔业局", "lead")]


def test_a_head_of_two_rows_and_sections_between_the_rows() -> None:
    found = tasks(
        "序号 | 重点任务 | 责任分工 |\n|  |  | 牵头单位 | 配合单位\n一、渔港\n1 | 修缮码头 | 市渔业局 | 市海港局\n"
        "二、渔村\n2 | 更新渔村 | 市海港局 | \n3 | — | 市渔业局 |\n"
    )
    assert [(task["item"], task["sentence"], task["section_path"]) for task in found[:2]] == [
        ("1", "修缮码头", "一、渔港"),
        ("2", "更新渔村", "二、渔村"),
    ]
    assert owed(found[0]) == [("市渔业局", "lead"), ("市海港局", "assisting")]


def test_a_second_row_of_heads_names_years_alone() -> None:
    found = tasks(
        "序号 | 重点任务 | 目标 |  | 责任单位\n|  |  | 2030年完成 | 2031年目标 | 责任单位\n"
        "1 | 修缮码头 | 3座 | 4座 | 市渔业局\n"
    )
    assert [(task["item"], task["sentence"]) for task in found] == [("1", "修缮码头")]


def test_words_behind_a_table_are_no_part_of_it() -> None:
    found = tasks("任务 | 责任单位\n修缮码头 | 市渔业局\n各单位要认真落实。\n请示 | 报告 | 批复\n")
    assert [task["sentence"] for task in found] == ["修缮码头"]


def test_the_grid_of_a_converter_is_a_table() -> None:
    rule = "+------+----------+----------+\n"
    head = "| 序号 | 任务     | 责任单位 |\n+======+==========+==========+\n"
    found = tasks(f"{rule}{head}| 1    | 修缮码头 | 市渔业局 |\n{rule}| 2    | 清淤航道 | 市海港局 |\n{rule}")
    assert [(task["item"], task["sentence"]) for task in found] == [("1", "修缮码头"), ("2", "清淤航道")]


def test_a_cell_may_have_a_unit_to_a_line() -> None:
    found = tasks("任务 | 责任单位\n修缮码头 | 市渔业局 市海港局、市财政局 临港镇\n")
    assert [unit for unit, _ in owed(found[0])] == ["市渔业局", "市海港局", "市财政局", "临港镇"]


def test_a_table_without_a_column_of_tasks_names_them_in_its_first() -> None:
    found = tasks("名称 | 2031年目标 | 责任单位\n码头 | 4座 | 市渔业局\n")
    assert [task["sentence"] for task in found] == ["码头"]


def test_the_rule_below_the_head_of_markdown_is_no_task() -> None:
    found = tasks("| 指标 | 2031年目标 | 责任单位 |\n|-----|:---:|-----|\n| 码头 | 4座 | 市渔业局 |\n")
    assert [(task["sentence"], owed(task)) for task in found] == [("码头", [("市渔业局", "lead")])]


def test_a_bracket_behind_a_task_may_name_units_and_nothing_else() -> None:
    found = tasks(
        "1.新增渔港3个。（市渔业局（市渔政局），市海港局）\n2.修缮码头（临港镇、渔港镇）。\n3.清淤。（市渔业局大楼旁）\n"
    )
    assert [task["sentence"].rstrip("。") for task in found] == [
        "新增渔港3个",
        "修缮码头（临港镇、渔港镇）",
        "清淤。（市渔业局大楼旁）",
    ]
    assert [owed(task) for task in found] == [[("市渔业局（市渔政局）", "lead"), ("市海港局", "assisting")], [], []]


@pytest.mark.parametrize(
    ("bracket", "units", "due"),
    [
        ("市渔业局、市海港局分别牵头，市财政局配合，2031年10月底前完成", "lead lead assisting", 10),
        ("市渔业局牵头；市海港局、市财政局配合；年内持续推进", "lead assisting assisting", 12),
        ("9月底前完成，市渔业局牵头，市海港局、市财政局配合", "lead assisting assisting", 9),
        ("市渔业局、市海港局、市财政局负责，列第一位的为牵头单位", "lead assisting assisting", None),
    ],
)
def test_a_bracket_may_say_by_when_and_how_to_read_it(bracket: str, units: str, due: int | None) -> None:
    [task] = tasks(f"1.新增渔港3个。（{bracket}）\n")
    assert task["sentence"] == "新增渔港3个。"
    assert owed(task) == list(zip(("市渔业局", "市海港局", "市财政局"), units.split(), strict=True))
    assert task["due_month"] == due


def test_a_bracket_alone_is_no_task() -> None:
    assert tasks("（市渔业局、市海港局）\n", kind="report") == []


def test_the_half_of_a_pair_of_brackets_is_no_part_of_a_unit() -> None:
    found = tasks("1.新增渔港3个。\n责任单位：市海港局、市渔业局）\n")
    assert owed(found[0]) == [("市海港局", "lead"), ("市渔业局", "assisting")]


def test_a_cell_of_units_reaches_over_the_rows_below_it() -> None:
    found = tasks("序号 | 目标任务 | 责任单位\n1 | 新增渔港3个 | 市渔业局\n2 | 修缮码头 | \n")
    assert [owed(task) for task in found] == [[("市渔业局", "lead")]] * 2


def test_a_paragraph_without_a_number_is_a_task_where_units_follow() -> None:
    found = tasks("一、重点任务\n各部门要高度重视，认真落实好各项工作。\n新增渔港3个。\n责任单位：市渔业局\n")
    assert [(task["item"], task["sentence"]) for task in found] == [(None, "新增渔港3个。")]


def test_people_owe_nothing_and_a_label_may_set_a_date() -> None:
    found = tasks("1.新增渔港3个。\n责任领导：王某某\n责任单位：市渔业局\n完成时限：三季度末\n")
    assert owed(found[0]) == [("市渔业局", "lead")]
    assert (found[0]["due_month"], found[0]["due_text"]) == (9, "三季度末")


def test_a_report_has_its_numbered_items_of_the_plan_alone() -> None:
    text = "1.新增渔港3个。\n2.修缮码头。\n"
    assert [task["units"] for task in tasks(text, kind="report")] == [[], []]
    assert tasks(text, kind="report", section="review") == []
    assert tasks(text, kind="statistical_bulletin") == []


@pytest.mark.parametrize("row", list(lexicon.rows("task_labels")), ids=lambda row: row["label"])
def test_every_label(row: dict[str, str]) -> None:
    found = tasks(f"1.新增渔港。\n{row['example']}\n")
    expected = {
        "lead": ["lead"],
        "responsible": ["lead", "assisting"],
        "assisting": ["assisting"],
        "person": [],
        "due": [],
    }[row["role"]]
    assert [unit["role"] for unit in found[0]["units"]] == expected[: len(found[0]["units"])]
    assert bool(found[0]["units"]) == bool(expected)
    assert (found[0]["due_text"] is not None) == (row["role"] == "due")
    assert row["example"].split("：")[0] not in found[0]["sentence"]


def test_sentences_of_the_review_are_kept_with_their_places() -> None:
    text = "过去一年，渔村更新全面展开。渔港建成！\n"
    found = list(passages_of(document(text, kind="report", section="review")).iter_rows(named=True))
    assert [row["sentence"] for row in found] == ["过去一年，渔村更新全面展开"]
    assert text[found[0]["passage_start"] : found[0]["passage_end"]] == found[0]["sentence"]
    assert found[0]["words"] == "过去一年渔村更新全面展开"
    assert passages_of(document(text, kind="report")).is_empty()
