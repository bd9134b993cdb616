"""Which year a figure belongs to."""

import pytest

from ingest.frame.clause import Words
from ingest.mentions.years import NamedYear, read_year, result_year, target_year


def named(text: str, digits: str) -> NamedYear | None:
    start = text.index(digits)
    return read_year(text, start, start + len(digits))


@pytest.mark.parametrize(
    ("text", "digits", "year"),
    [("到2031年建成", "2031", 2031), ("一九七八年底", "一九七八", 1978), ("二〇二六年", "二〇二六", 2026)],
)
def test_years_are_read(text: str, digits: str, year: int) -> None:
    found = named(text, digits)
    assert found is not None
    assert (found.year, found.start, found.is_base) == (year, text.index(digits), False)


@pytest.mark.parametrize(
    ("text", "digits"), [("2031家", "2031"), ("9999年", "9999"), ("1250年", "1250"), ("25年", "25")]
)
def test_other_numbers_are_no_years(text: str, digits: str) -> None:
    assert named(text, digits) is None


@pytest.mark.parametrize("text", ["比2019年增长", "较2019年底下降", "2019年以来累计", "自2019年起", "2019年至今"])
def test_a_year_of_comparison_is_a_base(text: str) -> None:
    found = named(text, "2019")
    assert found is not None and found.is_base


def test_from_a_year_is_the_year_of_the_first_figure() -> None:
    found = named("从2018年的30家", "2018")
    assert found is not None
    assert found.from_year and not found.is_base


def words(*years: tuple[int, int], kind: str = "named") -> Words:
    found = Words()
    for start, value in years:
        found.add_year("", start, value, 2025, kind)
    return found


def test_a_target_is_due_in_the_year_named_before_it() -> None:
    years = words((2, 2027), (40, 2035))
    assert target_year(years, 20, 2025, 2025) == 2027
    assert target_year(years, 60, 2025, 2025) == 2035
    assert target_year(years, 1, 2025, 2025) == 2025


def test_no_target_is_due_in_the_past() -> None:
    assert target_year(words((0, 2019)), 10, 2025, 2025) == 2025


def test_a_named_year_counts_where_that_of_the_report_is_unknown() -> None:
    assert target_year(words((0, 2027)), 10, None, None) == 2027
    assert result_year(words((0, 2019)), 10, 0, None, None) == 2019


def test_a_result_takes_the_year_of_its_clause_then_of_its_sentence() -> None:
    years = words((5, 2022))
    assert result_year(years, 12, 5, 2024, 2025) == 2022
    assert result_year(years, 30, 20, 2024, 2025) == 2022
    assert result_year(years, 3, 0, 2024, 2025) == 2024


def test_what_something_rose_from_keeps_its_year_to_itself() -> None:
    years = words((5, 2019), kind="from")
    assert result_year(years, 12, 5, 2024, 2025) == 2019
    assert result_year(years, 30, 20, 2024, 2025) == 2024
