"""Where things begin in running text: a report that lost its line breaks still has headings and paragraphs.

Headings are told by their numbers or by the time that they name, and by the words that they end in; paragraphs by the
words that open them (各位代表，… 五年来，… “十五五”时期是… （三）…).
"""

import re
from collections.abc import Sequence
from typing import Final

from ingest import lexicon
from ingest.reading.blocks import Block
from ingest.reading.headings import inline_headings, timed_headings

# running text in which headings may stand has at least so many characters
_RUNNING: Final = 200
# a stretch of so many characters is more than one paragraph
_MANY_PARAGRAPHS: Final = 1500
_OPENERS: Final = lexicon.written("paragraph_opens")
_OPENS: Final = re.compile(rf"(?<=[。！？：”）])(?<![^。！？：][”）])(?:{_OPENERS})")


def turns_of(text: str, blocks: Sequence[Block]) -> list[int]:
    """Where the headings of the first order and the paragraphs begin and end that stand within blocks of ``text``.

    Headings are looked for where no lines are headings, paragraphs in blocks that are too long for one.
    """
    turns: set[int] = set()
    if sum(block.kind == "heading" and block.level == 1 for block in blocks) < 2:
        turns |= _headings(text, blocks)
    for block in blocks:
        if block.end - block.start >= _MANY_PARAGRAPHS:
            turns |= {match.start() for match in _OPENS.finditer(text, block.start, block.end)}
    return sorted(turns - {block.start for block in blocks})


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
