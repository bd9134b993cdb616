"""The words that name what is measured: cut out, completed, told apart."""

import pytest

from ingest.mentions.attributes import complete_dependent
from ingest.mentions.cues import governing_verb, read_before
from ingest.mentions.enumerations import split_parts
from ingest.mentions.phrases import phrase_after, phrase_before, strip_leads
from ingest.mentions.words import unit_of


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("全市新增上市企业", "上市企业"),
        ("到2025年底，常住人口城镇化率", "常住人口城镇化率"),
        ("其中农村居民", "农村居民"),
        ("渔业收入年初预算", "渔业收入"),
        ("渔业支出预算安排", "渔业支出"),
        ("渔业投资预期目标", "渔业投资"),
        ("中央财政安排", "中央财政安排"),
        ("", ""),
    ],
)
def test_the_phrase_before_a_number(words: str, phrase: str) -> None:
    assert phrase_before(words) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("个特色产业集群，规模", "特色产业集群"),
        ("个县（市、区）。", "县（市、区）"),
        ("亿元的基础上", ""),
    ],
)
def test_the_phrase_behind_a_number(text: str, phrase: str) -> None:
    start = 2 if text.startswith("亿元") else 1
    assert phrase_after(text, start, len(text))[0] == phrase


def test_leads_leave_their_last_verb() -> None:
    assert strip_leads("全市新增上市企业") == ("上市企业", "新增")


@pytest.mark.parametrize(
    ("phrase", "parts"),
    [
        ("城乡居民收入", ["城镇居民收入", "农村居民收入"]),
        ("事故起数、死亡人数", ["事故起数", "事故死亡人数"]),
        ("粮食播种面积、总产量", ["粮食播种面积", "粮食总产量"]),
        ("地区生产总值", None),
    ],
)
def test_an_enumeration_is_split_and_completed(phrase: str, parts: list[str] | None) -> None:
    assert split_parts(phrase, 2) == parts


@pytest.mark.parametrize(
    ("phrase", "owner", "whole"),
    [
        ("总产量", "粮食播种面积", "粮食总产量"),
        ("总投资", "", "总投资"),
        ("地区生产总值", "粮食播种面积", "地区生产总值"),
    ],
)
def test_an_attribute_takes_its_owner(phrase: str, owner: str, whole: str) -> None:
    assert complete_dependent(phrase, owner) == whole


def test_words_before_a_number() -> None:
    before = read_before("生产总值同比增长超过")
    assert (before.rest, before.grow, before.is_level, before.comparator) == ("生产总值", 1, False, "ge")
    level = read_before("城镇化率提高到")
    assert (level.rest, level.grow, level.is_level) == ("城镇化率", 0, True)
    assert read_before("比上年增长").rest == ""


def test_the_verb_that_governs_a_count() -> None:
    assert governing_verb("全省建成") == "建成"
    assert governing_verb("生产总值") == ""


@pytest.mark.parametrize(("words", "unit"), [("零就业家庭", "户"), ("农村企业", "家"), ("某某", "个")])
def test_what_a_thing_is_counted_in(words: str, unit: str) -> None:
    assert unit_of(words) == unit
