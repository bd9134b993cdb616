"""From the words of a report to the id of an indicator, and what the catalogue itself must hold."""

from collections import Counter

import pytest

from ingest import lexicon
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
