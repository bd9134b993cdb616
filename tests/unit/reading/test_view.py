"""The way back from what is read to the characters that were written."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.normalise import normalise
from ingest.reading import reading_of

PROSE = "全县上下团结一心，各项事业稳步前进，群众生活水平有了新的提高，城乡面貌有了新的变化，社会大局保持和谐稳定。"
PIECE = st.one_of(
    st.sampled_from(
        ["一、去年工作回顾", "**", "# ", "---\n", "增长", "8", " ", "\n", "\n\n", "\u200b", "\u3000", "\r\n"]
    ),
    st.sampled_from(
        ["4 9 2 5 0", "10. 95%", "15 000 亿元", "|", "——", "二、今年工作安排今年要", "。", "，", "<!-- 甲 -->"]
    ),
    st.text(max_size=8),
    st.text(alphabet="一二三四五六七八九十、。，年月日工作回顾安排任务0123456789 \n", max_size=60),
)
TEXT = st.lists(PIECE, max_size=40).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXT)
@example("粮食产量4 9 2 5 0万吨，\n\n增长 8 %")
@example("一、去年工作回顾" + "去年，各项工作取得了成绩。" * 20 + "二、今年工作安排今年要继续努力。")
def test_every_character_is_found_where_it_was_written(raw: str) -> None:
    reading, normal = reading_of(raw), normalise(raw)
    for position, character in enumerate(reading.text):
        # a break may be put in, a blank where words of two lines meet
        if character not in "\n ":
            assert character == normal[reading.raw(position)]


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_offsets_grow_and_lead_back(raw: str) -> None:
    reading = reading_of(raw)
    back = [reading.raw(position) for position in range(len(reading.text))]
    assert back == sorted(back)
    for position, character in enumerate(reading.text):
        if character not in "\n ":
            assert reading.seen(back[position]) == position
            assert reading.raw_span(position, position + 1) == (back[position], back[position] + 1)


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_blocks_are_in_order_and_apart(raw: str) -> None:
    reading = reading_of(raw)
    position = 0
    for block in reading.blocks:
        assert position <= block.start < block.end <= len(reading.text)
        assert "\n" not in reading.text[block.start : block.end]
        position = block.end


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("粮食产量4 9 2 5 0 万吨", "粮食产量49250万吨"),
        ("总量达到15 000 亿元", "总量达到15000亿元"),
        ("增长 8 %", "增长8%"),
        ("增长10. 95%", "增长10.95%"),
        ("**增长**8%", "增长8%"),
        ("增长<!-- 注 -->8%", "增长8%"),
        ("增\u200b长8\u200b%", "增长8%"),
        (PROSE[:-1] + " two\nlanes，", PROSE[:-1] + " two lanes，"),
        ("完成投资12\n亿元。", "完成投资12亿元。"),
        ("| 3 | 4 5 |", "| 3 | 4 5 |"),
    ],
)
def test_what_is_torn_is_whole_again(raw: str, read: str) -> None:
    assert reading_of(f"各位代表：\n{PROSE}\n{raw}").text == f"各位代表：\n{PROSE}\n{read}"


def test_a_span_holds_all_that_it_was_read_from() -> None:
    raw = "粮食产量4 9 2 5 0万吨"
    reading = reading_of(raw)
    start = reading.text.index("49250")
    assert raw[slice(*reading.raw_span(start, start + 5))] == "4 9 2 5 0"
    assert reading.raw_span(start, start) == (4, 4)


def test_offsets_hold_where_headings_stand_in_running_text() -> None:
    filler = "全县 团结 一心，粮食 增长 8 %，产量4 9 2 5 0 万吨。" * 14
    raw = f"各位代表：{filler}一、2023年工作回顾2023年，{filler}二、2024年工作安排今年，{filler}"
    reading, normal = reading_of(raw), normalise(raw)
    assert reading.text.count("\n") > 2
    for position, character in enumerate(reading.text):
        if character not in "\n ":
            assert character == normal[reading.raw(position)]


def test_headings_in_running_text_stand_alone() -> None:
    filler = "全县上下团结一心，各项事业稳步前进。" * 14
    raw = f"各位代表：{filler}一、2023年工作回顾2023年，{filler}二、2024年工作安排今年，{filler}"
    blocks = reading_of(raw).blocks
    words = [reading_of(raw).text[block.start : block.end] for block in blocks if block.kind == "heading"]
    assert words == ["一、2023年工作回顾", "二、2024年工作安排"]
