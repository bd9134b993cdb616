"""Flat rows: what parts their figures, and that no line takes longer than another."""

import pytest

from ingest.reading.rows import LONGEST_FLAT, flat_row, holds_figures


@pytest.mark.parametrize("end", ["九————增长", ".", ",", " 。", "亿元/"])
@pytest.mark.parametrize("digits", ["9" * 40, "9.9" * 13, "1,234" * 8, "9 " * 20, "9年" * 20, "—9" * 20])
def test_a_line_of_digits_is_read_at_once(digits: str, end: str) -> None:
    """Where figures could be parted in every way, each digit more doubled the time: days for a line of forty."""
    line = f"十 {digits}{end}x"
    assert len(line) <= LONGEST_FLAT
    assert flat_row(line) is None


def test_digits_that_stand_together_are_one_figure() -> None:
    row = flat_row("茶叶 12345 1,234,567 -3.25%")
    assert row is not None and row["name"] == "茶叶"
    assert row["values"] == " 12345 1,234,567 -3.25%"
    assert not holds_figures("茶叶 12345万吨")
