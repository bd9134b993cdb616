"""What each block is by its form."""

import pytest

from ingest.reading import reading_of

PROSE = "全县上下团结一心，各项事业稳步前进，群众生活水平有了新的提高，城乡面貌有了新的变化，社会大局保持和谐稳定。"


def kind_of(words: str, behind: str = PROSE) -> tuple[str, int]:
    reading = reading_of(f"各位代表：\n{PROSE}\n{words}\n{behind}")
    block = next(block for block in reading.blocks[2:])
    return block.kind, block.level


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("一、去年工作", ("heading", 1)),
        ("（一）去年工作", ("heading", 2)),
        ("## 去年工作", ("heading", 1)),
        ("**去年的工作**", ("heading", 0)),
        ("去年的工作情况", ("heading", 0)),
        ("1.去年的工作", ("item", 3)),
        ("（一）稳增长。" + PROSE, ("paragraph", 2)),
        ("| 指标 | 目标 |", ("row", 0)),
        ("[注] 甲是乙。", ("note", 0)),
        ("注1：甲是乙。", ("note", 0)),
        (PROSE, ("paragraph", 0)),
        ("有以下几点：", ("paragraph", 0)),
    ],
)
def test_a_block_is_known_by_its_form(words: str, kind: tuple[str, int]) -> None:
    assert kind_of(words) == kind


def test_a_short_line_over_short_lines_is_no_heading() -> None:
    assert kind_of("甲乙丙丁", "戊己庚辛。") == ("paragraph", 0)


def test_front_matter_and_title() -> None:
    reading = reading_of(f"---\ntitle: 报告\n---\n# 甲县人民政府工作报告\n县长 某某\n各位代表：\n{PROSE}")
    kinds = [block.kind for block in reading.blocks]
    assert kinds == ["front_matter"] * 3 + ["title", "title", "paragraph", "paragraph"]


@pytest.mark.parametrize("heading", ["# 一、去年工作", "# 去年工作回顾", "一、去年工作"])
def test_a_heading_at_the_beginning_is_no_title(heading: str) -> None:
    assert reading_of(f"{heading}\n{PROSE}").blocks[0].kind == "heading"
