"""From the words of a report to the id of an indicator, and what the catalogue itself must hold."""

from collections import Counter

import pytest

from ingest import lexicon
from ingest.mentions import catalogue
from ingest.mentions.catalogue import indicator_id

FEWEST_INDICATORS = 300


@pytest.mark.parametrize(
    ("wording", "name"),
    [
        ("地区生产总值", "gdp"),
        ("全市地区生产总值", "gdp"),
        ("居民消费价格", "cpi"),
        ("全社会用电量", "electricity_consumption"),
    ],
)
def test_wordings(wording: str, name: str) -> None:
    assert indicator_id(wording) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("规模以上工业增加值", "规上工业增加值"),
        ("规上工业增加值增速", "规上工业增加值"),
        ("“规上”工业增加值", "规上工业增加值"),
        ("生产总值", "地区生产总值"),
    ],
)
def test_two_wordings_of_one_indicator(one: str, other: str) -> None:
    assert indicator_id(one) is not None
    assert indicator_id(one) == indicator_id(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("城镇居民人均可支配收入", "农村居民人均可支配收入"),
        ("地区生产总值", "人均地区生产总值"),
        ("进口", "出口"),
        ("城镇调查失业率", "城镇登记失业率"),
    ],
)
def test_two_indicators_are_told_apart(one: str, other: str) -> None:
    assert indicator_id(one) is not None
    assert indicator_id(other) is not None
    assert indicator_id(one) != indicator_id(other)


@pytest.mark.parametrize("wording", ["", "某某", "共富大集摊位", "增长", "全市"])
def test_what_the_catalogue_does_not_know(wording: str) -> None:
    assert indicator_id(wording) is None


def test_the_catalogue_is_large_and_whole() -> None:
    rows = list(lexicon.rows("indicators"))
    assert len(rows) >= FEWEST_INDICATORS
    assert {row["direction"] for row in rows} <= {"more", "less", "neither"}
    for row in rows:
        assert row["name_zh"] and row["name_en"] and row["theme"], row
    twice = [name for name, count in Counter(row["indicator_id"] for row in rows).items() if count > 1]
    assert not twice


def test_every_wording_leads_to_an_indicator_of_the_catalogue() -> None:
    known = {row["indicator_id"] for row in lexicon.rows("indicators")}
    lost = [row["wording"] for row in lexicon.rows("indicator_wordings") if row["indicator_id"] not in known]
    assert not lost


HEADS = list(lexicon.rows("indicator_heads"))
UNITS = {row["indicator_id"]: row["unit"] for row in lexicon.rows("indicators")}


def told(row: dict[str, str]) -> str:
    return f"{row['head']}-{row['indicator_id']}"


# thousands of rows: a test for all of them names each one that fails


def test_a_head_names_its_indicator_whatever_stands_in_front() -> None:
    assert HEADS
    wrong = [
        told(row)
        for row in HEADS
        if indicator_id(f"青禾{row['head']}", "level", UNITS[row["indicator_id"]]) != row["indicator_id"]
    ]
    assert wrong == []


def test_a_head_that_is_no_row_names_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row is needed: without it a shorter head, or none, speaks for its words."""
    everything = catalogue._heads()
    idle = []
    for row in HEADS:
        name, head = row["indicator_id"], catalogue._clean(row["head"])
        others = everything | {head: tuple(one for one in everything[head] if one != name)}
        monkeypatch.setattr(catalogue, "_heads", lambda kept=others: kept)
        if catalogue.indicator_id.__wrapped__(f"青禾{row['head']}", "level", UNITS[name]) == name:
            idle.append(told(row))
    assert idle == []


@pytest.mark.parametrize(
    ("words", "unit", "name"),
    [
        ("云岭省级现代农业产业园", "个", "modern_agri_parks"),
        ("全年完成造林面积", "万亩", "afforestation"),
        ("无公害蔬菜基地", "万亩", "vegetable_area"),
        ("无公害蔬菜基地", "个", "farm_bases"),
        ("青云乡通村公路", "亿元", None),
        ("青云学校和医院", "所", None),
        ("人均道路", "平方米", None),
    ],
)
def test_scopes_grades_and_units(words: str, unit: str, name: str | None) -> None:
    assert indicator_id(words, "level", unit) == name
