"""A report that lost its line breaks: its headings and its paragraphs begin where they did."""

import pytest

from ingest.reading import reading_of
from ingest.reading.headings import inline_headings, listed_headings, timed_headings
from ingest.sections import find_sections

# longer than any paragraph, without a figure and without a time
FILLER = "各镇街同心协力，办成了一批群众盼望的好事。" * 80
OPENING = "云岭县人民政府工作报告——2026年1月16日在云岭县第十八届人民代表大会第六次会议上县长高远山各位代表："
SPEECH = "现在，我代表县人民政府，向大会报告工作，请予审议。"


def parts(text: str) -> list[tuple[str, str]]:
    return [(one.section, text[one.start : one.start + 8]) for one in find_sections(text, "report", 2026)]


def test_a_term_within_a_review_and_a_plan() -> None:
    paragraphs = [
        OPENING, SPEECH, "一、2025年工作回顾",
        f"2025年，全县地区生产总值增长了6%，荣获全省先进。{FILLER}",
        f"五年来，全县地区生产总值从120亿元增加到180亿元，荣获了全国先进。{FILLER}",
        f"过去五年，全县新建学校12所，荣获了全国先进。{FILLER}",
        "二、“十五五”时期主要目标", f"“十五五”时期，力争地区生产总值年均增长6%。{FILLER}",
        "三、2026年重点工作", f"今年是“十五五”开局之年，力争增长6%。{FILLER}",
    ]  # fmt: skip
    written = [part for part, _ in parts("\n".join(paragraphs))]
    assert written == ["opening", "review", "term_review", "term_plan", "plan"]
    assert [part for part, _ in parts("".join(paragraphs))] == written
    assert parts("".join(paragraphs))[2][1] == "五年来，全县地区"


def test_headings_without_numbers() -> None:
    text = f"{OPENING}{SPEECH}2025年工作回顾过去的一年，全县{FILLER}2026年工作安排今年，全县{FILLER}"
    assert parts(text)[1:] == [("review", "2025年工作回"), ("plan", "2026年工作安")]
    headings = [reading_of(text).text[block.start : block.end].strip() for block in reading_of(text).blocks]
    assert {"2025年工作回顾", "2026年工作安排"} <= set(headings)


def test_a_short_text_has_no_paragraphs_of_its_own() -> None:
    text = "全县地区生产总值增长6%。今年，全县新增就业3000人。五年来，累计新增就业1万人。"
    assert [reading_of(text).text[block.start : block.end] for block in reading_of(text).blocks] == [text]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("再立新功。二、今后五年重点工作当今世界正经历变局，", "二、今后五年重点工作"),
        ("再立新功。四、确保实现良好开局2026年是开局之年，", "四、确保实现良好开局"),
        ("再立新功。二、加快转型，促进振兴五年来，全县", "二、加快转型，促进振兴"),
        ("再立新功。二、推动更快更好发展做好“十一五”时期的工作，意义", "二、推动更快更好发展"),
        ("再立新功。二、“十三五”时期的规划构想各位代表，根据", "二、“十三五”时期的规划构想"),
        ("再立新功。二、1981年计划的任务和主要指标1981年发展的任务，", "二、1981年计划的任务和主要指标"),
        ("再立新功。二、“十五”时期的发展思路和措施《云岭县第十个五年计划》", "二、“十五”时期的发展思路和措施"),
        ("再立新功。二、发展取得新成绩2025年，全县上下", "二、发展取得新成绩"),
        ("再立新功。二、奋斗目标和经济工作的重点从今年起到2030年，在全县", "二、奋斗目标和经济工作的重点"),
        ("再立新功。一、2022年财政决算2022年财政决算的收支如下", "一、2022年财政决算"),
        ("再立新功。二、确保全面建成数字云岭到2030年全面建成数字云岭，是", "二、确保全面建成数字云岭"),
        ("再立新功。二、加快发展步伐甲县各级", ""),
    ],
)
def test_where_a_heading_likely_ends(text: str, heading: str) -> None:
    ((start, end),) = inline_headings(text, likely=True)
    assert text[start:end] == heading


def test_only_what_names_a_time_and_ends_as_headings_do_is_a_heading_without_a_number() -> None:
    text = "请予审议。“十四五”时期工作回顾“十四五”时期，全县再立新功。2026年，主要任务是促进就业。今年工作很重。"
    assert [text[start:end] for start, end in timed_headings(text)] == ["“十四五”时期工作回顾"]


@pytest.mark.parametrize("above", ["", "附件", "附件一"])
@pytest.mark.parametrize("first", ["1.", "1、", "一、就业方面1."])
def test_annexes_behind_a_text_without_line_breaks(above: str, first: str) -> None:
    """One of them says what came of the year's tasks, the other names the next."""
    done = f"{above}2025年民生实事完成情况{first}新建学校3所。全部建成。2.改造老旧小区12个。已全部完成。"
    ahead = f"{above}2026年民生实事项目{first}新建学校5所。2.改造老旧小区20个。"
    chapters = f"一、2025年工作回顾过去一年，全县{FILLER}二、2026年工作安排今年，全县要{FILLER}"
    text = f"{OPENING}{SPEECH}{chapters}让我们努力奋斗！{done}{ahead}"
    behind = text.index(done)
    found = [(one.section, text[one.start :]) for one in find_sections(text, "report", 2026) if one.end > behind + 9]
    assert [part for part, _ in found] == ["review", "plan"]
    assert found[1][1].removeprefix(above) == ahead.removeprefix(above)


@pytest.mark.parametrize("words", ["2026年实现增长1.5%。", "2026年全县一、二、三产业齐头并进。"])
def test_a_number_behind_a_year_opens_no_list(words: str) -> None:
    assert not listed_headings(f"再立新功。{words}")


def test_a_heading_that_one_of_its_kind_swallowed() -> None:
    """As a column of a PDF leaves it: the heading fills its line, and its text follows without an indent."""
    chapter = "二、奋力谱写云岭发展新篇章“十五五”期间，力争地区生产总值年均增长6%。" + FILLER[:100]
    text = "\n".join([OPENING, SPEECH, "一、2025年工作回顾", FILLER, chapter, "三、2026年工作安排", "今年，" + FILLER])
    reading = reading_of(text)
    assert "二、奋力谱写云岭发展新篇章" in [reading.text[one.start : one.end].strip() for one in reading.blocks]


@pytest.mark.parametrize("turn", ["。回顾过去五年，", "！总结刚刚过去的五年，", "。刚刚过去的2025年，"])
def test_a_paragraph_turns_to_the_years_behind(turn: str) -> None:
    told = f"各位代表，2025年目标任务的完成，标志着规划圆满收官{turn}总量从120亿元增加到180亿元，成效显著。"
    reading = reading_of("\n".join([OPENING, SPEECH, "**一、2025年工作回顾**", told, "**二、2026年工作安排**", FILLER]))
    begin = [reading.text[one.start : one.start + len(turn) - 1] for one in reading.blocks]
    assert turn[1:] in begin
    # what is emphasised behind the turn is a heading still
    assert [one.kind for one in reading.blocks if reading.text.startswith(("一、", "二、"), one.start)] == [
        "heading"
    ] * 2


def test_the_first_chapter_may_stand_behind_the_name_of_the_speaker() -> None:
    front = "——2026年1月16日在云岭县第十八届人民代表大会第六次会议上县长 高远山"
    text = f"{front}一、2025年工作回顾2025年，全县{FILLER}二、2026年工作安排今年，全县要{FILLER}"
    assert parts(text)[1:] == [("review", "一、2025年工"), ("plan", "二、2026年工")]


def test_a_heading_behind_the_address_is_no_title() -> None:
    """It tells that the year and the years before it are both looked back on."""
    told = f"2025年和过去五年工作回顾2025年，全县增长了6%，荣获先进。{FILLER}五年来，全县总量年均增长8%。{FILLER}"
    text = f"{OPENING}{SPEECH}{told}今后五年目标和2026年工作安排今后五年，要增长6%。{FILLER}"
    assert [part for part, _ in parts(text)][:3] == ["opening", "review", "term_review"]


def test_a_heading_is_not_cut_within_a_word_that_headings_end_in() -> None:
    text = "再立新功。一、重建全力推进按照“力争两年完成目标任务”的要求，全县"
    assert inline_headings(text, likely=True) == [(5, 5)]


def begins(text: str) -> set[str]:
    """The first words of every block."""
    reading = reading_of(text)
    return {reading.text[block.start : block.start + 6] for block in reading.blocks}


def test_the_speech_ends_the_opening() -> None:
    """Neither a heading nor a time tells where the review begins."""
    assert "全县新建学校" in begins(f"{OPENING}{SPEECH}全县新建学校12所。{FILLER}一、2026年工作安排{FILLER}")


@pytest.mark.parametrize(
    "opening",
    [
        "这五年，综合", "这五年是奋进的五年", "这是民生改善的五年。", "一年多来，全县", "2025年，在市委领导下",
        "去年，面对困难", "2025年主要抓了四件事", "从今年起，全县", "回顾“十四五”，全县", "——综合实力",
        "在刚刚过去的五年，", "二〇二五年是收官之年",
        "按照上述要求，明年的预期目标是：",
    ],
)  # fmt: skip
def test_what_opens_a_paragraph(opening: str) -> None:
    assert opening[:6] in begins(f"{OPENING}{SPEECH}一、工作回顾过去一年，荣获先进。{FILLER}{opening}{FILLER}")


def test_a_dash_behind_blanks_opens_a_paragraph() -> None:
    assert "——综合实力" in begins(f"{OPENING}{SPEECH}一、工作回顾过去一年，荣获先进。{FILLER}　　——综合实力{FILLER}")


@pytest.mark.parametrize("sentence", ["2022年，全县建成小康社会。", "2022年，在全县上下庆祝之际，新馆开放。"])
def test_a_year_within_a_paragraph_opens_none(sentence: str) -> None:
    told = f"五年来，全县地区生产总值从120亿元增加到180亿元。{FILLER}{sentence}{FILLER}"
    text = f"{OPENING}{SPEECH}一、五年工作回顾{told}二、2026年重点工作今年是“十五五”开局之年，力争增长6%。{FILLER}"
    assert [part for part, _ in parts(text)] == ["opening", "term_review", "plan"]


def test_a_chapter_whose_heading_nobody_can_cut_off_turns_by_itself() -> None:
    told = f"一、2025年工作回顾2025年，全县地区生产总值增长了6%。{FILLER}"
    ahead = "二、奋力谱写新篇章要锚定目标，今年力争地区生产总值增长6%，确保新建学校12所。"
    ahead += "要加快推进各项改革，着力扩大内需，努力办好实事。" * 70
    text = f"{OPENING}{SPEECH}{told}{ahead}三、2026年重点工作今年，力争新增就业3000人。{FILLER}"
    assert parts(text)[2] == ("plan", "二、奋力谱写新篇")
