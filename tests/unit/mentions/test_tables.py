"""Tables are read by row and column: a head says whose year a figure is, promised or reached, and of what."""

import pytest

from ingest import lexicon
from ingest.mentions import Context, read_document
from ingest.mentions.tables.columns import _patterns, column_of
from ingest.reading.rows import flat_row, holds_figures
from ingest.sections import Section

Figure = tuple[str, str, float, str, int]


def read(text: str, section: str = "plan") -> list[Figure]:
    """role, indicator, value, unit and year of the metrics, and every offset leads back to its number."""
    mentions = read_document(text, [Section(0, len(text), section)], Context(2024, "331100"))
    for mention in mentions:
        assert mention.role == "none" or text[mention.start : mention.end].strip()[:1].isdigit()
    return [
        (one.role, f"{one.indicator} {one.measure}", one.value or 0.0, one.unit or "", one.year or 0)
        for one in mentions
        if one.role != "none"
    ]


@pytest.mark.parametrize("row", list(lexicon.rows("table_columns")), ids=lambda row: row["example"])
def test_every_head_is_known_by_its_row(row: dict[str, str]) -> None:
    found = next(what for what, pattern in _patterns(row["says"]) if pattern.search(row["example"]))
    assert found == row["what"]
    others = [pattern for what, pattern in _patterns(row["says"]) if what != row["what"]]
    assert not any(pattern.search(row["example"]) for pattern in others)


def test_a_column_of_results_stands_beside_one_of_targets() -> None:
    text = (
        "| 指标 | 2023年完成 | 2024年目标 | 责任单位 |\n| --- | --- | --- | --- |\n"
        "| 地区生产总值增长 | 6.1% | 6.5%左右 | 县发改局 |\n| 一般公共预算收入（亿元） | 12.5 | 13.2 | 县财政局 |\n"
        "| 固定资产投资增速（%） | -8 | 9—10 | 县发改局 |\n| 渔港 | 建成3个 | 新增5个以上 | 渔业局 |\n"
    )
    assert read(text) == [
        ("result", "地区生产总值 growth", 6.1, "%", 2023),
        ("target", "地区生产总值 growth", 6.5, "%", 2024),
        ("result", "一般公共预算收入 level", 12.5, "亿元", 2023),
        ("target", "一般公共预算收入 level", 13.2, "亿元", 2024),
        ("result", "固定资产投资 growth", -8.0, "%", 2023),
        ("target", "固定资产投资 growth", 9.0, "%", 2024),
        ("target", "固定资产投资 growth", 10.0, "%", 2024),
        ("result", "渔港 level", 3.0, "个", 2023),
        ("target", "渔港 level", 5.0, "个", 2024),
    ]


def test_a_cell_may_say_with_its_verb_what_is_counted() -> None:
    text = (
        "指标 | 2023年完成 | 2024年目标\n地区生产总值 | 增长6.1% | 增长6.5%左右\n"
        "进出口总额增速 | 下降2.5% | 增长3%\n居民消费价格 | 上涨0.3% | 控制在3%以内\n渔港客流（万人次） | 31 | ≥33\n"
    )
    assert read(text) == [
        ("result", "地区生产总值 growth", 6.1, "%", 2023),
        ("target", "地区生产总值 growth", 6.5, "%", 2024),
        ("result", "进出口总额 growth", -2.5, "%", 2023),
        ("target", "进出口总额 growth", 3.0, "%", 2024),
        ("result", "居民消费价格 growth", 0.3, "%", 2023),
        ("target", "居民消费价格 level", 3.0, "%", 2024),
        ("result", "渔港客流 level", 31.0, "万人次", 2023),
        ("target", "渔港客流 level", 33.0, "万人次", 2024),
    ]


def test_columns_without_a_year_beside_past_ones_are_of_these() -> None:
    text = "指标 | 单位 | 2018年 | 2023年 | 五年累计 | 五年平均增长（%）\n渔获量 | 万吨 | 3 | 4 | 18 | 5.9\n"
    assert read(text) == [
        ("result", "渔获量 level", 3.0, "万吨", 2018),
        ("result", "渔获量 level", 4.0, "万吨", 2023),
        ("result", "渔获量 level", 18.0, "万吨", 2023),
        ("result", "渔获量 growth", 5.9, "%", 2023),
    ]
    with_plan = "指标 | 单位 | 2023年 | 2024年 | 增长（%）\n渔获量 | 万吨 | 4 | 5 | 25\n"
    assert [(one[0], one[4]) for one in read(with_plan)] == [("result", 2023), ("target", 2024), ("target", 2024)]


def test_a_mark_before_a_figure_says_how_it_is_meant() -> None:
    text = "指标 | 2024年目标\n甲浓度（微克/立方米） | ≤21\n乙率 | ≥90%\n丙率 | 90%\n丁数（个） | <br>5\n"
    mentions = read_document(text, [Section(0, len(text), "plan")], Context(2024, "331100"))
    assert [one.comparator for one in mentions if one.role == "target"] == ["le", "ge", "eq", "eq"]


def test_units_stand_in_a_column_of_their_own() -> None:
    text = "序号 | 指标 | 单位 | 2025年 | 2030年\n1 | 常住人口 | 万人 | 50 | 55\n2 | 城镇化率 | % | 61 | 66\n"
    assert [figure[2:] for figure in read(text)] == [
        (50, "万人", 2025),
        (55, "万人", 2030),
        (61, "%", 2025),
        (66, "%", 2030),
    ]


def test_heads_of_two_rows_belong_together() -> None:
    text = (
        "| 指标 | 2023年 |  | 2024年 |\n|  | 绝对数（亿元） | 比上年增长（%） | 预期增长（%） |\n"
        "| 社会消费品零售总额 | 88 | 5.5 | 6 |\n"
    )
    assert read(text) == [
        ("result", "社会消费品零售总额 level", 88, "亿元", 2023),
        ("result", "社会消费品零售总额 growth", 5.5, "%", 2023),
        ("target", "社会消费品零售总额 growth", 6, "%", 2024),
    ]


def test_words_of_a_cell_are_read_as_sentences_and_units_that_owe_are_none() -> None:
    text = (
        "序号 | 重点任务 | 责任单位\n1 | 新建渔港3个，改造码头12座。年内完成投资5亿元 | 县渔业局、12345平台\n"
        "2 | 出台渔业十条 | 县渔业局\n"
    )
    assert read(text) == [
        ("target", "渔港 level", 3, "个", 2024),
        ("target", "改造码头 level", 12, "座", 2024),
        ("target", "投资 level", 5, "亿元", 2024),
    ]


def test_a_flat_table_of_several_years() -> None:
    text = (
        "主要产品产量如下：\n\n2023年 2022年 2023年比  \n2022年增长%\n\n茶 叶 1，250 万吨 1，000 万吨 25．0  \n"
        "其中：绿 茶 300 万吨 400 万吨 -25  \n渔 网 16 万张 8 万张 1 倍  \n"
    )
    assert read(text, "review") == [
        ("result", "茶叶产量 level", 1250, "万吨", 2023),
        ("result", "茶叶产量 level", 1000, "万吨", 2022),
        ("result", "茶叶产量 growth", 25, "%", 2023),
        ("result", "绿茶产量 level", 300, "万吨", 2023),
        ("result", "绿茶产量 level", 400, "万吨", 2022),
        ("result", "绿茶产量 growth", -25, "%", 2023),
        ("result", "渔网产量 level", 16, "万张", 2023),
        ("result", "渔网产量 level", 8, "万张", 2022),
        ("result", "渔网产量 growth", 1, "倍", 2023),
    ]


def test_prices_in_a_table_are_no_harvest() -> None:
    text = "2023年各类价格比上年上涨幅度（%）\n\n1、居民消费价格 4.1\n其中：城市 5.0\n粮食 10.7\n"
    assert read(text, "review") == [
        ("result", "居民消费价格 growth", 4.1, "%", 2023),
        ("result", "城市价格 growth", 5, "%", 2023),
        ("result", "粮食价格 growth", 10.7, "%", 2023),
    ]


def test_a_sentence_above_a_table_is_no_caption() -> None:
    text = "居民消费价格比上年上涨1%。\n\n| 指标 | 绝对数 | 比上年增长% |\n| 豆子（万吨） | 11 | 3.5 |\n"
    assert read(text, "review")[1:] == [
        ("result", "豆子 level", 11, "万吨", 2023),
        ("result", "豆子 growth", 3.5, "%", 2023),
    ]


def test_a_table_without_heads_that_tell_its_columns_says_no_more_than_its_units() -> None:
    text = "甲 乙 丙 丁\n\n茶叶 3 万吨 4 5\n豆子 6 万吨 7 8\n渔网 9 万张 1 2\n"
    assert [figure[2:4] for figure in read(text, "review")] == [(3, "万吨"), (6, "万吨"), (9, "万张")]


@pytest.mark.parametrize(
    ("head", "role", "measure", "unit", "year"),
    [
        ("2024年目标值", "target", "", "", 2024),
        ("上年完成", "result", "", "", None),
        ("2023年预计完成（亿元）", "result", "", "亿元", 2023),
        ("完成年度计划%", "result", "share", "%", None),
        ("同比±%", None, "growth", "%", None),
        ("一九七八年产量", "result", "", "", 1978),
    ],
)
def test_what_a_head_says(head: str, role: str | None, measure: str, unit: str, year: int | None) -> None:
    found = column_of(head, 2024)
    assert (found.role, found.measure, found.unit, found.year) == (role, measure, unit, year)


def test_prose_is_no_row() -> None:
    assert flat_row("茶叶产量12万吨，增长3%") is None
    assert flat_row("茶叶产量达到12万吨。") is None
    assert not holds_figures("截至2023年12月31日")
