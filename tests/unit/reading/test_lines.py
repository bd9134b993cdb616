"""Which line breaks end something."""

import pytest

from ingest.normalise import normalise
from ingest.reading import reading_of
from ingest.reading.lines import breaks, front_end, lines_of, wrap_of

PROSE = "全县上下团结一心，各项事业稳步前进，群众生活水平有了新的提高，城乡面貌有了新的变化，社会大局保持和谐稳定"


def ends(*lines: str) -> list[bool]:
    return breaks(lines_of(normalise("\n".join(lines))))


@pytest.mark.parametrize(
    ("line", "following"),
    [
        (PROSE + "，", "粮食增产。"),
        (PROSE, "，粮食增产。"),
        (PROSE + "（其中", "甲县）增产。"),
        (PROSE + "，实现税收1", "2亿元，增长较快。"),
        (PROSE + "，实现税收", "12亿元，增长较快。"),
    ],
)
def test_a_line_goes_on(line: str, following: str) -> None:
    assert ends("各位代表：", PROSE + "。", line, following)[-1] is False


@pytest.mark.parametrize(
    ("line", "following"),
    [
        (PROSE + "。", "粮食增产。"),
        (PROSE, "（二）粮食增产。"),
        (PROSE, "二、今年工作安排"),
        ("**今年工作**", PROSE + "。"),
        (PROSE, "**今年工作**"),
        ("今年工作安排", PROSE + "。"),
        ("二、今年工作安排", "粮食增产。"),
        ("今年工作安排", "粮食增产。"),
    ],
)
def test_a_line_ends_something(line: str, following: str) -> None:
    assert ends("各位代表：", PROSE + "。", line, following)[-1] is True


def wrapped(width: int, words: str) -> list[str]:
    return [words[at : at + width] for at in range(0, len(words), width)]


def test_the_measure_of_a_wrapped_text_is_found() -> None:
    digits = "完成投资186500万元，增长12.35%，粮食产量15800吨，"
    text = "\n".join(wrapped(20, (PROSE + "，" + digits) * 4))
    wrap = wrap_of(lines_of(normalise(text)))
    assert wrap is not None and wrap.in_characters and wrap.width == 20
    columns = "\n".join(wrapped(20, (PROSE + "，") * 4))
    wrap = wrap_of(lines_of(normalise(columns)))
    assert wrap is not None and not wrap.in_characters and wrap.width == 40


def test_a_text_of_paragraphs_is_not_wrapped() -> None:
    assert wrap_of(lines_of("\n".join([PROSE + "。"] * 12))) is None
    assert wrap_of(lines_of("\n".join(PROSE[:size] for size in range(8, 40, 3)))) is None


def test_what_stands_before_the_first_prose_is_the_front() -> None:
    lines = lines_of(normalise("甲县人民政府工作报告\n县长 某某\n各位代表：\n" + PROSE + "。"))
    assert front_end(lines) == 2
    assert front_end(lines_of("甲县人民政府工作报告\n一、去年工作回顾\n" + PROSE)) == 1
    assert front_end(lines_of("甲县\n" + PROSE + "。")) == 1


def test_a_line_knows_its_form() -> None:
    indented, bold, run_in, behind = lines_of("  甲县工作。\n**今年工作**\n**三、今年工作** 今年是新的一年\n")
    assert (indented.indent, indented.is_closed, indented.words) == (True, True, "甲县工作。")
    assert (bold.bold, bold.words, bold.width) == (True, "今年工作", 8)
    assert (run_in.words, run_in.is_numbered_heading, run_in.is_marked) == ("三、今年工作", True, True)
    assert (behind.words, behind.bold) == ("今年是新的一年", False)


def test_a_number_in_the_middle_of_a_sentence_begins_no_item_where_the_text_is_wrapped() -> None:
    text = "".join(
        f"第{i}镇推行营业执照和税务登记的三证合一、一照一码登记办法成效很好群众满意，" for i in "甲乙丙丁戊己庚辛"
    )
    text += "全县受益。"
    lines = [text[at : at + 18] for at in range(0, len(text), 18)]
    assert any(line.startswith("一、") for line in lines)
    assert breaks(lines_of("\n".join(lines))) == [False] * (len(lines) - 1)


def test_marks_of_emphasis_take_up_room_in_a_wrapped_line() -> None:
    text = "".join(f"第{i}镇推行便民办法成效很好群众满意再接再厉，" for i in "甲乙丙丁戊己庚辛壬癸") + "全县受益。"
    text = text.replace("第丁镇推行", "**第丁镇**推行")
    lines = [text[at : at + 20] for at in range(0, len(text), 20)]
    assert breaks(lines_of("\n".join(lines))) == [False] * (len(lines) - 1)


def test_a_name_in_quotation_marks_goes_on_behind_a_line_break() -> None:
    assert breaks(lines_of("二、“十四五”成就和“十五\n五”时期目标")) == [False]


WIDTH = 40
FULL = "全县上下团结一心办成了一批实事，城乡面貌有了新的变化，社会大局保持和谐稳定大局。"
PARAGRAPHS = [
    PROSE * 2 + "。",
    FULL,
    "2024年工作安排",
    "2024年是十分重要的一年，" + PROSE * 2 + "。",
    FULL,
    PROSE * 3 + "。",
]


@pytest.mark.parametrize(("indent", "between"), [("", "\n\n"), ("　　", "\n")], ids=["blank lines", "indents"])
def test_a_wrapped_text_whose_paragraphs_show_where_they_begin(indent: str, between: str) -> None:
    """A last line that fills the width ends its paragraph, and a year begins one behind a short heading."""
    assert len(FULL) == WIDTH
    meant = ["各位代表：", *PARAGRAPHS * 3]
    written = [indent + words for words in meant]
    cut = ["\n".join(line[at : at + WIDTH] for at in range(0, len(line), WIDTH)) for line in written]
    text = normalise(between.join(cut))
    lines, found = lines_of(text), breaks(lines_of(text))
    assert wrap_of(lines) is not None
    whole, joined = "", []
    for line, ending in zip(lines, [*found, True], strict=True):
        whole += line.words
        if ending:
            joined.append(whole)
            whole = ""
    assert joined == [normalise(words) for words in meant]


def test_a_unit_alone_belongs_to_the_number_above_it_though_its_line_is_indented() -> None:
    torn = ["　　" + PROSE * 2 + "，新增供应商282", "　　家。招商引资成果显著，各项事业稳步前进。"]
    written = [*("　　" + words for words in PARAGRAPHS * 3), *torn]
    cut = "\n".join(line[at : at + WIDTH] for line in written for at in range(0, len(line), WIDTH))
    lines = lines_of(normalise(cut))
    at = next(number for number, line in enumerate(lines) if line.words.endswith("282"))
    assert lines[at + 1].words.startswith("家。") and breaks(lines)[at] is False


def test_a_figure_that_a_mark_follows_belongs_to_the_line_above_though_its_own_is_indented() -> None:
    torn = [
        "　　" + PROSE + "，全年总产值完成",
        "　　39亿元，增长5%。",
        "　　" + PROSE + "。",
        "　　2015年，" + PROSE + "。",
    ]
    written = [*("　　" + words for words in PARAGRAPHS * 3), *torn]
    cut = "\n".join(line[at : at + WIDTH] for line in written for at in range(0, len(line), WIDTH))
    lines = lines_of(normalise(cut))
    ended = dict(zip((line.words[:4] for line in lines[1:]), breaks(lines), strict=True))
    assert (ended["39亿元"], ended["2015"]) == (False, True)


@pytest.mark.parametrize(
    ("line", "following"),
    [("三次产业比重由9.1：", "41.3：49.6调整为8：42：50。"), ("三次产业比重由9.1：41.3：", "49.6调整为8：42：50。")],
)
def test_three_shares_go_on_behind_the_mark_between_them(line: str, following: str) -> None:
    assert ends("各位代表：", PROSE + "。", PROSE + "。" + line, following)[-1] is False


def test_an_annex_with_a_number_is_no_share() -> None:
    assert ends("各位代表：", PROSE + "。", "附件1：", "2024年民生实事")[-1] is True


def test_rows_between_pipes_are_whole_though_their_lines_are_cut() -> None:
    rows = ["| 序号 | 指标 | 单位 | 2022年 |", "| --- | --- | --- | --- |", "| 1 | 粮食产量 | 万吨 | 12.5 |",
            "| 2 | 棉花产量 | 吨 | 340 |"]  # fmt: skip
    cut = [line for row in rows for line in (row[:9], row[9:].strip())]
    lines = lines_of(normalise("\n".join(["各位代表：", PROSE + "。", *cut, PROSE + "。"])))
    begun = [lines[0].words, *(line.words for line, end in zip(lines[1:], breaks(lines), strict=True) if end)]
    assert begun == ["各位代表：", PROSE + "。", *(normalise(row[:9]) for row in rows), PROSE + "。"]


def test_rows_that_no_pipe_closes_are_whole_as_they_are() -> None:
    assert (
        ends("各位代表：", PROSE + "。", "| 粮食产量 | 12万吨", "| 棉花产量 | 340吨", PROSE + "。")[-3:] == [True] * 3
    )


def test_a_heading_and_numbered_rows_are_no_rest_of_a_row() -> None:
    rows = ["|  | 任务 | 牵头单位", "1 | 修缮码头 | 市渔业局", "2 | 更新渔村 | ", PROSE + "。"]
    assert ends("各位代表：", *rows)[1:] == [True] * 3
    assert ends("各位代表：", rows[0], "一、渔港", *rows[2:])[1:] == [True] * 3


def test_marks_of_emphasis_are_no_part_of_the_words() -> None:
    """As converters to Markdown write it, blanks around it included."""
    assert (
        reading_of("新增就业 *3200* 人，**新增**企业20家，*增长*5%。").text
        == "新增就业 3200 人，新增企业20家，增长5%。"
    )
    assert reading_of("场地为3*5米。").text == "场地为3*5米。"
