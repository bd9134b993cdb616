"""What the words around a figure say, nearest first."""

import pytest

from ingest.frame.clause import Carried, Words, carry, evidence, words_of
from ingest.frame.words import find_words

YEAR = 2024


def words(text: str, report_year: int | None = YEAR, spoken_year: int | None = YEAR) -> Words:
    return words_of(text, find_words(text), report_year, spoken_year)


def lean(text: str, section: str, carried: Carried | None = None) -> float:
    """The evidence for the figure X of a sentence."""
    position = text.index("X")
    clause = max(text.rfind("，", 0, position), text.rfind("；", 0, position)) + 1
    return evidence(text, words(text), section, clause, position, carried or Carried())


@pytest.mark.parametrize("section", ["review", "term_review", "opening"])
def test_where_nothing_is_said_the_part_decides(section: str) -> None:
    assert lean("粮食产量X吨", section) < 0 < lean("粮食产量X吨", "plan")
    assert lean("粮食产量X吨", "term_plan") > 0 < lean("粮食产量X吨", "closing")


@pytest.mark.parametrize(
    "text",
    [
        "去年粮食产量X吨",
        "去年，粮食产量X吨",
        "五年来粮食产量X吨",
        "目前粮食产量X吨",
        "今年以来粮食产量X吨",
    ],
)
def test_what_was_in_a_plan(text: str) -> None:
    assert lean(text, "plan") < 0


@pytest.mark.parametrize(
    "text", ["今年粮食产量X吨", "明年粮食产量X吨", "力争粮食产量X吨", "预期目标是粮食产量X吨", "拟定粮食，目标为X吨"]
)
def test_what_is_to_come_in_a_review(text: str) -> None:
    assert lean(text, "review") > 0


@pytest.mark.parametrize(
    "text",
    ["比去年增长X%", "较上年增长X%", "是“六五”期间的3倍，增长X%", "去年同期水平的基础上增长X%", "与去年相比增长X%"],
)
def test_what_a_figure_is_compared_with_says_nothing_of_its_time(text: str) -> None:
    assert words(text).times == []
    assert lean(text, "plan") > 0


def test_a_word_of_the_clause_outweighs_one_before_it() -> None:
    assert lean("力争甲事办好，已建成乙事X个", "plan") < lean("力争甲事办好，乙事X个", "plan")


def test_now_holds_for_its_clause_alone() -> None:
    assert lean("目前甲事已办，新建乙事X个", "plan") > 0
    assert lean("目前，新建乙事X个，", "plan") < 0
    assert lean("目前，甲事已办，新建乙事X个", "plan") > 0


def test_what_a_lead_hands_on() -> None:
    carried = Carried()
    carry(words("主要预期目标是："), carried)
    assert carried.stance >= 4
    assert lean("粮食产量X吨", "review", carried) > 0
    carry(words("去年粮食丰收。"), carried)
    assert (carried.stance, carried.time < 0) == (0.0, True)
    assert lean("粮食产量X吨", "plan", carried) < lean("粮食产量X吨", "plan")
    carry(words("今年粮食丰收。"), carried)
    assert carried.time > 0


def test_a_paragraph_that_opens_with_a_time_speaks_of_it() -> None:
    opens, within = Carried(), Carried()
    carry(words("过去的五年，我们强化监管。"), opens, 0)
    carry(words("过去的五年，我们强化监管。"), within)
    assert lean("取消审批X项", "plan", opens) < 0 < lean("取消审批X项", "plan", within)
    # behind many words it is named in passing
    late = Carried()
    carry(words("我们强化监管，优化服务，深化改革，过去的五年成效明显。"), late, 0)
    assert late.time == within.time


def test_a_time_handed_on_ends_where_words_speak_against_it() -> None:
    carried = Carried()
    carry(words("去年粮食丰收。"), carried)
    carry(words("，力争办好，支持乙事。"), carried)
    assert carried.time == 0.0


def test_years_of_words() -> None:
    (time,) = words("前三年").times or [None]
    assert time is not None and (time.first, time.last, time.way) == (2021, 2023, -1)
    (time,) = words("“十四五”期间").times
    assert (time.first, time.last, time.way) == (2021, 2025, None)
    (time,) = words("“十三五”期间").times
    assert (time.first, time.last, time.way) == (2016, 2020, -1)
    assert words("“十三五”规划纲要").times == []


def test_where_the_year_of_the_report_is_unknown_words_still_tell_the_way() -> None:
    (time,) = words("去年", None, None).times
    assert (time.first, time.last, time.way) == (None, None, -1)
    (time,) = words("今后五年", None, None).times
    assert time.way == 1


def test_this_year_of_a_report_of_november_is_the_year_before_its_own() -> None:
    (time,) = words("今年", 2025, 2024).times
    assert (time.first, time.last, time.way) == (2024, 2024, -1)
    (time,) = words("明年", 2025, 2024).times
    assert (time.last, time.way) == (2025, 0)


def test_times_stand_in_order_and_are_found_from_a_position() -> None:
    found = words("去年甲事，今年乙事")
    found.add_year("", 4, 2020, YEAR, "from")
    assert [time.start for time in found.times] == [0, 4, 5]
    assert found.risen_from(9) == 2020 and found.risen_from(3) is None
    before = found.time_before(5)
    assert before is not None and before.last == 2020
    assert found.time_before(5, low=5) is None


@pytest.mark.parametrize(
    ("time", "first", "last"), [("今后五年", 2024, 2028), ("过去五年", 2019, 2023), ("今年", 2023, 2023)]
)
def test_years_that_a_report_of_december_counts_from_the_next(time: str, first: int, last: int) -> None:
    told = words(f"{time}，粮食产量9万吨", report_year=2024, spoken_year=2023).times[0]
    assert (told.first, told.last) == (first, last)
