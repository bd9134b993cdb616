"""The text of a document as it is read, with the way back to its characters.

Hard-wrapped lines are joined, numbers and words that blanks or marks tear apart are whole again, Markdown's marks are
gone, characters are those of ``ingest.normalise``. What ends a block is a line break; running text gets those that it
lost (``ingest.reading.running``).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from ingest.normalise import normalise
from ingest.reading.blocks import Block, blocks_of
from ingest.reading.lines import PICTURE_BEHIND, Line, breaks, lines_of
from ingest.reading.running import recalls_of, turns_of

# a stretch of the text and what stands there instead
Cut = tuple[int, int, str]

# blanks and marks that may stand within lines and belong to no word, marks of notes among them: each is found by its
# first character, which is what a search is fast for
_ODD: Final = re.compile(
    r"[ \u200b*<！\[（](?:(?<=[ \u200b])[ \u200b]*|(?<=<)！--.*?-->|(?<=<)br ?/?>"
    # **所** and *所*, no 3*5
    r"|(?<=\*)(?:\*+|(?=[^\s*]{1,40}\*)|(?<=[^\s*\dA-Za-z]\*)|(?<=[^\s*]\*)(?![\dA-Za-z]))"
    rf"|(?:(?<=\*)！|(?<=！)){PICTURE_BEHIND}"
    r"|(?<=[\u4e00-\u9fff）”]\[)\^?\d{1,3}\](?![（：])|(?<=（)注\d{1,2}）)",
    re.DOTALL,
)
_CLOSED: Final = re.compile("[\u2e80-\u9fff，。、；：！？“”（）《》%]")
# 4 9 2 5 0 万吨, behind 4 0 5 and in front of 万 or a blank the same
_SPACED: Final = re.compile(r"(?<![\d.])(?<![\d.] )\d(?: \d(?![\d.])){2,}")
# 签署1 7 个文件: two digits with blanks on both sides
_SPACED_PAIR: Final = re.compile(r"(?<=[\u4e00-\u9fff])\d \d(?= [\u4e00-\u9fff])")
# (begins with the blank, which is what a search is fast for)
_DIGITS_APART: Final = re.compile(r" (?<=\d )\d")
# 15 000 亿元
_GROUPED: Final = re.compile(r"(?<=[\u2e80-\u9fff])\d{1,3}(?: \d{3})+(?= ?[\u2e80-\u9fff%])")
# behind the blank of 10. 95%
_DECIMALS: Final = re.compile(r"\d+(?:\.\d+)?[ \u200b]?[%万亿个]")
_ROW_NUMBER: Final = re.compile(r"(?:^|\n)[ \u200b]*\d{1,3}$")
_FRONT_MATTER: Final = re.compile(r"\s*---[^\S\n]*\n.{0,4000}?\n---[^\S\n]*(?:\n|$)", re.DOTALL)
_LATIN: Final = re.compile(r"[A-Za-z]")
# a text of lines longer than this on average may have its headings within them
_LONG_LINES: Final = 120
# as many as a batch of the extraction has documents: each reader of the batch asks for the same readings
READINGS_KEPT: Final = 64


class _Lines(NamedTuple):
    """How many lines at the front are its metadata, and the numbers of the blocks that are emphasised whole."""

    front: int
    bold: set[int]


class Reading:
    """``text`` as it is read, and its ``blocks`` in order; offsets into it are turned back with :meth:`raw_span`."""

    def __init__(self, text: str, at: list[int], raw: list[int], lines: _Lines) -> None:
        """``at`` and ``raw``: where each piece of the text stands in it and in the raw text."""
        self.text = text
        self._at, self._raw, self._lines = at, raw, lines

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks of the text, in order."""
        return blocks_of(self.text, self._lines.bold, self._lines.front)

    def raw(self, position: int) -> int:
        """The offset in the raw text of the character at ``position``."""
        index = bisect_right(self._at, position) - 1
        return self._raw[index] + position - self._at[index]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the raw text that ``text[start:end]`` was read from, all its pieces included."""
        if end <= start:
            return self.raw(start), self.raw(start)
        index = bisect_right(self._at, start) - 1
        shift = self._raw[index] - self._at[index]
        if index + 1 == len(self._at) or end <= self._at[index + 1]:
            return start + shift, end + shift
        return start + shift, self.raw(end - 1) + 1

    def shift(self, start: int, end: int) -> int | None:
        """How far in front of its place in the raw text a stretch stands; None where it is made of several pieces."""
        index = bisect_right(self._at, start) - 1
        if index + 1 < len(self._at) and end > self._at[index + 1]:
            return None
        return self._raw[index] - self._at[index]

    def seen(self, raw: int) -> int:
        """The position of the first character that stands at or behind the raw offset."""
        index = bisect_right(self._raw, raw) - 1
        following = self._at[index + 1] if index + 1 < len(self._at) else len(self.text)
        return min(self._at[index] + raw - self._raw[index], following)


@lru_cache(READINGS_KEPT)
def reading_of(raw: str) -> Reading:
    """The reading of a raw text."""
    normal = normalise(raw)
    lines = lines_of(normal)
    front = _FRONT_MATTER.match(normal)
    n_front = sum(line.start < front.end() for line in lines) if front else 0
    body = lines[n_front:]
    ends = breaks(body)
    text, at, back = _assemble(normal, list(_cuts(normal, lines, [True] * n_front + ends)))
    reading = Reading(text, at, back, _Lines(n_front, _emphasised(body, ends)))
    turns = set(recalls_of(reading.text))
    if len(lines) * _LONG_LINES < len(text):
        turns.update(turns_of(reading.text, reading.blocks))
    return _broken_at(reading, sorted(turns), n_front) if turns else reading


def _broken_at(reading: Reading, turns: list[int], n_front: int) -> Reading:
    """The reading with a line break in front of each of the positions."""
    text = _assemble(reading.text, [(turn, turn, "\n") for turn in turns])[0]
    at: list[int] = []
    raw: list[int] = []
    # what was left out before keeps its places: every piece of the reading stays one, each break is one more
    for position in sorted({*reading._at, *turns}):
        before = bisect_right(turns, position)
        if position in turns:
            at.append(position + before - 1)
            raw.append(reading.raw(position))
        at.append(position + before)
        raw.append(reading.raw(position))
    starts = [block.start for block in reading.blocks[n_front:]] if reading._lines.bold else []
    bold = {number + bisect_right(turns, starts[number]) for number in reading._lines.bold if number < len(starts)}
    return Reading(text, at, raw, _Lines(n_front, bold))


def _emphasised(lines: list[Line], ends: list[bool]) -> set[int]:
    """The numbers of the blocks that are one emphasised line."""
    bold, number, alone = set(), 0, True
    for index, line in enumerate(lines):
        closes = index >= len(ends) or ends[index]
        if closes and alone and line.bold:
            bold.add(number)
        alone = closes
        number += closes
    return bold


def _cuts(text: str, lines: list[Line], ends: list[bool]) -> Iterator[Cut]:
    """What is left out of the text, in order: odd marks within lines, and what stands between lines that go on."""
    between: list[Cut] = []
    for line, following, breaking in zip(lines, lines[1:], ends, strict=False):
        stop = following.start
        if not breaking:
            latin = _LATIN.match(text, line.end - 1) and _LATIN.match(text, stop)
            # one word of capitals: GD | P
            torn = text[line.end - 1].isupper() and text[stop].isupper()
            between.append((line.end, stop, " " if latin and not torn else ""))
        elif text.find("\n", line.end, stop) < 0:
            between.append((line.end, stop, "\n"))
    index = 0
    for cut in sorted([*_inside(text), *between]):
        if cut[0] >= index:
            yield cut
            index = cut[1]


def _inside(text: str) -> Iterator[Cut]:
    """Marks and blanks that stand within lines and belong to no word."""
    torn: set[int] = set()
    if _DIGITS_APART.search(text):
        for pattern in (_SPACED, _SPACED_PAIR, _GROUPED):
            for match in pattern.finditer(text):
                torn.update(match.start() + offset for offset, mark in enumerate(match[0]) if mark == " ")
    for match in _ODD.finditer(text):
        start, end = match.span()
        if match[0].strip(" ") or start in torn or _joins(text, start, end):
            yield start, end, ""


def _joins(text: str, start: int, end: int) -> bool:
    """Whether the blanks ``text[start:end]`` part what belongs together: 增长 8 %, 10. 95%; not the number of a row."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if not before or not behind or before == "\n" or behind == "\n":
        return False
    if before.isdigit():
        if behind == ".":
            return bool(_DECIMALS.match(text, end + 1))
        return bool(_CLOSED.match(behind)) and not _ROW_NUMBER.search(text[max(0, start - 8) : start])
    if before == ".":
        return text[start - 2 : start - 1].isdigit() and bool(_DECIMALS.match(text, end))
    return bool(_CLOSED.match(before)) and (behind.isdigit() or bool(_CLOSED.match(behind)))


def _assemble(text: str, cuts: list[Cut]) -> tuple[str, list[int], list[int]]:
    """The text without the cuts, and where each piece stands in it and in the raw text."""
    pieces: list[str] = []
    at, raw = [0], [0]
    length = position = 0

    def put(words: str, origin: int) -> None:
        nonlocal length
        pieces.append(words)
        if at[-1] == length:
            raw[-1] = origin
        else:
            at.append(length)
            raw.append(origin)
        length += len(words)

    for start, end, instead in cuts:
        if start > position:
            put(text[position:start], position)
        if instead:
            put(instead, start)
        position = end
    if position < len(text):
        put(text[position:], position)
    return "".join(pieces), at, raw
