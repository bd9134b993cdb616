"""Facts of the clause around a figure, each word by its own example."""

import polars as pl
import pytest

from ingest import lexicon
from ingest.canonical import with_canonical
from ingest.canonical.clause import better_by_words, promised_rank
from ingest.canonical.statements import statements_in
from ingest.mentions import extract_mentions
from ingest.mentions.catalogue import indicator_id, is_name
from ingest.schemas import CANONICAL, MENTIONS, polars_schema

FACTS = {"flow": "says_flow", "stock": "says_stock", "level": "says_level", "against_harm": "is_against_harm"}
READ = tuple(column for column in MENTIONS if column not in CANONICAL)


def mention(sentence: str, number: str, **fields: object) -> dict[str, object]:
    start = sentence.index(number)
    row = dict.fromkeys(polars_schema(READ)) | {"mention_id": "d:1", "document_id": "d", "role": "result", "value": 3.0}
    return (
        row
        | {"value_start": start, "value_end": start + len(number), "sentence": sentence, "sentence_start": 0}
        | fields
    )


def facts_of(sentence: str, number: str = "3", **fields: object) -> dict[str, object]:
    frame = pl.DataFrame([mention(sentence, number, **fields)], schema=polars_schema(READ))
    return with_canonical(frame, indicator_id, is_name).row(0, named=True)


@pytest.mark.parametrize("row", list(lexicon.rows("clause_words")), ids=lambda row: f"{row['fact']}-{row['word']}")
def test_a_word_of_the_clause_tells_its_fact(row: dict[str, str]) -> None:
    found = facts_of(row["example"])
    if row["fact"].startswith("work_"):
        assert row["fact"].removeprefix("work_") in found["works"]  # type: ignore[operator]
    elif row["fact"] == "years":
        assert found["names_years"]
    elif row["fact"] == "no_flow":
        assert not found["says_flow"]
    else:
        assert found[FACTS[row["fact"]]]


def test_works_are_those_behind_the_number_before() -> None:
    assert facts_of("新建码头7座、改造泊位3个")["works"] == ["renewal"]
    assert facts_of("新建码头7座、泊位3个")["works"] == ["new"]


def test_the_start_of_a_change_is_told_from_what_it_reached() -> None:
    assert facts_of("补助由每人每月3元提高到8元")["starts_change"]
    assert not facts_of("补助由每人每月3元提高到8元", "8")["starts_change"]
    assert facts_of("筹资标准由5年前的3元提高到8元")["starts_change"]
    assert facts_of("渔业三次产业结构由3：45.9：46.8调整为5.5：41.9：52.6")["starts_change"]
    # a figure of a year that is named is that year's
    assert not facts_of("补助由2018年的3元提高到8元")["starts_change"]


def test_the_words_of_the_clause_stand_without_figures_and_marks() -> None:
    text = "去年新建码头7座、改造泊位3个以上，新增岸线9公里"
    assert facts_of(text)["clause"] == "去年新建码头 座 改造泊位 个以上"


def test_campaigns_are_names_in_quotation_marks_but_no_slogans() -> None:
    assert facts_of("“清河护岸”整治河段3条，落实“八八战略”")["campaigns"] == ["清河护岸"]


def test_less_of_it_may_be_said_before_the_thing() -> None:
    assert facts_of("减少险桥3座", indicator="减少险桥")["is_cut"]


def test_what_is_lowered_to_a_level_is_to_be_less() -> None:
    assert facts_of("运输成本降到3元", indicator="运输成本")["better_by_words"] == "less"
    assert facts_of("运输成本达到3元", indicator="运输成本")["better_by_words"] is None


def test_numbers_that_measure_nothing_have_no_canonical_columns() -> None:
    row = facts_of("新增泊位3个", role="none", indicator=None)
    assert all(row[column.name] is None for column in CANONICAL)


@pytest.mark.parametrize(
    ("reference", "rank"), [("全省前列", (3, False)), ("全国前十", (10, True)), ("全市平均水平", (None, False))]
)
def test_a_promised_rank(reference: str, rank: tuple[int | None, bool]) -> None:
    assert promised_rank(reference) == rank


def test_the_words_say_whether_less_is_wished_for() -> None:
    assert better_by_words("沉船事故起数") == "less"
    assert better_by_words("泊位") is None
    # the word that ends last says what is counted
    assert better_by_words("贫困人口户均增收") == "more"
    assert better_by_words("贫困人口人均收入") == "more"
    assert better_by_words("茶农人均收入差距") == "less"


@pytest.mark.parametrize("row", list(lexicon.rows("completion_words")), ids=lambda row: row["word"])
def test_a_word_says_how_it_went(row: dict[str, str]) -> None:
    found = list(statements_in(row["example"] + "。", 0, len(row["example"])))
    assert len(found) == 1
    gravity = ("not_reached", "below", "partly", "exceeded", "completed")
    assert gravity.index(found[0]["assessment"]) <= gravity.index(row["assessment"])


def test_extraction_fills_the_columns() -> None:
    text = "一、回顾\n去年新增泊位3个。"
    frame = pl.DataFrame(
        {
            "document_id": ["d"],
            "report_year": pl.Series([2024], dtype=pl.Int32),
            "region_code": ["330000"],
            "text": [text],
            "sections": [[{"start": 0, "end": len(text), "section": "review"}]],
        }
    )
    row = extract_mentions(frame).filter(pl.col("role") == "result").row(0, named=True)
    assert (row["dimension"], row["core"], row["says_flow"]) == ("things", "泊位", True)


def test_a_comparison_with_a_year_of_long_ago_names_several_years() -> None:
    assert facts_of("泊位较2016年增长3%", year=2021)["names_years"]
    assert not facts_of("泊位较2020年增长3%", year=2021)["names_years"]


@pytest.mark.parametrize(
    ("sentence", "is_real"),
    [
        ("渔业收入实际增长3%", True),
        ("渔业收入实际比上年增长3%", True),
        ("渔业收入增长5%，扣除价格因素，实际增长3%", True),
        ("渔业收入增长5%，剔除物价上涨因素后增长3%", True),
        ("按可比价格计算，渔业收入增长3%", True),
        ("渔民和茶农收入实际增长８.４％和3%", True),
        ("扣除物价上涨因素，渔民收入增长10%，茶农收入增长3%", True),
        ("渔业收入比上年增长3%，扣除价格因素，实际增长1%", False),
        ("渔业收入实际增长5%，茶业收入增长3%", False),
        ("实际使用外资增长3%", False),
    ],
)
def test_growth_without_the_rise_of_prices(sentence: str, is_real: bool) -> None:
    assert facts_of(sentence, "3", measure="growth")["says_real"] is is_real
    assert not facts_of(sentence, "3", measure="level")["says_real"]
