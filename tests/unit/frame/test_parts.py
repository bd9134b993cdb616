"""Which part looks back and which ahead, over the whole sequence."""

import pytest

from ingest.frame.parts import find_parts
from ingest.frame.words import find_words
from ingest.reading import reading_of

YEAR = 2024
DONE = "全县取得了明显成效，各项任务顺利完成，民生得到改善，荣获多项荣誉，群众获得感明显增强，发展迈出坚实步伐。"
TODO = "要加快推进各项工作，支持企业做大做强，鼓励创新，确保办好实事，进一步完善机制，力争尽快见效，努力开创新局面。"


def parts(*blocks: str, year: int | None = YEAR, begins: str = "opening") -> list[tuple[str, str]]:
    """Each part with the words that it begins with."""
    reading = reading_of("\n".join(blocks))
    found = find_parts(reading, find_words(reading.text), year, begins)
    return [(part.part, reading.text[part.start : part.start + 40].split("\n")[0]) for part in found]


@pytest.mark.parametrize(
    ("back", "ahead"),
    [
        ("一、2023年工作回顾", "二、2024年工作安排"),
        ("**一、2023年工作回顾**", "**二、2024年工作安排**"),
        ("## 一、2023年工作回顾", "## 二、2024年工作安排"),
        ("2023年工作回眸", "2024年工作建议"),
        ("一、一年来的工作", "二、今年的任务"),
        ("一、关于2023年的工作", "二、2024年的主要工作"),
        ("一、二〇二三年的工作", "二、二〇二四年的工作"),
        ("第一部分 过去一年工作情况", "第二部分 今年工作思路"),
    ],
)
def test_headings_of_every_kind(back: str, ahead: str) -> None:
    whole = parts("甲县人民政府工作报告", "各位代表：", back, DONE, DONE, ahead, TODO, TODO)
    assert [part for part, _ in whole][-2:] == ["review", "plan"]
    assert whole[-1][1].replace(" ", "").endswith(ahead.strip("*# ").replace(" ", ""))


def test_a_report_that_stands_twice_opens_anew() -> None:
    blocks = ["甲县人民政府工作报告", "各位代表：", "一、2023年工作回顾", DONE, DONE, "二、2024年工作安排", TODO, DONE]
    reading = reading_of("\n".join([*blocks, "打印本页", *blocks]))
    again = reading.text.index("打印本页") + len("打印本页\n")
    found = find_parts(reading, find_words(reading.text), YEAR, "opening", again)
    assert [part.part for part in found] == ["opening", "review", "plan"] * 2
    assert found[3].start == again


def test_the_year_of_a_title_turns_nothing() -> None:
    whole = parts(
        "甲县2024年政府工作报告", "各位代表：", "一、2023年工作回顾", DONE, TODO, DONE, "二、2024年工作安排", TODO
    )
    assert [part for part, _ in whole] == ["opening", "review", "plan"]


def test_a_chapter_does_not_turn_against_its_heading() -> None:
    # however much its words promise
    whole = parts("各位代表：", "一、2023年工作回顾", DONE, *[TODO] * 20, "二、2024年工作安排", *[DONE] * 10, TODO)
    assert [part for part, _ in whole] == ["opening", "review", "plan"]
    assert whole[-1][1] == "二、2024年工作安排"


def test_a_chapter_of_the_next_years_may_begin_by_looking_back() -> None:
    back = "“十三五”时期，" + DONE
    whole = parts(
        "各位代表：", "一、2020年工作回顾", DONE, "二、2021年主要任务", TODO,
        "三、关于第十四个五年规划纲要的说明", *[back] * 16, *["今后五年，" + TODO] * 16, year=2021,
    )  # fmt: skip
    assert [part for part, _ in whole][-3:] == ["term_plan", "term_review", "term_plan"]


def test_terms_are_parts_of_their_own() -> None:
    whole = parts(
        "各位代表：", "一、过去五年工作回顾", "五年来，" + DONE, "2023年，" + DONE,
        "二、今后五年的奋斗目标", "今后五年，" + TODO, "三、2024年重点工作", "今年，" + TODO,
    )  # fmt: skip
    assert [part for part, _ in whole] == ["opening", "term_review", "review", "term_plan", "plan"]


def test_without_headings_the_words_turn_it() -> None:
    whole = parts("各位代表：", *["过去一年，" + DONE] * 4, *["今年，" + TODO] * 4)
    assert [part for part, _ in whole][-2:] == ["review", "plan"]
    assert whole[-1][1].startswith("今年")


def test_where_the_year_is_unknown() -> None:
    whole = parts("各位代表：", "一、工作回顾", DONE, "二、工作安排", TODO, year=None)
    assert [part for part, _ in whole] == ["opening", "review", "plan"]


def test_what_a_document_begins_with() -> None:
    assert parts("", begins="term_plan") == [("term_plan", "")]
    assert parts(TODO, begins="term_plan")[0][0] == "term_plan"


def test_aims_that_begin_with_the_growth_of_a_year_leave_the_plan_of_years() -> None:
    term = "今后五年，" + TODO
    aims = "全县经济社会发展主要预期目标是：地区生产总值增长6%左右，粮食总产量稳定在12万吨。"
    of_term = "今后五年主要预期目标是：地区生产总值增长到900亿元，地区生产总值年均增长6%。"
    ahead = ("二、今后五年的奋斗目标和2024年的工作安排", term, of_term, TODO)
    assert parts("各位代表：", "一、过去五年工作回顾", DONE, *ahead, aims, TODO)[-2:] == [
        ("term_plan", ahead[0]),
        ("plan", aims[:40]),
    ]
    assert parts("各位代表：", "一、过去五年工作回顾", DONE, *ahead)[-1][0] == "term_plan"


def test_a_paragraph_that_names_its_year_first_is_not_one_of_the_plan_it_speaks_of() -> None:
    named = "2021年是“十四五”规划的开局之年，也是建县70周年。" + TODO
    term = ("二、“十四五”时期主要目标", "今后五年，" + TODO)
    whole = parts("各位代表：", "一、2020年工作回顾", DONE, *term, named, "今年，" + TODO, year=2021)
    assert whole[-2:] == [("term_plan", term[0]), ("plan", named[:40])]


def test_a_part_is_left_where_the_evidence_stands() -> None:
    # what is said of years at the end does not turn what stands before it
    later = "到2030年，" + TODO
    whole = parts("各位代表：", "一、2023年工作回顾", DONE, "二、2024年工作安排", TODO, TODO, *[later] * 6)
    assert whole[-1] == ("term_plan", later[:40])


def test_a_plan_of_years_that_is_drawn_up_or_carried_out_is_not_the_time_that_is_spoken_of() -> None:
    carried_out = ["科学编制“十五五”渔业发展规划，" + TODO, "对接“十五五”渔港改革试点，" + TODO] * 3
    whole = parts("各位代表：", "一、2023年工作回顾", DONE, "二、2024年工作安排", TODO, *carried_out)
    assert [part for part, _ in whole] == ["opening", "review", "plan"]


def test_a_chapter_of_the_year_does_not_slip_into_one_of_years() -> None:
    aims = ["今后三年，" + TODO] * 2
    whole = parts("各位代表：", "一、2023年工作回顾", DONE, "二、2024年工作安排", TODO, *aims, TODO)
    assert [part for part, _ in whole] == ["opening", "review", "plan"]


TERM = ("各位代表：", "一、过去五年工作回顾", "五年来，" + DONE + "新建渔港5座。")
PLAN = ("二、2024年工作安排", TODO)


@pytest.mark.parametrize(
    "figures",
    [
        # a figure of the last year is dated, the paragraph goes on about the term
        "——渔业经济跃上新台阶。2023年渔业产值达到30亿元。" + DONE,
        "2023年渔业产值达到30亿元，是2018年的1.5倍。" + DONE,
        "渔业经济稳中有进。预计2023年渔业产值达到30亿元。" + DONE,
    ],
)
def test_a_dated_figure_does_not_end_the_review_of_a_term(figures: str) -> None:
    whole = parts(*TERM, figures, figures, "新建泊位20个。" + DONE, *PLAN)
    assert [part for part, _ in whole] == ["opening", "term_review", "plan"]


def test_a_heading_without_time_does_not_end_the_review_of_a_term() -> None:
    whole = parts(*TERM, "二、渔港建设成效明显", "新建泊位20个。" + DONE, "三、2024年工作安排", TODO)
    assert [part for part, _ in whole] == ["opening", "term_review", "plan"]


@pytest.mark.parametrize(
    "closing",
    [
        "各位代表，过去五年的成绩来之不易。" + DONE,
        # behind the last figures nothing new is told
        "各位代表，过去五年极不平凡。" + DONE,
    ],
)
def test_a_summary_does_not_hide_the_last_year_of_a_term(closing: str) -> None:
    year = "各位代表，刚刚过去的2023年极不平凡。新建渔港2座。" + DONE
    whole = parts(*TERM, year, closing, *PLAN)
    assert whole[1:3] == [("term_review", TERM[1]), ("review", year[:40])]
    assert whole[3][0] == "plan"


@pytest.mark.parametrize("since", ["2018年以来，", "2019年县人大一次会议召开以来，", "2019年至2023年，"])
def test_the_time_since_a_year_is_a_term(since: str) -> None:
    whole = parts("各位代表：", "一、过去五年工作回顾", since + DONE + "新建渔港5座。", DONE, *PLAN)
    assert [part for part, _ in whole] == ["opening", "term_review", "plan"]


def test_what_came_of_years_tells_the_review_of_a_term() -> None:
    figures = ["这是渔业提质的五年。", "渔业产值由2018年的20亿元增加到30亿元。" + DONE, "渔业产值年均增长5%。" + DONE]
    whole = parts("各位代表：", "一、过去五年及2023年工作回顾", DONE, *figures, *figures, *PLAN)
    assert [part for part, _ in whole] == ["opening", "term_review", "plan"]
    # since the year before last is no term
    recent = ["渔业产值由2022年的20亿元增加到30亿元。" + DONE] * 6
    whole = parts("各位代表：", "一、2023年及过去五年工作回顾", DONE, *recent, *PLAN)
    assert [part for part, _ in whole] == ["opening", "review", "plan"]


def test_a_drought_since_a_year_long_ago_is_no_term() -> None:
    drought = "面对1951年以来最严重伏旱，新打机井200眼。" + DONE
    whole = parts(*TERM, "2023年，新建渔港2座。" + DONE, drought, drought, *PLAN)
    assert [part for part, _ in whole] == ["opening", "term_review", "review", "plan"]


def test_a_numbered_heading_that_says_nothing_ends_the_chapter_before_it() -> None:
    # 二、 stands beside 一、2023年工作回顾, and its text looks ahead
    plan = "三、2024年工作安排"
    whole = parts("各位代表：", "一、2023年工作回顾", DONE, "二、奋力谱写新篇章", *[TODO] * 6, plan, TODO)
    assert whole[2] == ("plan", "二、奋力谱写新篇章")
    # 一、 under a heading without number is a chapter within it
    whole = parts("各位代表：", "2023年工作回顾", "一、渔业", DONE, "二、茶业", *[TODO] * 6, DONE, plan, TODO)
    assert [part for part, _ in whole] == ["opening", "review", "plan"]
    assert whole[2][1] == plan


def test_a_weaker_heading_opens_a_chapter_where_the_numbered_ones_look_both_ways() -> None:
    weak, silent = "一、水运发展取得显著成绩", "二、奋力谱写新篇章"
    whole = parts("各位代表：", weak, DONE, silent, *[TODO] * 6, "三、2024年工作安排", TODO)
    assert whole[2] == ("plan", silent)
    # here all numbered headings stand under 2023年工作回顾
    whole = parts("各位代表：", "2023年工作回顾", weak, DONE, silent, *[TODO] * 6, DONE, "2024年工作安排", TODO)
    assert [part for part, _ in whole] == ["opening", "review", "plan"]
    assert whole[2][1] == "2024年工作安排"


def test_an_unnumbered_heading_goes_on_with_the_years_that_it_stands_under() -> None:
    year, aims = "三、2024年工作安排", "**为实现上述目标，重点抓好八个方面的工作：**"
    whole = parts("各位代表：", "一、工作回顾", DONE, "二、今后五年的目标任务", TODO, aims, TODO, TODO, year, TODO)
    assert whole[2:] == [("term_plan", "二、今后五年的目标任务"), ("plan", year)]


def test_a_chapter_of_the_next_years_may_end_with_the_year_where_no_heading_says_so() -> None:
    aims, year = "二、今后的目标和举措", "2024年是关键的一年。"
    whole = parts("各位代表：", "一、过去五年工作回顾", DONE, aims, "到2028年，" + TODO, year + TODO, TODO)
    assert whole[2] == ("term_plan", aims)
    assert whole[3][0] == "plan" and whole[3][1].startswith(year)


def test_a_year_that_has_just_ended_begins_its_review() -> None:
    year = "即将过去的2023年，" + DONE
    since = "五年来，新建渔港5座。" + DONE
    assert parts(*TERM, DONE, year, DONE, since, *PLAN)[2][0] == "review"
    assert parts(*TERM, DONE, "2023年，" + DONE, DONE, since, *PLAN)[2][0] == "plan"


@pytest.mark.parametrize(
    "opens",
    ["制定《甲县2021—2035年渔业规划》，", "落实《渔业（2021年版）办法》，", "2021—2025年，", ""],
)
def test_the_years_of_a_document_turn_no_plan_of_years_into_one_of_the_year(opens: str) -> None:
    whole = parts(
        "甲县人民政府工作报告",
        "一、“十三五”工作回顾",
        DONE,
        "二、推动“十四五”时期更快发展",
        TODO,
        f"（一）兴渔。{opens}{TODO}",
        "三、全面做好今年工作，实现“十四五”良好开局",
        TODO,
        year=2021,
    )
    assert [part for part, _ in whole] == ["opening", "term_review", "term_plan", "plan"]
    assert whole[-1][1].startswith("三、")
