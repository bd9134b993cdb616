"""What a pattern may begin with and end in, and what it must hold."""

import re

import pytest

from ingest import lexicon
from ingest.lexicon.edges import beginnings, endings, first_characters, last_characters, sign_of, signs


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


@pytest.mark.parametrize(
    ("pattern", "held"),
    [
        ("为(?:企业|群众)", "为"),
        ("(?:预期|主要)(?:目标|指标)", "标"),
        ("甲*乙+", "乙"),
        ("[甲乙]丁?", "乙甲"),
        ("甲乙|丙甲", "甲"),
        ("甲|丙", "丙甲"),
    ],
)
def test_what_every_match_holds(pattern: str, held: str) -> None:
    assert signs(pattern) == tuple(held)
    assert sign_of(pattern).search(f"-{held[0]}") and not sign_of(pattern).search("-")


@pytest.mark.parametrize("pattern", ["甲?", "甲|乙*", ".", "(?=甲)"])
def test_a_pattern_that_must_hold_nothing_has_no_sign(pattern: str) -> None:
    with pytest.raises(LookupError):
        signs(pattern)
    assert sign_of(pattern).search("")


def test_the_edges_of_what_may_be_empty_are_those_of_what_is_not() -> None:
    assert beginnings("甲?乙*") == frozenset("甲乙") == endings("甲?乙*")
    for edge in (beginnings, endings):
        with pytest.raises(LookupError):
            edge(".甲.")


@pytest.mark.parametrize(
    "words",
    ["地区生产总值实际", "扣除价格因素，", "按可比价计算，", "居民收入，剔除物价上涨因素，", "不计价格上涨，人均收入"],
)
def test_what_tells_growth_without_prices_has_its_sign(words: str) -> None:
    # read by Polars, and of its two characters many clauses hold one: its sign is a row of its own
    assert re.search(lexicon.written("real_growth_sign"), words)
    assert lexicon.pattern("real_growth").search(f"{words}增长" if words.endswith("实际") else words)
