"""What a terminal would obey is shown, one sign for one."""

import pytest

from orchestration.inert import shown, shown_row


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("增长6%，\n全省第三\t", "增长6%，\n全省第三\t"),
        ("\x1b[2J红\x07", "␛[2J红␇"),
        ("\x00\x7f\x85\x9b", "␀␡\ufffd\ufffd"),
        ("甲\u202e乙\u2066丙\u200f", "甲\ufffd乙\ufffd丙\ufffd"),
        ("\rabc", "␍abc"),
        ("plain", "plain"),
    ],
)
def test_signs_are_shown(text: str, seen: str) -> None:
    assert shown(text) == seen
    assert len(seen) == len(text)


def test_only_texts_of_a_row_are_touched() -> None:
    assert shown_row({"a": "\x1b", "b": 1.5, "c": None}) == {"a": "␛", "b": 1.5, "c": None}
