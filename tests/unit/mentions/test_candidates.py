"""Every number-like token: where it stands, its form and its value."""

import time

import pytest

from ingest.mentions import Context, read_document
from ingest.mentions.candidates import candidates


@pytest.mark.parametrize(
    ("text", "token", "form", "value"),
    [
        ("产量12,000吨", "12,000", "arabic", 12_000),
        ("增长6.3%", "6.3", "arabic", 6.3),
        ("三分之二", "三分之二", "fraction", 66.67),
        ("约2/3的企业", "2/3", "fraction", 66.67),
        ("增长百分之十三点四", "百分之十三点四", "percent", 13.4),
        ("下降百分之负二", "百分之负二", "percent", -2),
        ("居第15位", "15", "ordinal", 15),
        ("居第三位", "三", "ordinal", 3),
        ("营收翻一番", "翻一番", "word", 100),
        ("动态清零", "清零", "word", 0),
        ("建成三百个", "三百", "chinese", 300),
        ("建成五个", "五", "digit", 5),
        ("四、五十亿元", "四", "chinese", 40),
    ],
)
def test_forms(text: str, token: str, form: str, value: float) -> None:
    found = candidates(text)[0]
    assert text[found.start : found.end] == token
    assert (found.form, found.value) == (form, value)


@pytest.mark.parametrize("text", ["统一部署", "一批项目", "千方百计", "万众一心", "百姓", "清单"])
def test_numerals_inside_words_are_no_candidates(text: str) -> None:
    assert candidates(text) == []


def test_a_scale_belongs_to_its_number() -> None:
    assert [(found.start, found.end) for found in candidates("5万、3 亿元")] == [(0, 1), (3, 4)]
    assert [(found.value, found.scale) for found in candidates("五百亿")] == [(500, "亿")]


@pytest.mark.parametrize(
    "text", ["百分之五点五点", "百分之点", "二" * 400 + "个", "二" * 5000 + "个", "二" * 400 + "分之二"]
)
def test_torn_numerals_do_no_harm(text: str) -> None:
    for mention in read_document(text, [], Context(2025, None)):
        assert 0 <= mention.start < mention.end <= len(text)


def test_a_table_without_marks_takes_time_in_proportion() -> None:
    """Eight times the numbers in one line must not take 64 times as long; 24 times leaves room for a busy machine."""

    def seconds(numbers: int) -> float:
        text = "增加5个项目" * numbers
        start = time.process_time()
        assert len(read_document(text, [], Context(2025, None))) == numbers
        return time.process_time() - start

    seconds(100)
    assert min(seconds(8000) for _ in range(3)) < 24 * min(seconds(1000) for _ in range(3))
