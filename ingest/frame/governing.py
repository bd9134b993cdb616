"""Which year a heading or an announcing line gives to what stands under it.

二、1981年国民经济计划 and 到2025年的主要目标是： speak of their year, whichever is the document's own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest import lexicon
from ingest.frame.evidence import years_in
from ingest.frame.words import Hit
from ingest.reading import Block, Reading

_OPENS: Final = lexicon.pattern("opens_with_year")
# the level of a heading that opens no chapter: it stands under those that are numbered
_LOWEST: Final = 4
_LONGEST: Final = 60
# a paragraph of this length is prose of its own, no item of an announced list
_LONGEST_ITEM: Final = 150
_OF_TIME: Final = frozenset({"year", "term", "plan"})

Shape = tuple[str, int, str]


@dataclass(slots=True)
class _Announced:
    """A list that a line announces: its year, and what its items look like, once the first was seen."""

    year: int
    shape: Shape | None = None


class GoverningYears:
    """The year that governs each block of a reading: that of the heading or announcing line above it."""

    def __init__(self, reading: Reading, hits: Sequence[Hit]) -> None:
        self._starts = [block.start for block in reading.blocks]
        self._years = _governing(reading, hits)

    def at(self, offset: int) -> int | None:
        """The year that governs an offset; None where nothing above it names one."""
        return self._years[max(0, bisect_right(self._starts, offset) - 1)] if self._years else None


def _governing(reading: Reading, hits: Sequence[Hit]) -> list[int | None]:
    """The year that governs each block, in their order."""
    governed: list[int | None] = []
    chapters: list[tuple[int, int | None]] = []
    announced: _Announced | None = None
    times = [hit.start for hit in hits if hit.word.kind in _OF_TIME]
    for block in reading.blocks:
        words = reading.text[block.start : block.end].rstrip()
        names_time = bisect_left(times, block.start) < bisect_left(times, block.end)
        year = _year(words, names_time)
        if block.kind == "heading":
            _open(chapters, block.level or (1 if year or names_time else _LOWEST), year, names_time)
            announced = None
        elif year is not None and words.endswith(("：", ":")):
            announced = _Announced(year)
        elif announced is not None:
            announced.shape = announced.shape or _shape(block, words)
            if _shape(block, words) != announced.shape or len(words) > _LONGEST_ITEM:
                announced = None
        chapter = chapters[-1][1] if chapters else None
        governed.append(chapter if announced is None else announced.year)
    return governed


def _open(chapters: list[tuple[int, int | None]], level: int, year: int | None, names_time: bool) -> None:
    """Close the chapters that a heading of ``level`` ends, and open its own where it speaks of time."""
    while chapters and chapters[-1][0] >= level:
        chapters.pop()
    if year is not None or names_time:
        chapters.append((level, year))


def _year(words: str, names_time: bool) -> int | None:
    """The one year that a heading or a line opens with, where it speaks of no other time; else None."""
    if len(words) > _LONGEST or names_time or not _OPENS.match(words):
        return None
    named = years_in(words)
    return named[0][0] if len(named) == 1 and named[0][0] == named[0][1] else None


def _shape(block: Block, words: str) -> Shape:
    """What the items of one list have in common: kind, level, and the mark that they begin with."""
    mark = words[:1]
    return block.kind, block.level, "" if mark.isalnum() else mark
