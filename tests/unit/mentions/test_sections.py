"""What looks back and what looks ahead, under headings of several kinds."""

import pytest

from ingest.sections import Section, find_sections


def section_of(sections: list[Section], position: int) -> str:
    return next(section.section for section in sections if section.start <= position < section.end)


def read(text: str, word: str, year: int = 2025, kind: str = "report") -> str:
    return section_of(find_sections(text, kind, year), text.index(word))


@pytest.mark.parametrize(
    ("review", "plan"),
    [
        ("一、去年工作回顾", "二、今年工作安排"),
        ("第一部分 上年工作情况", "第二部分 今年目标任务"),
        ("一、２０２４年主要工作的完成情况", "二、２０２５年重点任务"),
        ("一、一年来取得的成绩", "二、下一步总体思路"),
        ("　　一、2024年工作总结", "　　二、2025年的总体要求和主要目标"),
    ],
)
def test_a_heading_opens_a_review_and_another_a_plan(review: str, plan: str) -> None:
    text = f"各位代表：\n我向大会报告。\n{review}\n粮食甲产量稳定。\n{plan}\n粮食乙产量稳定。\n"
    assert read(text, "各位代表") == "opening"
    assert read(text, "粮食甲") == "review"
    assert read(text, "粮食乙") == "plan"


def test_chapters_behind_the_plan_stay_plans() -> None:
    text = "一、去年工作回顾\n甲事已成。\n二、今年总体要求\n乙事要办。\n"
    text += "三、扩大内需\n丙事要办。\n四、加强自身建设\n丁事要办。\n"
    assert [read(text, word) for word in ("甲事", "乙事", "丙事", "丁事")] == ["review", "plan", "plan", "plan"]


def test_a_term_is_reviewed_and_planned() -> None:
    text = "一、过去五年工作回顾\n甲事已成。\n二、今后五年的目标任务\n乙事要办。\n三、2025年重点工作\n丙事要办。\n"
    assert read(text, "甲事") == "term_review"
    assert read(text, "乙事") == "term_plan"
    assert read(text, "丙事") == "plan"


def test_all_of_an_outline_plans_for_its_years() -> None:
    text = "第一章 主要目标\n甲事要办。\n第二章 重点任务\n今年要加快推进乙事，确保办好，力争尽快见效。\n"
    text += "2021年，支持企业做大做强，鼓励创新，推进丙事。\n要加快推进各项工作，进一步完善机制，推进丁事。\n"
    assert {read(text, word, 2021, "five_year_plan") for word in ("甲事", "乙事", "丙事", "丁事")} == {"term_plan"}
    assert "plan" in {read(text, word, 2021) for word in ("乙事", "丙事", "丁事")}


def test_a_year_inside_the_review_of_a_term() -> None:
    text = "一、过去五年工作回顾\n五年来，甲事已成。\n过去一年，乙事已成。\n二、今年工作安排\n丙事要办。\n"
    assert read(text, "甲事") == "term_review"
    assert read(text, "乙事") == "review"


def test_one_chapter_may_hold_both() -> None:
    text = "一、关于去年工作回顾和今年工作安排\n甲事已成。\n今年是关键之年。\n乙事要办。\n"
    assert read(text, "甲事") == "review"
    assert read(text, "乙事") == "plan"


def test_a_text_without_headings_turns_where_it_says_so() -> None:
    text = "各位代表，过去一年取得了明显成效，甲事已顺利完成。\n民生得到改善，荣获多项荣誉。\n"
    text += "今年要做好各项工作，确保办好乙事。\n加快推进丙事，力争尽快见效。\n"
    assert read(text, "甲事") == "review"
    assert read(text, "荣获") == "review"
    assert read(text, "乙事") == "plan"
    assert read(text, "丙事") == "plan"


def test_a_responsibility_breakdown_only_plans() -> None:
    text = "一、去年工作回顾\n1.甲事要办。\n责任单位：某局\n"
    assert {section.section for section in find_sections(text, "responsibility_breakdown", 2025)} == {"plan"}


def test_what_is_excluded_wins_and_leaves_no_gap() -> None:
    text = "一、去年工作回顾\n甲事已成。\n分享到 浏览次数\n二、今年工作安排\n乙事要办。\n"
    start = text.index("分享到")
    sections = find_sections(text, "report", 2025, [(start, start + 8, "furniture")])
    assert section_of(sections, start) == "furniture"
    assert section_of(sections, text.index("甲事")) == "review"
    assert section_of(sections, text.index("乙事")) == "plan"
    assert "".join(text[section.start : section.end] for section in sections) == text


def test_an_empty_text_has_no_sections() -> None:
    assert find_sections("", "report", 2025) == []


def test_a_paragraph_opens_with_a_year_in_chinese_figures() -> None:
    text = "一、跨世纪五年的目标任务\n今后五年要办甲事。\n二、加强自身建设\n"
    text += "各位代表，一九九八年是关键的一年。乙事要办。\n丙事要办。\n"
    assert [read(text, word, 1998) for word in ("甲事", "乙事", "丙事")] == ["term_plan", "plan", "plan"]


@pytest.mark.parametrize("mark", ["注：", "[1] 注：", "注1：", "[^1]："])
def test_a_note_between_the_paragraphs_is_no_part_of_the_report(mark: str) -> None:
    text = f"一、去年工作回顾\n甲事已成。\n{mark}甲事以8.8万吨的口径为准。\n乙事已成。\n二、今年工作安排\n丙事要办。\n"
    assert [read(text, word) for word in ("甲事已", "口径", "乙事")] == ["review", "appendix", "review"]


def test_under_a_heading_of_a_year_and_a_term_the_text_tells_which() -> None:
    text = "一、2024年和“十四五”工作回顾\n过去一年，甲事已成，荣获先进。\n（一）丁事已成，荣获先进。\n"
    text += "这五年，乙事年均增长8%。\n二、2025年工作安排\n今年要办丙事。\n"
    assert [read(text, word) for word in ("甲事", "丁事", "乙事", "丙事")] == [
        "review",
        "review",
        "term_review",
        "plan",
    ]


@pytest.mark.parametrize(
    ("heading", "begins"),
    [
        ("二、今后五年的目标和2025年重点工作", "term_plan"),
        ("二、2025年重点工作和今后五年的目标", "plan"),
        # a year far ahead is none of the report's
        ("二、2035年远景和“十五五”目标任务", "term_plan"),
    ],
)
def test_a_heading_of_a_year_and_a_term_begins_with_what_it_names_first(heading: str, begins: str) -> None:
    text = f"一、去年工作回顾\n甲事已成。\n{heading}\n乙事要办，丁事要办。\n"
    assert read(text, "乙事") == begins


@pytest.mark.parametrize("opening", ["各位代表！", "各位代表，知之非难，行之惟艰。"])
def test_the_year_that_has_just_ended_begins_its_review_under_a_heading_of_years(opening: str) -> None:
    text = "一、过去五年工作回顾\n过去五年，乙事年均增长8%。\n五年来，坚持创新，荣获先进。\n"
    text += (
        f"{opening}刚刚过去的2024年，面对困难，甲事已成，荣获先进。\n（一）丁事已成。\n各位代表！五年成就来之不易。\n"
    )
    text += "二、今后五年目标和2025年工作\n今后五年，要办丙事。\n"
    assert [read(text, word) for word in ("乙事", "甲事", "丁事", "丙事")] == [
        "term_review",
        "review",
        "review",
        "term_plan",
    ]


def test_a_review_that_tells_no_time_is_one_of_the_year() -> None:
    text = "各位代表：我代表县人民政府，向大会报告工作。\n一、大好的局面\n甲事已成，荣获先进。\n"
    text += "二、要办的事\n今年要办乙事。\n"
    assert [read(text, word) for word in ("甲事", "乙事")] == ["review", "plan"]


def test_under_a_heading_of_both_the_text_turns_once() -> None:
    """However much the verbs of its review sound like a plan: what opens with a time that is over looks back."""
    doing = "努力强化甲事，大力推进各项改革，着力扩大内需，要求落实各项措施。\n" * 3
    text = "一、2024年工作回顾和2025年工作总体要求\n2024年是很不寻常的一年，我们完成了各项任务。\n"
    text += f"一年来，我们按照部署，扎实推进。\n{doing}过去一年，我们加强自身建设。\n一年来，成绩来之不易。\n"
    text += "建议2025年主要预期目标是：生产总值增长6%，要办乙事。\n二、提高效益\n要办丙事。\n"
    assert [read(text, word) for word in ("强化甲事", "乙事", "丙事")] == ["review", "plan", "plan"]


def test_a_year_compared_with_is_none_that_a_paragraph_opens_with() -> None:
    text = "一、去年工作回顾\n甲事已成。\n二、2025年目标\n粮食比2024年增加2万吨。\n棉花比2024年增加1万吨。\n"
    assert [read(text, word) for word in ("粮食", "棉花")] == ["plan", "plan"]
