"""Words of time and stance, where they stand."""

import pytest

from ingest import lexicon
from ingest.frame.words import find_words
from ingest.mentions import Context, read_document
from ingest.sections import Section

PLANS = [(row["name"], int(row["first"]), int(row["last"])) for row in lexicon.rows("five_year_plans")]
PERIODS = {
    "一五": 1953, "二五": 1958, "三五": 1966, "四五": 1971, "五五": 1976, "六五": 1981, "七五": 1986, "八五": 1991,
    "九五": 1996, "十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026,
    "十六五": 2031,
}  # fmt: skip


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.word.kind, text[hit.start : hit.end]) for hit in find_words(text)]


def test_of_words_that_overlap_the_longest_counts() -> None:
    assert found("主要任务") == [("neutral", "主要")]
    assert found("今年要抓好") == [("stance", "今年要"), ("stance", "抓好")]
    assert found("即将过去的一年") == [("neutral", "即将过去")]
    assert found("目前正在项目前期阶段") == [("now", "目前"), ("neutral", "项目前期")]


def test_a_text_without_such_words() -> None:
    assert found("粮食甲乙丙丁") == []
    assert found("") == []


def test_the_plans_that_are_known() -> None:
    assert {name: first for name, first, _ in PLANS} == PERIODS
    # between the second and the third lie years without a plan
    assert all(last - first == 4 for name, first, last in PLANS if name != "二五") and PLANS[1][2] == 1962


@pytest.mark.parametrize(("name", "first", "last"), PLANS, ids=[name for name, _, _ in PLANS])
@pytest.mark.parametrize("form", ["“{}”期间", "{}时期", "{}以来", "第{}个五年计划期间", "第{}个五年规划时期"])
def test_every_plan_is_known_by_all_its_names(name: str, first: int, last: int, form: str) -> None:
    text = form.format(name[:-1] if form.startswith("第") else name) + "，甲县粮食产量达到5万吨。"
    hit = find_words(text)[0].word
    assert (hit.kind, hit.first, hit.last) == ("plan", first, last)
    review = read_document(text, [Section(0, len(text), "plan")], Context(last + 1, None))
    ahead = read_document(text, [Section(0, len(text), "review")], Context(first - 1, None))
    assert [(one.role, one.year) for one in review if one.role != "none"] == [("result", last)]
    assert [(one.role, one.year) for one in ahead if one.role != "none"] == [("target", last)]


def test_a_number_is_no_plan() -> None:
    assert found("第十五届会议") == []
    assert found("十五个项目") == []
