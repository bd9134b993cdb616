"""Where things begin in running text: a report that lost its line breaks still has headings and paragraphs.

Headings are told by their numbers or by the time that they name, and by the words that they end in; paragraphs by the
words that open them (各位代表，… 五年来，… “十五五”时期是… （三）…).
"""

import re
from collections.abc import Sequence
from typing import Final

from ingest import lexicon
from ingest.reading.blocks import Block
from ingest.reading.headings import inline_headings, listed_headings, timed_headings

# running text in which headings may stand has at least so many characters
_RUNNING: Final = 200
# a stretch of so many characters is more than one paragraph
_MANY_PARAGRAPHS: Final = 1500
# from so many on the headings of chapters stand in lines of their own
_FEWEST_CHAPTERS: Final = 2
_NUMERALS: Final = "一二三四五六七八九十"
_OPENERS: Final = "|".join([lexicon.written("paragraph_opens"), lexicon.written("aims_open"), "——"])
# …圆满收官。回顾过去五年，…: the rest of a paragraph of whatever length is about another time
_RECALLS: Final = re.compile(lexicon.written("recalls_years"))
# (a dash keeps the blanks in front of it)
_OPENS: Final = re.compile(rf"(?<=[。！？：”）])(?<![^。！？：][”）])(?:{_OPENERS})|(?<=[。！？：]  )——")
# …我代表市人民政府向大会报告工作，请予审议，并请各位列席人员提出意见。: the end of what a report opens with
_SPEECH: Final = re.compile(rf"{lexicon.written('report_opening')}[^。！]*[。！]")
_OPENING: Final = 1000


def recalls_of(text: str) -> list[int]:
    """Where a sentence within a paragraph turns to the years behind the report's own: 。回顾过去五年，….

    >>> recalls_of("2020年目标完成。回顾过去五年，成效显著。")
    [9]
    """
    return [match.start() for match in _RECALLS.finditer(text)]


def turns_of(text: str, blocks: Sequence[Block]) -> list[int]:
    """Where the headings of the first order and the paragraphs begin and end that stand within blocks of ``text``.

    Headings are looked for where no lines are headings, and where one is missing between two that are; paragraphs in
    blocks that are too long for one.
    """
    turns: set[int] = set()
    chapters = [block for block in blocks if block.kind == "heading" and block.level == 1]
    turns |= _headings(text, blocks) if len(chapters) < _FEWEST_CHAPTERS else _swallowed(text, blocks, chapters)
    for block in blocks:
        if block.end - block.start >= _MANY_PARAGRAPHS:
            turns |= {match.start() for match in _OPENS.finditer(text, block.start, block.end)}
            turns |= {block.start + edge for edge in listed_headings(text[block.start : block.end])}
        if block.end - block.start >= _RUNNING:
            turns |= {match.end() for match in _SPEECH.finditer(text, block.start, min(block.end, _OPENING))}
    return sorted(turns - {block.start for block in blocks})


def _swallowed(text: str, blocks: Sequence[Block], chapters: Sequence[Block]) -> set[int]:
    """The ends of headings that run on into their text, though those before and behind them do not: 一、 …, 三、."""
    turns: set[int] = set()
    for block in blocks:
        if block.kind != "paragraph" or block.level != 1:
            continue
        before = [_number(text, one) for one in chapters if one.start < block.start][-1:]
        behind = [_number(text, one) for one in chapters if one.start > block.start][:1]
        number = _number(text, block)
        # (a chapter next to it may have lost its heading too)
        if number and all(one < number for one in before) and all(one > number for one in behind):
            found = inline_headings(text[block.start : block.end], likely=True)
            turns |= {block.start + end for start, end in found[:1] if start == 0 < end}
    return turns


def _number(text: str, block: Block) -> int:
    """The number of a chapter that 一、 to 十、 begins with; 0 for another."""
    return _NUMERALS.find(text[block.start]) + 1 if text[block.start + 1 : block.start + 2] == "、" else 0


def _headings(text: str, blocks: Sequence[Block]) -> set[int]:
    turns: set[int] = set()
    running = [block for block in blocks if block.end - block.start >= _RUNNING]
    for block in running:
        likely = block.end - block.start >= _MANY_PARAGRAPHS
        for start, end in inline_headings(text[block.start : block.end], likely=likely):
            turns |= {block.start + start, block.start + end}
    if any(block.kind == "heading" for block in blocks):
        return turns
    for block in running:
        if block.end - block.start >= _MANY_PARAGRAPHS:
            for start, end in timed_headings(text[block.start : block.end]):
                turns |= {block.start + start, block.start + end}
    return turns
