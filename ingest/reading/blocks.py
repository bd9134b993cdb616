"""Blocks of a reading: what is title, heading, paragraph, item of a list, row of a table or note."""

import re
from typing import Final, NamedTuple

from ingest.lexicon.edges import beginnings
from ingest.reading.headings import ends_heading, level_of
from ingest.reading.lines import ADDRESS
from ingest.reading.rows import is_row

# [注] 1. …, [^3]：…, 注：…, [1] 注：…
_NOTE: Final = re.compile(r"\[注\]|(?:\[\d{1,2}\] ?)?注[1-9]?：|\[\^[^\]]{1,6}\]：")
_BEFORE_NOTE: Final = beginnings(_NOTE.pattern)
# not # 一、…
_TITLE: Final = re.compile(r"# (?![一二三四五六七八九十]{1,3}、|第)")
# a line without the blanks around it
_LINE: Final = re.compile(r"[^\s\u200b][^\n]*(?<![\s\u200b])")
_STOP: Final = re.compile(r"[。；！？]")
_COMMA: Final = re.compile(r"[，,]")
_LONGEST: Final = 60
_SHORT: Final = 30
_PROSE: Final = 40


class Block(NamedTuple):
    """A stretch of a reading that ends with a line break.

    ``kind``: front_matter, title, heading, paragraph, item, row, note. ``level`` of a heading or item by its
    numbering: 1 (一、) to 3 (1.), 0 for one without a number.
    """

    start: int
    end: int
    kind: str
    level: int


def blocks_of(text: str, bold: set[int], n_front: int) -> list[Block]:
    """The blocks of a reading; the first ``n_front`` lines are front matter, those in ``bold`` are emphasised whole."""
    blocks: list[Block] = []
    number, in_title = -n_front, True
    spans = [(match.start(), match.end()) for match in _LINE.finditer(text)]
    for index, (start, end) in enumerate(spans):
        if number < 0:
            blocks.append(Block(start, end, "front_matter", 0))
        else:
            words = text[start : min(end, start + _LONGEST + 8)]
            # (what is longer is no heading by what stands under it)
            opens = end - start <= _SHORT and index + 1 < len(spans) and _is_body(text, *spans[index + 1])
            kind, level = _kind(words, end - start, number in bold, opens)
            if in_title and (
                ADDRESS.match(words)
                or (kind == "paragraph" and end - start >= _PROSE)
                or (level == 1 and not _names_text(words, number))
            ):
                in_title = False
            blocks.append(Block(start, end, *(("title", 0) if in_title and kind != "row" else (kind, level))))
            # without line breaks the speech begins behind the title
            in_title = in_title and not ADDRESS.search(text, start, end)
        number += 1
    return blocks


def _names_text(words: str, number: int) -> bool:
    """Whether a block is Markdown's heading of the whole text: # 某县人民政府工作报告."""
    return number == 0 and bool(_TITLE.match(words)) and not ends_heading(words)


def _is_body(text: str, start: int, end: int) -> bool:
    """Whether a block can be what a heading stands over: prose, or an item of a list."""
    return end - start >= _PROSE or level_of(text[start : start + 8]) > 0


def _kind(words: str, length: int, bold: bool, opens: bool) -> tuple[str, int]:
    """Kind and level of a block by its form; ``opens`` where the next block can stand under it."""
    level = level_of(words)
    if is_row(words):
        return "row", 0
    if words[0] in _BEFORE_NOTE and _NOTE.match(words):
        return "note", 0
    is_short = length <= _LONGEST and not _STOP.search(words)
    if level in (1, 2) and is_short:
        return "heading", level
    if bold and is_short:
        return "heading", level
    if level == 3:
        return "item", level
    if level:
        return "paragraph", level
    plain = length <= _SHORT and is_short and not _COMMA.search(words) and not words.endswith(("：", ":"))
    if plain and (opens or ends_heading(words)):
        return "heading", 0
    return "paragraph", 0
