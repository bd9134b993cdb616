"""What a pattern may begin with and end in."""

import re

import pytest

from ingest import lexicon
from ingest.lexicon.edges import first_characters, last_characters


@pytest.mark.parametrize(
    ("pattern", "first", "last"),
    [
        ("年(?:初|末)", "年", "初末"),
        ("[ab]?月(?!均)", "ab月", "月"),
        ("(?<=第)[a-c]个?$", "abc", "abc个"),
        ("(?:甲|乙+)?丙*丁{1,3}", "甲乙丙丁", "丁"),
        ("甲|乙丙", "甲乙", "甲丙"),
    ],
)
def test_the_edges_of_a_pattern(pattern: str, first: str, last: str) -> None:
    assert first_characters(pattern) == frozenset(first)
    assert last_characters(pattern) == frozenset(last)


@pytest.mark.parametrize(
    "pattern", ["[^甲]乙[^甲]", r"\d乙\d", ".乙.", "甲?", "(?:甲|乙?)", "(甲)?乙(?(1)丙|丁)|.", "甲*"]
)
def test_what_any_character_may_be_of_is_not_told(pattern: str) -> None:
    assert first_characters(pattern) is None
    assert last_characters(pattern) is None


def test_the_edges_hold_for_what_the_rows_match() -> None:
    looked_at = 0
    for row in lexicon.rows("none_patterns"):
        for match in re.finditer(row["pattern"], row["example"]):
            first, last = first_characters(row["pattern"]), last_characters(row["pattern"])
            assert first is None or match[0][0] in first
            assert last is None or match[0][-1] in last
            looked_at += 1
    assert looked_at
