"""Which line breaks end something."""

import pytest

from ingest.normalise import normalise
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
