"""Tables of Markdown as converters write them are rows of pipes, whatever stands in them."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import SourceText, dashed_tables, markdown_tables
from ingest.readers.limits import DEFAULT_LIMITS


def with_rows(text: str) -> str:
    return markdown_tables.with_rows(dashed_tables.with_rows(text), DEFAULT_LIMITS)


One = Callable[..., SourceText]
CELLS = [
    ["指标", "2023年完成", "2024年目标", "责任单位"],
    ["渔业产值", "增长5.2%", "增长6%以上", "县渔业局"],
    ["渔港（个）", "2", "3", "县海港局"],
    ["码头", "", "4座", "县海港局"],
]
ROWS = [" | ".join(row) for row in CELLS]


def width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in words)


def line(cells: list[str], widths: list[int]) -> str:
    return (
        "  " + " ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True))
    ).rstrip()


def simple() -> str:
    """pandoc's simple table: each column as wide as its widest cell."""
    widths = [max(map(width, column)) for column in zip(*CELLS, strict=True)]
    return "\n".join(
        [line(CELLS[0], widths), line(["-" * wide for wide in widths], widths)]
        + [line(row, widths) for row in CELLS[1:]]
    )


def multiline() -> str:
    """pandoc's table for cells of several lines: an empty line behind each row, a rule above and below."""
    widths = [12, 14, 14, 12]
    body = "\n\n".join(line(row, widths) for row in CELLS[1:])
    border = "  " + "-" * 55
    return "\n".join([border, line(CELLS[0], widths), line(["-" * wide for wide in widths], widths), body, "", border])


def html() -> str:
    head, *body = (
        "".join(f"<t{kind}>{cell}</t{kind}>" for cell in row) for kind, row in zip("hddd", CELLS, strict=True)
    )
    return (
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>{''.join(f'<tr>{row}</tr>' for row in body)}</tbody></table>"
    )


@pytest.mark.parametrize("table", [simple(), multiline(), html()], ids=["simple", "multiline", "html"])
def test_a_table_is_rows_of_pipes(table: str, text_of: One) -> None:
    text = text_of(f"# 云溪县政府工作报告\n\n主要目标如下：\n\n{table}\n\n各位代表！\n".encode(), "a.md").text
    lines = [found.strip() for found in text.split("\n") if found.strip()]
    assert lines == ["# 云溪县政府工作报告", "主要目标如下：", *ROWS, "各位代表！"]


@pytest.mark.parametrize("table", [simple(), multiline()], ids=["simple", "multiline"])
def test_a_table_of_plain_text_is_rows_of_pipes_too(table: str, text_of: One) -> None:
    """As pandoc writes it (-t plain)."""
    text = text_of(f"云溪县政府工作报告\n\n主要目标如下：\n\n{table}\n\n各位代表！\n".encode(), "a.txt").text
    assert [found.strip() for found in text.split("\n") if found.strip()][2:-1] == ROWS


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: a\n---\n\n正文\n",
        "云溪县\n-----\n\n正文\n",
        "正文\n\n--- ---\n\n正文\n",
        "第一行\n第二行\n--- ---\n正文\n",
        "正文\n\n-----\n\n正文 -- 正文\n",
    ],
)
def test_what_is_no_table_stays(text: str) -> None:
    assert with_rows(text) == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["-----", "--- ---", " ", "\n", "渔", "港  口", "<table>", "</table>", "\t", "\r\n"])))
def test_any_text_has_its_words(pieces: list[str]) -> None:
    text = "".join(pieces)
    done = with_rows(text)
    assert [c for c in done if c in "渔港口"] == [c for c in text if c in "渔港口"]


def test_characters_written_as_entities_are_what_they_are(text_of: One) -> None:
    """As Docling writes them."""
    assert text_of("R&amp;D经费增长8%，失业率&lt;5%，1&nbsp;个&copy;。".encode(), "a.md").text == (
        "R&D经费增长8%，失业率<5%，1\u00a0个&copy;。"
    )
