"""What stands behind a number."""

import pytest

from ingest.mentions.suffixes import read_suffix, unit_at


@pytest.mark.parametrize(
    ("text", "scale", "unit", "kind", "comparator"),
    [
        ("亿元，", "亿", "元", "currency", ""),
        ("万亩以上", "万", "亩", "area", "ge"),
        ("%左右", "", "%", "percent", "approx"),
        ("个百分点", "", "个百分点", "points", ""),
        ("余家", "", "家", "count", "ge"),
        ("多万人次", "万", "人次", "count", "ge"),
        ("万多人", "万", "人", "count", "ge"),
        ("倍多", "", "倍", "times", "ge"),
        ("天以内", "", "天", "time", "le"),
        ("万亿元大关", "万亿", "元", "currency", "ge"),
        (" 亿 元", "亿", "元", "currency", ""),
        ("\u200b公里", "", "公里", "length", ""),
        ("套（间）", "", "套（间）", "count", ""),
        ("吨/小时", "", "吨/小时", "rate", ""),
        ("千瓦时", "", "千瓦时", "energy", ""),
        ("千克", "", "千克", "mass", ""),
        ("克", "", "克", "mass", ""),
    ],
)
def test_unit_and_bound(text: str, scale: str, unit: str, kind: str, comparator: str) -> None:
    suffix = read_suffix(text, 0)
    assert (suffix.scale, suffix.unit, suffix.kind, suffix.comparator) == (scale, unit, kind, comparator)


@pytest.mark.parametrize("text", ["亿级项目", "万吨级码头", "级台风"])
def test_a_class_of_size(text: str) -> None:
    assert read_suffix(text, 0).is_class


@pytest.mark.parametrize("text", ["", "，", "是", "和谐"])
def test_no_unit(text: str) -> None:
    suffix = read_suffix(text, 0)
    assert (suffix.unit, suffix.scale, suffix.end) == ("", "", 0)


def test_a_unit_over_a_line_break_but_no_word_of_the_next_line() -> None:
    assert read_suffix("\n亿元", 0).unit == "元"
    assert read_suffix("\n个别企业", 0).unit == ""


def test_ends() -> None:
    suffix = read_suffix("达到9万套以上", 3)
    assert suffix.unit_end == 5
    assert suffix.end == 7


@pytest.mark.parametrize(
    ("text", "unit"),
    [("人才", ""), ("人", "人"), ("台阶", ""), ("台套", "台套"), ("家庭", ""), ("项目", ""), ("亩均", "")],
)
def test_a_unit_is_no_part_of_a_word(text: str, unit: str) -> None:
    assert unit_at(text, 0)[0] == unit


def test_the_longest_unit_wins() -> None:
    assert unit_at("人次", 0)[0] == "人次"
    assert unit_at("平方公里", 0)[0] == "平方公里"
