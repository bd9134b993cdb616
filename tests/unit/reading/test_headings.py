"""Headings by their form."""

import pytest

from ingest.reading.headings import ends_heading, inline_headings, level_of


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("一、去年工作", 1),
        ("第二部分 今年工作", 1),
        ("第三章 总则", 1),
        ("三 今年工作", 1),
        ("II、今年工作", 1),
        ("# 今年工作", 1),
        ("## 今年工作", 1),
        ("### 今年工作", 2),
        ("### 二、今年工作", 1),
        ("## （二）今年工作", 2),
        ("（十二）扩大内需", 2),
        ("第二节 财政", 2),
        ("3.扩大内需", 3),
        ("3、扩大内需", 3),
        ("（3）扩大内需", 3),
        ("；扩大内需", 3),
        ("——扩大内需", 3),
        ("- 扩大内需", 3),
        ("3.5亿元", 0),
        ("一是扩大内需", 0),
        ("扩大内需", 0),
    ],
)
def test_the_level_is_that_of_the_numbering(words: str, level: int) -> None:
    assert level_of(words) == level


def test_the_words_that_headings_end_in() -> None:
    assert ends_heading("去年工作回顾") and ends_heading("今年主要任务")
    assert not ends_heading("粮食产量稳定")


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("再立新功。一、去年工作回顾去年，甲县", "一、去年工作回顾"),
        ("再立新功。二、今年工作的总体要求今年，", "二、今年工作的总体要求"),
        ("再立新功。二、主要任务（一）扩大内需", "二、主要任务"),
        ("再立新功。第二部分 工作安排2024年，", "第二部分 工作安排"),
        ("再立新功。二、“十五五”时期主要目标任务“十五五”时期是", "二、“十五五”时期主要目标任务"),
        ("再立新功。一、回顾“十四五”主要成绩过去五年，", "一、回顾“十四五”主要成绩"),
        ("再立新功。二、发展的主要考虑综合各方面，", "二、发展的主要考虑"),
        ("再立新功。二、加快发展步伐甲县各级", ""),
    ],
)
def test_a_heading_in_running_text_ends_where_its_words_tell(text: str, heading: str) -> None:
    ((start, end),) = inline_headings(text)
    assert text[start:end] == heading
    assert text[:start] == "再立新功。"


def test_no_heading_within_a_sentence() -> None:
    assert inline_headings("坚持一、二、三产业融合，再立新功") == []
