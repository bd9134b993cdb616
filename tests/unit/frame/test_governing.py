"""Which year a heading or an announcing line gives to what stands under it."""

import pytest

from ingest.frame.governing import GoverningYears
from ingest.frame.words import words_of_reading
from ingest.reading import reading_of

TEXT = """一、1981年渔业计划
渔获量5000吨。
（一）港口
泊位3个。
二、渔民生活
房屋40间。
1983年各项安排如下：
1．茶叶20吨。
2．花卉30万株。
我们要把渔港建设好，花卉种好，让渔民过上好日子。
"""


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("渔获量", 1981),
        # a heading below stands under the one above it
        ("泊位", 1981),
        ("茶叶", 1983),
        ("花卉30", 1983),
        # what has another form ends an announced list
        ("我们要把", None),
    ],
)
def test_what_stands_under_a_year_is_of_it(words: str, year: int | None) -> None:
    reading = reading_of(TEXT)
    years = GoverningYears(reading, words_of_reading(reading.text))
    assert years.at(reading.text.index(words)) == year


def test_an_empty_text_has_no_year() -> None:
    assert GoverningYears(reading_of(""), []).at(0) is None
